// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class AccountTest {
    private final Account account = new Account();

    @Test
    void isNobodyUntilTheServerAccepts() {
        account.claim("ann");
        assertThat(account.name()).isEmpty();

        account.accepted();
        assertThat(account.name()).containsExactly("ann");
    }

    @Test
    void takesTheUserNameOfLoginAndNeverThePassword() {
        account.begin("login");
        account.response(base64(""));
        account.response(base64("ann"));
        account.response(base64("secret"));
        account.accepted();

        assertThat(account.name()).containsExactly("ann");
    }

    @Test
    void takesThePersonOfPlainInUtf8() {
        account.begin("PLAIN");
        account.response("=");
        account.response(base64("\0\u00e4nn\0secret"));
        account.accepted();

        assertThat(account.name()).containsExactly("\u00e4nn");
    }

    @Test
    void knowsNobodyFromOtherMechanismsOrNonsense() {
        account.begin("CRAM-MD5");
        account.response(base64("ann 0123"));
        account.accepted();
        assertThat(account.name()).isEmpty();

        account.begin("PLAIN");
        account.response("%%%");
        account.response(base64("no fields"));
        account.accepted();
        assertThat(account.name()).isEmpty();
    }

    @Test
    void cutsALongName() {
        account.claim("a".repeat(2000));
        account.accepted();

        assertThat(account.name().get(0)).hasSize(320);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}

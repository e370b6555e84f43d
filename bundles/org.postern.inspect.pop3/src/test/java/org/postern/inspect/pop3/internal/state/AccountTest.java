// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CRAM-MD5 | ann of sales b913a602c7eda7a495b4e6e7334d3890 | ann of sales",
                "CRAM-MD5 | nothing | ",
                "SCRAM-SHA-256 | n,,n=ann,r=rOprNGfwEbeRWgbNEkqO | ann",
                "scram-sha-1 | y,,n=a=2Cn=3Dn,r=fyko | a,n=n",
                "SCRAM-SHA-1-PLUS | p=tls-exporter,a=bob,n=ann,r=fyko | bob",
                "SCRAM-SHA-1 | c=biws,r=fyko,p=v0X8v3 | ",
                "OAUTHBEARER | n,a=ann@example.org,~host=mail~auth=Bearer t,a=b~~ | ann@example.org",
                "OAUTHBEARER | n,,~auth=Bearer n=secret~~ | ",
                "XOAUTH2 | user=ann@example.org~auth=Bearer secret~~ | ann@example.org",
                "XOAUTH2 | auth=Bearer secret~user=ann~~ | ",
            })
    void takesWhomTheFirstResponseNames(String mechanism, String response, String name) {
        account.begin(mechanism);
        account.response(base64(response.replace('~', '\1')));
        account.response(base64("user=c,n=c c"));
        account.accepted();

        assertThat(account.name()).isEqualTo(name == null ? List.of() : List.of(name));
    }

    @Test
    void knowsNobodyFromOtherMechanismsOrNonsense() {
        account.begin("NTLM");
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

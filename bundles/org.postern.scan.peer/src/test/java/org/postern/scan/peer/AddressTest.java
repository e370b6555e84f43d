// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "/run/clamav/clamd.ctl, /run/clamav/clamd.ctl",
        "unix:/run/clamd, /run/clamd",
        "127.0.0.1:3310, 127.0.0.1:3310",
        "clamd.example.org:3310, clamd.example.org:3310",
        "[::1]:3310, [::1]:3310"
    })
    void reads(String text, String shown) {
        assertThat(Address.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:",
                "unix:clamd",
                "clamd.ctl",
                "host",
                "host:",
                ":3310",
                "host:0",
                "host:65536",
                "host:99999",
                "::1:3310",
                "[host]:3310",
                "[1.2.3.4]:3310",
                "1.2.3:3310",
                "1.2.3.400:1",
                "a b:1",
                "host:3310 ",
                "*:1"
            })
    void refuses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse(text))
                .withMessage(Address.ALLOWED);
    }
}

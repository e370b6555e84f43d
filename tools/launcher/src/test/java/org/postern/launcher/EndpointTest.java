// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:25,        127.0.0.1,        25",
        "[::1]:25,            ::1,              25",
        "[2001:db8::5]:65535, 2001:db8::5,      65535",
        "mail.example:587,    mail.example,     587",
        "mx-1.example.org.:1, mx-1.example.org.,1",
        "localhost:2525,      localhost,        2525",
        "*:25,                *,                25",
        ":25,                 *,                25"
    })
    void readsEveryForm(String text, String host, int port) {
        assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:25", "[::1]:25", "mail.example:587", "*:25"})
    void isWrittenAsItWasRead(String text) {
        assertThat(Endpoint.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "25",
                "localhost",
                "localhost:",
                "localhost:smtp",
                "::1:25",
                "[::1]",
                "[::1]25",
                "[]:25",
                "[localhost]:25",
                "[::zz]:25",
                "host:0",
                "host:65536",
                "host:123456",
                "300.1.1.1:25",
                "1.2.3:25",
                "1.2.3.4.:25",
                "-host:25",
                "ho st:25",
                "host:25 ",
                "a:b:25",
                "host:-1",
                "**:25"
            })
    void refusesWhatIsNoEndpoint(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
    }

    @Test
    void namesTheFormWhenThePortIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse("localhost"))
                .withMessage("'localhost' is not HOST:PORT, for example 127.0.0.1:25 or [::1]:25");
    }
}

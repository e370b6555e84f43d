// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {
    @ParameterizedTest
    @CsvSource({
        "mail.example:25, mail.example, 25, false",
        "127.0.0.1:65535, 127.0.0.1, 65535, true",
        "[::1]:1, ::1, 1, true",
        "localhost:2525, localhost, 2525, true",
        "mail-1.in_house:25, mail-1.in_house, 25, false"
    })
    void readsHostAndPort(String text, String host, int port, boolean literal) {
        Upstream upstream = Upstream.parse(text);

        assertThat(upstream).isEqualTo(new Upstream(host, port));
        assertThat(upstream.isLiteral()).isEqualTo(literal);
        assertThat(upstream).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":25",
                "mail.example",
                "mail.example:",
                "mail.example:0",
                "mail.example:65536",
                "mail.example:smtp",
                "mail.example:+25",
                "mail.example:-1",
                "mail example:25",
                "mail/x:25",
                "::1:25",
                "[::1:25",
                "[::1]",
                "[zz::1]:25",
                "[mail.example]:25",
                "300.1.1.1:25",
                "1.2.3:25",
                "1.2.3.4.5:25",
                "10:25"
            })
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Upstream.parse(text));
    }

    @Test
    void resolvesALiteral() throws UnknownHostException {
        assertThat(Upstream.parse("127.0.0.1:25").resolve())
                .containsExactly(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 25));
    }
}

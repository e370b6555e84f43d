// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNameTest {
    @ParameterizedTest
    @CsvSource({
        "mail.example.org, mail.example.org, false",
        "MAIL.example.org., mail.example.org, false",
        "b\u00fccher.example, xn--bcher-kva.example, false",
        "192.0.2.1, 192.0.2.1, true",
        "999.0.2.1, 999.0.2.1, false",
        "1.2.3, 1.2.3, false",
        "[2001:db8::1], 2001:db8::1, true",
        "fe80::1%eth0, fe80::1, true",
        "'', '', false",
        "a..b, a..b, false"
    })
    void tellsNamesFromAddresses(String host, String text, boolean address) {
        ServerName name = ServerName.of(host);

        assertThat(name.text()).isEqualTo(text);
        assertThat(name.address().isPresent()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.org, mail.example.org, true",
        "mail.example.org, MAIL.Example.Org, true",
        "mail.example.org, *.example.org, true",
        "a.mail.example.org, *.example.org, false",
        "example.org, *.example.org, false",
        "mail.example.org, m*.example.org, false",
        "mail.example.org, *ail.example.org, false",
        "mail.example.org, *.*.org, false",
        "example.org, *.org, false",
        "mail.example.org, *, false",
        "192.0.2.1, 192.0.2.1, false",
        "192.0.2.1, *.0.2.1, false",
        "mail.example.org, '', false"
    })
    void knowsWhichNamesCover(String host, String called, boolean covered) {
        assertThat(ServerName.of(host).isCalled(2, called)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1, true",
        "mail.example.org, 192.0.2.1, false"
    })
    void knowsWhichAddressesCover(String host, String called, boolean covered) {
        assertThat(ServerName.of(host).isCalled(7, called)).isEqualTo(covered);
    }
}

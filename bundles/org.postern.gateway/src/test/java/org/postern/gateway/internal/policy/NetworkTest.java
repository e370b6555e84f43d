// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "172.16.0.0/12, 172.15.255.255, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7/32, 192.0.2.6, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "::1, ::1, true",
        "::/0, 192.0.2.1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true"
    })
    void containsAddressesByPrefix(String network, String address, boolean expected) throws UnknownHostException {
        assertThat(Network.parse(network).contains(InetAddress.getByName(address)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10/8",
                "10.0/16",
                "10.0.0/24",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "300.1.1.1",
                "1.2.3.4.5",
                "010.0.0.1",
                "1.2.3.4 ",
                "::/129",
                ":::",
                ".::",
                "1:2",
                "fe80::1%lo",
                "localhost",
                "mail.example",
                "any"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
    }

    @Test
    void knowsTheNetworksOfThisHost() {
        Zone host = Zone.parse(new String[] {"host"});

        assertThat(host.contains(InetAddress.getLoopbackAddress())).isTrue();
        assertThat(host.networks()).noneMatch(network -> network.prefix() == 0);
    }

    @Test
    void hasZonesOfSeveralNetworks() throws UnknownHostException {
        Zone zone = Zone.parse(new String[] {"10.0.0.0/8", "::1"});

        assertThat(zone.contains(InetAddress.getByName("10.1.1.1"))).isTrue();
        assertThat(zone.contains(InetAddress.getByName("::1"))).isTrue();
        assertThat(zone.contains(InetAddress.getByName("127.0.0.1"))).isFalse();
        assertThat(Zone.ANY.contains(InetAddress.getByName("127.0.0.1"))).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListeningTest {

    private Loopback loopback;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(TransportSettings.defaults().withIoThreads(2));
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    private Listening listen(InetSocketAddress address) throws IOException {
        return loopback.transport.listen(address, 10, SocketSetup.NONE, leg -> Nobody.HERE);
    }

    @Test
    void saysWhichAddressIsTaken() {
        assertThatThrownBy(() -> listen(loopback.address()))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining(String.valueOf(loopback.address().getPort()))
                .hasMessageContaining("in use");
    }

    @Test
    void saysThatAnAddressIsNotOfThisHost() {
        assertThatThrownBy(() -> listen(new InetSocketAddress("192.0.2.1", 0)))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void saysThatANameIsUnknown() {
        assertThatThrownBy(() -> listen(InetSocketAddress.createUnresolved("mail.invalid", 25)))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("unknown host");
    }

    @Test
    void freesThePortAndKeepsTheLegs() throws Exception {
        try (Socket client = loopback.connect()) {
            Recorder server = loopback.accepted();

            loopback.listening.close();
            loopback.listening.close();

            assertThatThrownBy(loopback::connect).isInstanceOf(ConnectException.class);
            server.write("alive");
            assertThat(client.getInputStream().readNBytes(5)).asString(US_ASCII).isEqualTo("alive");
            try (Listening again = listen(loopback.address())) {
                assertThat(again.address()).isEqualTo(loopback.address());
            }
        }
    }

    @Test
    void dealsLegsOutToAllThreads() throws Exception {
        Set<IoThread> threads = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            Socket client = loopback.connect();
            threads.add(loopback.accepted().leg.thread());
            client.close();
        }

        assertThat(threads).hasSize(2);
    }

    @Test
    void listensOnIpv6AndOnSeveralPortsAtOnce() throws Exception {
        InetSocketAddress six = new InetSocketAddress("::1", 0);
        try (Listening second = listen(six);
                Listening third = listen(six);
                Socket one = Loopback.connect(second.address());
                Socket two = Loopback.connect(third.address())) {
            assertThat(one.isConnected()).isTrue();
            assertThat(two.getPort()).isEqualTo(third.address().getPort());
        }
    }

    @Test
    void takesIpv4OnTheUnspecifiedIpv6Address() throws Exception {
        try (Listening any = listen(new InetSocketAddress("::", 0));
                Socket client = Loopback.connect(
                        new InetSocketAddress("127.0.0.1", any.address().getPort()))) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void failsWhenTheSocketCannotBePrepared() {
        SocketSetup setup = channel -> {
            throw new IOException("no such option");
        };

        assertThatThrownBy(() -> loopback.transport.listen(Loopback.anyPort(), 10, setup, leg -> Nobody.HERE))
                .hasMessage("no such option");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.postern.gateway.internal.policy.SetDraft.list;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.internal.policy.SetDraft;

/** Where connections to servers go, and where they come from. */
class DiallerTest {
    /** Not written as what is known to need no look-up. */
    private static final String NAME = "LocalHost";

    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = new TestGateway();
        gateway.inspect("smtp", NotingInspector::new);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private void listen(Object... more) {
        Object[] all = new Object[more.length + 2];
        all[0] = "protocol";
        all[1] = "smtp";
        System.arraycopy(more, 0, all, 2, more.length);
        gateway.apply(
                new SetDraft().with("profile", "default").with("rule", "all").with("listener", "in", all));
    }

    private void assertLost(Peer client) throws Exception {
        NotingInspector inspector = gateway.inspector(NotingInspector.class);
        assertThat(inspector.next()).isEqualTo("opened");
        assertThat(inspector.next()).isEqualTo("lost SERVER");
        assertThat(gateway.opened).as("sessions that came round").isEmpty();
        client.reset();
    }

    /** T58. */
    @Test
    void dialsNoNameThatIsAListenerOfItsOwn() throws Exception {
        int port = TestServer.deadPort();
        listen("port", port, "upstream", list(NAME + ":" + port));

        try (Peer client = gateway.client()) {
            assertLost(client);
        }
        gateway.assertNothingIsLeft();
    }

    /** T58: on whatever port the system chose, and on whatever address. */
    @Test
    void dialsNoNameThatIsAListenerOnEveryAddress() throws Exception {
        listen("port", 0, "address", "0.0.0.0", "upstream", list("127.0.0.1:" + TestServer.deadPort()));
        int port = gateway.port();
        listen("port", 0, "address", "0.0.0.0", "upstream", list(NAME + ":" + port));

        try (Peer client = gateway.client()) {
            assertThat(gateway.port()).isEqualTo(port);
            assertLost(client);
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void goesOnToTheNextUpstream() throws Exception {
        int port = TestServer.deadPort();
        try (TestServer server = new TestServer()) {
            listen(
                    "port",
                    port,
                    "upstream",
                    list(NAME + ":" + port, "127.0.0.1:" + TestServer.deadPort(), NAME + ":" + server.port()));

            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                gateway.inspector(NotingInspector.class).await("serverConnected");
                client.reset();
                upstream.leave();
            }
        }
    }

    @Test
    void comesFromTheSourceAddress() throws Exception {
        try (TestServer server = new TestServer()) {
            listen("port", 0, "sourceAddress", "127.0.0.5", "upstream", list(server.upstream()));
            try (Peer probe = server.accepted()) {
                assertThat(probe.from()).isEqualTo(InetAddress.getByName("127.0.0.5"));
            }
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                assertThat(upstream.from()).isEqualTo(InetAddress.getByName("127.0.0.5"));
                client.reset();
                upstream.leave();
            }
        }
    }

    @Test
    void triesOfANameOnlyTheFamilyOfTheSourceAddress() throws Exception {
        try (TestServer server = new TestServer()) {
            listen("port", 0, "sourceAddress", "::1", "upstream", list(NAME + ":" + server.port()));
            try (Peer client = gateway.client()) {
                assertLost(client);
            }

            listen("port", 0, "sourceAddress", "127.0.0.5", "upstream", list(NAME + ":" + server.port()));
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                assertThat(upstream.from()).isEqualTo(InetAddress.getByName("127.0.0.5"));
                client.reset();
                upstream.leave();
            }
        }
    }

    @Test
    void losesTheServerWhenTheSourceAddressIsNotOfThisHost() throws Exception {
        try (TestServer server = new TestServer()) {
            listen("port", 0, "sourceAddress", "192.0.2.99", "upstream", list(server.upstream()));
            try (Peer client = gateway.client()) {
                assertLost(client);
            }
        }
    }

    @Test
    void servesOnIpv6() throws Exception {
        assertServes(InetAddress.getByName("::1"), "::1");
    }

    @Test
    void servesOnALinkLocalAddress() throws Exception {
        InetAddress linkLocal = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .findFirst()
                .orElse(null);
        assumeTrue(linkLocal != null, "this host has a link-local address");

        assertServes(linkLocal, linkLocal.getHostAddress());
    }

    private void assertServes(InetAddress address, String text) throws Exception {
        try (TestServer server = new TestServer(address, 0)) {
            listen("port", 0, "address", text, "upstream", list("[" + text + "]:" + server.port()));
            server.probed();
            try (Peer client = Peer.connect(address, gateway.port());
                    Peer upstream = server.accepted()) {
                NotingInspector inspector = gateway.inspector(NotingInspector.class);
                inspector.await("serverConnected");
                client.send("here");
                inspector.await("received CLIENT here");
                client.reset();
                upstream.reset();
            }
        }
        gateway.assertNothingIsLeft();
    }
}

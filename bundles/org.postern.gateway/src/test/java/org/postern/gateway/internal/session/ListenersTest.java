// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.api.session.GatewayState.ListenerState;
import org.postern.gateway.internal.policy.ListenerSpec;
import org.postern.gateway.internal.policy.PolicyReader;
import org.postern.gateway.internal.policy.SetDraft;

class ListenersTest {
    private TestServer server;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer();
        gateway = new TestGateway();
        gateway.inspect("smtp", NotingInspector::new);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
    }

    private SetDraft on(int port) {
        return draft().with("listener", "in", listener(port));
    }

    private static SetDraft draft() {
        return new SetDraft().with("profile", "default").with("rule", "all");
    }

    private Object[] listener(int port) {
        return new Object[] {"protocol", "smtp", "port", port, "upstream", SetDraft.list(server.upstream())};
    }

    private ListenerState state() {
        return gateway.listeners.states().get(0);
    }

    @Test
    void opensAPortOnceItIsFree() throws Exception {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = other.getLocalPort();
            gateway.apply(on(port));

            assertThat(state().isListening()).isFalse();
            assertThat(state().problem()).contains("127.0.0.1:" + port);
        }
        long freed = System.nanoTime();
        TestGateway.assertEventually("the port is opened", () -> state().isListening());

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - freed)).isLessThan(3000);
        Peer.connect(port).close();
    }

    @Test
    void triesNoMoreWhatIsNotWantedAnyMore() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            gateway.apply(on(other.getLocalPort()));

            gateway.apply(draft());

            assertThat(gateway.listeners.states()).isEmpty();
        }
    }

    @Test
    void keepsASocketWhoseListenerGetsAnotherUpstream() throws Exception {
        try (TestServer next = new TestServer()) {
            gateway.apply(on(0));
            int port = gateway.port();

            gateway.apply(draft().with(
                            "listener",
                            "in",
                            "protocol",
                            "smtp",
                            "port",
                            0,
                            "upstream",
                            SetDraft.list(next.upstream())));

            assertThat(gateway.port()).isEqualTo(port);
            try (Peer client = gateway.client();
                    Peer upstream = next.accepted()) {
                client.reset();
                upstream.leave();
            }
        }
    }

    @Test
    void letsTwoListenersChangePlaces() throws Exception {
        int one = TestServer.deadPort();
        int two = TestServer.deadPort();
        gateway.apply(draft().with("listener", "a", listener(one)).with("listener", "b", listener(two)));

        gateway.apply(draft().with("listener", "a", listener(two)).with("listener", "b", listener(one)));

        assertThat(gateway.listeners.states())
                .allMatch(ListenerState::isListening)
                .extracting(ListenerState::name)
                .containsExactly("a", "b");
    }

    @Test
    void closesAListenerButNotItsSessions() throws Exception {
        gateway.apply(on(0));
        server.probed();
        int port = gateway.port();
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            NotingInspector inspector = gateway.inspector(NotingInspector.class);
            inspector.await("serverConnected");

            gateway.apply(draft());

            client.send("here");
            inspector.await("received CLIENT here");
            upstream.leave();
        }
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(again.isBound()).isTrue();
        }
    }

    /** A retry runs on an I/O thread, for which the closing of a socket waits: the one must not wait for the other. */
    @Test
    void doesNotLetARetryWaitForTheClosingOfASocket() throws Exception {
        try (OneThreadTransport transport = new OneThreadTransport()) {
            Listeners listeners = new Listeners(transport, (spec, leg) -> new PassiveLeg());
            listeners.apply(policy(draft().with("listener", "taken", listener(OneThreadTransport.TAKEN))
                    .with("listener", "open", listener(2525))));

            listeners.apply(policy(draft().with("listener", "taken", listener(OneThreadTransport.TAKEN))));

            assertThat(transport.retriesThatClosingWaitedFor()).isEqualTo(1);
            assertThat(listeners.states()).extracting(ListenerState::name).containsExactly("taken");
        }
    }

    private static List<ListenerSpec> policy(SetDraft draft) {
        return new PolicyReader(draft.set()).policy().listeners();
    }
}

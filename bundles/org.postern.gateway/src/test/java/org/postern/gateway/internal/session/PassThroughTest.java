// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.api.event.SessionEnded;
import org.postern.api.event.SessionPassedUnread;
import org.postern.api.inspect.Actions;
import org.postern.api.session.Side;

/** Sessions that nobody looks at. */
class PassThroughTest {
    private static final int LARGE = 16 * 1024 * 1024;

    private TestServer server;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer();
        gateway = new TestGateway();
        gateway.apply(TestGateway.listening("smtp", server.upstream()).with("rule", "all", "inspector", "NONE"));
        server.probed();
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
    }

    private static byte[] octets(int seed) {
        byte[] octets = new byte[LARGE];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    @Test
    void saysThatTheSessionPassesUnread() throws Exception {
        try (Peer client = gateway.client()) {
            assertThat(gateway.event(SessionPassedUnread.class).reason()).contains("rule all");
            client.reset();
        }
        server.accepted().close();
        gateway.assertNothingIsLeft();
    }

    @Test
    void carriesBothWaysAtOnceAndEachHalfCloseByItself() throws Exception {
        byte[] up = octets(1);
        byte[] down = octets(2);
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            CompletableFuture<String> gotUp = upstream.receivingDigest();
            CompletableFuture<Void> sentUp = client.sending(up);
            sentUp.get(10, TimeUnit.SECONDS);
            client.endOutput();
            assertThat(gotUp.get(10, TimeUnit.SECONDS)).isEqualTo(TestSpool.digest(up));

            CompletableFuture<String> gotDown = client.receivingDigest();
            upstream.sending(down).get(10, TimeUnit.SECONDS);
            upstream.endOutput();
            assertThat(gotDown.get(10, TimeUnit.SECONDS)).isEqualTo(TestSpool.digest(down));
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void carriesOnToTheServerWhenTheServerSendsNoMore() throws Exception {
        byte[] up = octets(3);
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            upstream.send("220 bye");
            upstream.endOutput();
            assertThat(client.receiveAllText()).isEqualTo("220 bye");

            CompletableFuture<String> gotUp = upstream.receivingDigest();
            client.sending(up).get(10, TimeUnit.SECONDS);
            client.endOutput();

            assertThat(gotUp.get(10, TimeUnit.SECONDS)).isEqualTo(TestSpool.digest(up));
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void keepsWhatTheClientSendsBeforeTheServerIsThere() throws Exception {
        try (Peer client = gateway.client()) {
            client.send("EHLO early\r\n");
            try (Peer upstream = server.accepted()) {
                upstream.receive("EHLO early\r\n");
            }
            assertThat(client.receiveAll()).isEmpty();
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void closesTheOtherSideWhenOneIsReset() throws Exception {
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            upstream.send("x");
            client.receive("x");
            client.reset();
            assertThat(upstream.receiveUntilGone()).isEmpty();
        }
        assertThat(gateway.event(SessionEnded.class).reason()).isEqualTo("client closed");
        gateway.assertNothingIsLeft();
    }

    @Test
    void closesTheClientWhenThereIsNoServer() throws Exception {
        try (TestGateway lonely = new TestGateway()) {
            lonely.apply(TestGateway.listening("smtp", "127.0.0.1:" + TestServer.deadPort())
                    .with("rule", "all", "inspector", "NONE"));
            try (Peer client = lonely.client()) {
                assertThat(client.receiveUntilGone()).isEmpty();
            }
            assertThat(lonely.event(SessionEnded.class).reason()).isEqualTo("no connection to the server");
            lonely.assertNothingIsLeft();
        }
    }

    @Test
    void takesOverWhenAnInspectorMakesATunnel() throws Exception {
        gateway.inspect("smtp", () -> new NotingInspector() {
            @Override
            public void received(Side from, ByteBuffer octets, Actions actions) {
                super.received(from, octets, actions);
                actions.tunnel();
            }
        });
        gateway.apply(TestGateway.permitAll("smtp", server.upstream()));
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            NotingInspector inspector = gateway.inspector(NotingInspector.class);
            inspector.await("serverConnected");
            client.send("STARTTLS");
            inspector.await("received CLIENT STARTTLS");

            upstream.send("secret");
            client.receive("secret");
            client.send("more");
            upstream.receive("more");

            assertThat(inspector.hasNotes()).isFalse();
            assertThat(gateway.event(SessionPassedUnread.class).reason()).isEqualTo("TLS");
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void endsWhenBothSidesAreSilentForTooLong() throws Exception {
        gateway.bounds = new Reception.Bounds(
                100,
                100,
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofMillis(1),
                Duration.ofMinutes(20),
                0,
                "");
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            assertThat(client.receiveUntilGone()).isEmpty();
            assertThat(upstream.receiveUntilGone()).isEmpty();
            assertThat(gateway.event(SessionEnded.class).reason()).isEqualTo("idle");
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void countsTheTimeFromTheLastOctetOfEitherSide() {
        AtomicLong now = new AtomicLong();
        PassThrough passing = PassThrough.fromNowOn(Duration.ofNanos(100), now::get);
        List<String> reasons = new ArrayList<>();
        Actions actions = (Actions) Proxy.newProxyInstance(
                Actions.class.getClassLoader(), new Class<?>[] {Actions.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("end")) {
                        reasons.add((String) arguments[0]);
                    }
                    return null;
                });
        now.set(90);
        passing.received(Side.SERVER, ByteBuffer.allocate(1), actions);
        now.set(190);
        passing.tick(actions);
        passing.received(Side.CLIENT, ByteBuffer.allocate(1), actions);
        now.set(290);
        passing.tick(actions);
        assertThat(reasons).isEmpty();

        now.set(291);
        passing.tick(actions);

        assertThat(reasons).containsExactly("idle");
    }
}

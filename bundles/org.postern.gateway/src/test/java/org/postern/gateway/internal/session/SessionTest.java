// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.event.SessionEnded;
import org.postern.api.inspect.Actions;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Processing;
import org.postern.api.session.Side;

/** What an inspector is told, and what is done of what it says. */
class SessionTest {
    private static final int LARGE = 5 * 1024 * 1024;

    private TestServer server;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
    }

    private <T extends NotingInspector> void serve(Supplier<T> inspector) throws Exception {
        gateway = TestGateway.to(server, inspector);
    }

    @Test
    void tellsWhatHappensInOrder() throws Exception {
        serve(NotingInspector::new);

        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            NotingInspector inspector = gateway.inspector(NotingInspector.class);
            assertThat(inspector.next()).isEqualTo("opened");
            assertThat(inspector.next()).isEqualTo("serverConnected");
            client.send("one");
            assertThat(inspector.next()).isEqualTo("received CLIENT one");
            upstream.send("two");
            assertThat(inspector.next()).isEqualTo("received SERVER two");
            upstream.endOutput();
            assertThat(inspector.next()).isEqualTo("inputEnded SERVER");
            client.reset();
            assertThat(inspector.next()).isEqualTo("lost CLIENT");
            assertThat(inspector.hasNotes()).isFalse();
            gateway.sessions.all().forEach(session -> session.abort("the test is over"));
            gateway.assertNothingIsLeft();
            assertThat(gateway.event(SessionEnded.class).reason()).isEqualTo("the test is over");
        }
    }

    @Test
    void sendsInTheOrderOfTheActions() throws Exception {
        serve(() -> new NotingInspector() {
            @Override
            public void serverConnected(Actions actions) {
                for (int i = 0; i < 1000; i++) {
                    actions.send(Side.CLIENT, octets(i + ","));
                    actions.send(Side.SERVER, octets(i + ";"));
                }
                actions.end("done");
            }
        });

        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            assertThat(client.receiveAllText()).startsWith("0,1,2,3,").endsWith(",998,999,");
            assertThat(upstream.receiveAllText()).startsWith("0;1;2;3;").endsWith(";998;999;");
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void flushesWhatWasSentWhenItEnds() throws Exception {
        byte[] octets = new byte[LARGE];
        new Random(3).nextBytes(octets);
        serve(() -> new NotingInspector() {
            @Override
            public void serverConnected(Actions actions) {
                actions.send(Side.CLIENT, ByteBuffer.wrap(octets));
                actions.end("done");
                actions.send(Side.CLIENT, octets("too late"));
            }
        });

        try (Peer client = gateway.client()) {
            assertThat(client.receiveAll()).isEqualTo(octets);
        }
        server.accepted().close();
        gateway.assertNothingIsLeft();
    }

    private enum Call {
        OPENED,
        SERVER_CONNECTED,
        RECEIVED,
        INPUT_ENDED,
        LOST,
        TICK,
        DRAIN
    }

    private static final class FailingInspector extends NotingInspector {
        private final Call call;
        private final Throwable failure;

        FailingInspector(Call call, Throwable failure) {
            this.call = call;
            this.failure = failure;
        }

        private void failIn(Call now) {
            if (now == call) {
                note("failing");
                FailingInspector.<RuntimeException>throwIt(failure);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void throwIt(Throwable failure) throws T {
            throw (T) failure;
        }

        @Override
        public void opened(Actions actions) {
            failIn(Call.OPENED);
            super.opened(actions);
        }

        @Override
        public void serverConnected(Actions actions) {
            failIn(Call.SERVER_CONNECTED);
            super.serverConnected(actions);
        }

        @Override
        public void received(Side from, ByteBuffer octets, Actions actions) {
            actions.admit(new Envelope("", List.of()), Extent.WHOLE, 0);
            failIn(Call.RECEIVED);
        }

        @Override
        public void inputEnded(Side from, Actions actions) {
            failIn(Call.INPUT_ENDED);
        }

        @Override
        public void lost(Side side, Actions actions) {
            failIn(Call.LOST);
        }

        @Override
        public void tick(Actions actions) {
            failIn(Call.TICK);
        }

        @Override
        public void drain(Actions actions) {
            failIn(Call.DRAIN);
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void closesOnlyTheSessionWhoseInspectorFails(Call call) throws Exception {
        closesOnlyTheSessionWhoseInspectorFails(call, new IllegalStateException("a bug of the test"));
    }

    /** What a bundle misses that is being replaced. */
    @ParameterizedTest
    @EnumSource(Call.class)
    void closesOnlyTheSessionWhoseInspectorLacksAClass(Call call) throws Exception {
        closesOnlyTheSessionWhoseInspectorFails(call, new NoClassDefFoundError("of the test"));
    }

    private void closesOnlyTheSessionWhoseInspectorFails(Call call, Throwable failure) throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        serve(() -> first.getAndSet(false) ? new NotingInspector() : new FailingInspector(call, failure));
        try (Peer good = gateway.client()) {
            NotingInspector healthy = gateway.inspector(NotingInspector.class);
            healthy.await("serverConnected");
            Peer goodUpstream = server.accepted();

            try (Peer bad = gateway.client()) {
                FailingInspector failing = gateway.inspector(FailingInspector.class);
                if (call != Call.OPENED && call != Call.SERVER_CONNECTED) {
                    failing.await("serverConnected");
                }
                switch (call) {
                    case RECEIVED -> bad.send("x");
                    case INPUT_ENDED -> bad.endOutput();
                    case LOST -> bad.reset();
                    case DRAIN -> gateway.sessions.all().forEach(Session::drain);
                    default -> {}
                }
                failing.await("failing");
                if (call != Call.LOST) {
                    assertThat(bad.receiveUntilGone()).isEmpty();
                }
            }

            gateway.assertNothingIsLeftBut(1);
            good.send("still here");
            healthy.await("received CLIENT still here");
            goodUpstream.reset();
        }
    }

    @Test
    void holdsTheServerWhileTheClientDoesNotRead() throws Exception {
        AtomicLong passed = new AtomicLong();
        serve(() -> passing(passed));
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            byte[] octets = new byte[4 * LARGE];

            CompletableFuture<Void> sending = upstream.sending(octets);
            Peer.assertHeld(sending);
            client.receive(octets.length);

            sending.get(5, TimeUnit.SECONDS);
            assertThat(passed).hasValue(octets.length);
        }
    }

    private static NotingInspector passing(AtomicLong passed) {
        return new NotingInspector() {
            @Override
            public void received(Side from, ByteBuffer octets, Actions actions) {
                passed.addAndGet(octets.remaining());
                if (from == Side.SERVER) {
                    actions.send(Side.CLIENT, octets);
                } else {
                    note("client spoke");
                    actions.send(Side.SERVER, octets);
                }
            }
        };
    }

    /** A side that is gone takes no more octets, and holds nobody. */
    @Test
    void readsTheServerAgainWhenTheClientThatDidNotReadIsGone() throws Exception {
        AtomicLong passed = new AtomicLong();
        serve(() -> passing(passed));
        Peer client = gateway.client();
        try (Peer upstream = server.accepted()) {
            byte[] octets = new byte[4 * LARGE];
            CompletableFuture<Void> sending = upstream.sending(octets);
            Peer.assertHeld(sending);

            client.reset();

            sending.get(5, TimeUnit.SECONDS);
            TestGateway.assertEventually("all that the server sent", () -> passed.get() == octets.length);
            upstream.reset();
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void readsTheClientAgainWhenTheServerThatDidNotReadIsDialledAnew() throws Exception {
        AtomicLong passed = new AtomicLong();
        serve(() -> new NotingInspector() {
            @Override
            public void received(Side from, ByteBuffer octets, Actions actions) {
                passed.addAndGet(octets.remaining());
                if (from == Side.SERVER) {
                    actions.dial();
                } else {
                    actions.send(Side.SERVER, octets);
                }
            }
        });
        try (Peer client = gateway.client();
                Peer first = server.accepted()) {
            CompletableFuture<Void> sending = client.sending(new byte[4 * LARGE]);
            Peer.assertHeld(sending);

            first.send("dial");
            Peer second = server.accepted();
            CompletableFuture<String> rest = second.receivingDigest();

            sending.get(5, TimeUnit.SECONDS);
            client.reset();
            second.reset();
            assertThat(rest).isNotNull();
        }
        gateway.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void triesTheNextUpstreamWhenOneDoesNotAnswer(boolean byName) throws Exception {
        gateway = new TestGateway();
        gateway.inspect("smtp", NotingInspector::new);
        String host = byName ? "LOCALHOST" : "127.0.0.1"; // in capitals it is a name that must be looked up
        gateway.apply(TestGateway.permitAll("smtp", host + ":" + TestServer.deadPort(), host + ":" + server.port()));
        if (!byName) {
            server.probed();
        }

        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            gateway.inspector(NotingInspector.class).await("serverConnected");
            client.reset();
            upstream.reset();
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void saysThatTheServerIsLostWhenNoUpstreamAnswers() throws Exception {
        gateway = new TestGateway();
        gateway.inspect("smtp", NotingInspector::new);
        gateway.apply(TestGateway.permitAll("smtp", "127.0.0.1:" + TestServer.deadPort()));

        try (Peer client = gateway.client()) {
            NotingInspector inspector = gateway.inspector(NotingInspector.class);
            assertThat(inspector.next()).isEqualTo("opened");
            assertThat(inspector.next()).isEqualTo("lost SERVER");
            client.reset();
        }
        gateway.assertNothingIsLeft();
    }

    /** The client goes first and the inspector waits for the server, which never comes. */
    @Test
    void endsWhenTheClientIsGoneAndTheServerCannotBeDialled() throws Exception {
        gateway = new TestGateway();
        gateway.inspect("smtp", () -> new NotingInspector() {
            @Override
            public void lost(Side side, Actions actions) {
                super.lost(side, actions);
                if (side == Side.CLIENT) {
                    actions.dial();
                }
            }
        });
        gateway.apply(TestGateway.permitAll("smtp", "127.0.0.1:" + TestServer.deadPort()));

        try (Peer client = gateway.client()) {
            NotingInspector inspector = gateway.inspector(NotingInspector.class);
            inspector.await("lost SERVER");
            client.reset();
            inspector.await("lost CLIENT");
            inspector.await("lost SERVER");
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void dialsOnceHoweverOftenItIsAskedWhileItDials() throws Exception {
        serve(() -> new NotingInspector() {
            @Override
            public void received(Side from, ByteBuffer octets, Actions actions) {
                actions.dial();
                actions.dial();
                actions.dial();
            }
        });
        try (Peer client = gateway.client();
                Peer first = server.accepted()) {
            gateway.inspector(NotingInspector.class).await("serverConnected");

            client.send("again");

            try (Peer second = server.accepted()) {
                assertThat(first.receiveAll()).isEmpty();
                client.reset();
                second.reset();
            }
        }
        assertThat(server.hasMore()).isFalse();
        gateway.assertNothingIsLeft();
    }

    @Test
    void pausesASideUntilItIsResumed() throws Exception {
        serve(() -> new NotingInspector() {
            @Override
            public void serverConnected(Actions actions) {
                actions.pause(Side.CLIENT);
                super.serverConnected(actions);
            }

            @Override
            public void received(Side from, ByteBuffer octets, Actions actions) {
                super.received(from, octets, actions);
                actions.resume(Side.CLIENT);
            }
        });
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            NotingInspector inspector = gateway.inspector(NotingInspector.class);
            inspector.await("serverConnected");

            client.send("held");
            upstream.send("go");

            assertThat(inspector.next()).isEqualTo("received SERVER go");
            assertThat(inspector.next()).isEqualTo("received CLIENT held");
        }
    }

    @Test
    void ticksAboutOnceASecond() throws Exception {
        serve(() -> new NotingInspector() {
            @Override
            public void tick(Actions actions) {
                note("tick");
            }
        });
        try (Peer client = gateway.client()) {
            NotingInspector inspector = gateway.inspector(NotingInspector.class);
            inspector.await("serverConnected");
            long before = System.nanoTime();
            inspector.await("tick");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))
                    .isLessThan(2000);
            client.reset();
        }
    }

    @Test
    void refusesASecondMessageWhileOneIsUnderWay() throws Exception {
        serve(() -> new NotingInspector() {
            @Override
            public void received(Side from, ByteBuffer octets, Actions actions) {
                assertThat(actions.admit(new Envelope("", List.of()), Extent.WHOLE, 0))
                        .isEmpty();
                actions.admit(new Envelope("", List.of()), Extent.WHOLE, 0);
            }

            @Override
            public void processed(Processing processing, Actions actions) {
                throw new AssertionError("nothing was submitted");
            }
        });
        try (Peer client = gateway.client()) {
            client.send("x");
            assertThat(client.receiveUntilGone()).isEmpty();
        }
        gateway.assertNothingIsLeft();
    }
}

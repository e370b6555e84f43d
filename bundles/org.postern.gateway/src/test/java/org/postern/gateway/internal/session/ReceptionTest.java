// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.api.event.SessionBegan;
import org.postern.api.event.SessionEnded;
import org.postern.api.event.SessionRefused;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.InspectorFactory;
import org.postern.api.inspect.Introductions;
import org.postern.api.inspect.SessionContext;
import org.postern.gateway.internal.policy.SetDraft;

/** Who becomes a session and who does not. */
class ReceptionTest {
    private TestServer server;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer();
        gateway = new TestGateway();
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
    }

    private Object serve(SetDraft draft) throws Exception {
        Object key = gateway.inspect("smtp", MailInspector::new);
        gateway.apply(draft);
        server.probed();
        return key;
    }

    private SetDraft listening() {
        return TestGateway.listening("smtp", server.upstream());
    }

    private void assertRefused(String reply, String reason) throws Exception {
        long began = System.nanoTime();
        try (Peer client = gateway.client()) {
            assertThat(client.receiveUntilGone()).isEqualTo(reply);
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(1000);
        SessionRefused refused = gateway.event(SessionRefused.class);
        assertThat(refused.listener()).isEqualTo("in");
        assertThat(refused.reason()).contains(reason);
        assertThat(server.hasMore()).isFalse();
    }

    @Test
    void refusesWhoMatchesNoRule() throws Exception {
        serve(listening());

        assertRefused("554 5.7.1 gateway.example access denied\r\n", "no rule permits it");
        gateway.assertNothingIsLeft();
    }

    @Test
    void refusesWhoIsDenied() throws Exception {
        serve(listening().with("rule", "no", "action", "DENY"));

        assertRefused("554 5.7.1 gateway.example access denied\r\n", "denied: no");
        gateway.assertNothingIsLeft();
    }

    @Test
    void saysNothingToWhoIsDropped() throws Exception {
        serve(listening().with("rule", "away", "action", "DROP"));

        assertRefused("", "dropped: rule away");
        gateway.assertNothingIsLeft();
    }

    @Test
    void refusesInTheWordsOfPop3() throws Exception {
        gateway.apply(TestGateway.listening("pop3", server.upstream()));
        server.probed();

        assertRefused("-ERR access denied\r\n", "no rule permits it");
    }

    @ParameterizedTest
    @CsvSource({"2, 100", "100, 2"})
    void putsOffWhoIsOverALimitAtOnceAndUntilOneGoes(int all, int perClient) throws Exception {
        gateway.bounds = TestGateway.bounds(all, perClient);
        serve(listening().with("rule", "all"));
        try (Peer first = gateway.client();
                Peer second = gateway.client()) {
            gateway.inspector(MailInspector.class).await("serverConnected");
            gateway.inspector(MailInspector.class).await("serverConnected");
            List<Peer> upstreams = List.of(server.accepted(), server.accepted());

            assertRefused("421 4.7.0 gateway.example too many connections, come again later\r\n", "too many sessions");
            assertThat(gateway.sessions.count()).isEqualTo(2);

            first.reset();
            for (Peer upstream : upstreams) {
                upstream.leave();
            }
            TestGateway.assertEventually("one less", () -> gateway.sessions.count() < 2);
            try (Peer third = gateway.client()) {
                gateway.inspector(MailInspector.class).await("serverConnected");
                third.reset();
            }
            second.reset();
            server.accepted().close();
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void putsOffManyAtOnceWithoutLosingCount() throws Exception {
        gateway.bounds = TestGateway.bounds(5, 100);
        serve(listening().with("rule", "all"));
        List<CompletableFuture<String>> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> {
                try (Peer client = gateway.client()) {
                    client.endOutput();
                    return client.receiveUntilGone();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        for (CompletableFuture<String> client : clients) {
            assertThat(client.get(10, TimeUnit.SECONDS)).matches("(421 4.7.0 .*\r\n)?");
        }
        server.close();
        gateway.assertNothingIsLeft();
    }

    @Test
    void putsOffWhoseInspectorIsNotThere() throws Exception {
        gateway.apply(listening().with("rule", "all"));
        server.probed();

        assertRefused("421 4.3.2 gateway.example service not available, come again later\r\n", "inspector smtp");
        gateway.assertNothingIsLeft();
    }

    @Test
    void putsOffWhoseInspectorCannotBegin() throws Exception {
        InspectorFactory failing = context -> {
            throw new NoClassDefFoundError("of the test");
        };
        gateway.inspectors.bind("key", failing, Map.of(InspectorFactory.NAME, "smtp"));
        gateway.apply(listening().with("rule", "all"));
        server.probed();

        assertRefused("421 4.3.2 gateway.example service not available, come again later\r\n", "inspector smtp");

        gateway.assertNothingIsLeft();
        assertThat(gateway.inspectors.unbind("key")).as("leases that are left").isZero();
    }

    @Test
    void putsTheFooterToARefusal() throws Exception {
        gateway.bounds = TestGateway.bounds(100, 100, "Call 123.");
        serve(listening());

        assertRefused("554-5.7.1 gateway.example access denied\r\n554 5.7.1 Call 123.\r\n", "no rule permits it");
    }

    @Test
    void tellsTheInspectorWhatIsConfigured() throws Exception {
        gateway.bounds = TestGateway.bounds(100, 100, "Call 123.");
        serve(new SetDraft()
                .with("profile", "default")
                .with("rule", "all")
                .with(
                        "listener",
                        "in",
                        "protocol",
                        "smtp",
                        "port",
                        0,
                        "upstream",
                        SetDraft.list(server.upstream()),
                        "xforwardFrom",
                        SetDraft.list("local"),
                        "xclientTo",
                        true));

        try (Peer client = gateway.client()) {
            SessionContext context = gateway.contexts.poll(Peer.SECONDS, TimeUnit.SECONDS);

            assertThat(context.footer()).isEqualTo("Call 123.");
            assertThat(context.limits())
                    .isEqualTo(InspectLimits.DEFAULT.withPatience(Duration.ofMinutes(5), Duration.ofMinutes(20), 123));
            assertThat(context.introductions())
                    .isEqualTo(
                            new Introductions(Set.of(Introductions.Kind.XFORWARD), Set.of(Introductions.Kind.XCLIENT)));
            client.reset();
        }
    }

    @Test
    void takesTheInspectorThatTheRuleNames() throws Exception {
        gateway.inspect("special", NotingInspector::new);
        serve(listening().with("rule", "all", "inspector", "special"));
        try (Peer client = gateway.client()) {
            assertThat(gateway.inspector(NotingInspector.class)).isNotInstanceOf(MailInspector.class);
            client.reset();
        }
    }

    @Nested
    class WhenThePolicyChanges {
        @ParameterizedTest
        @CsvSource({"DENY", "DROP"})
        void closesWhoIsNotPermittedAnyMore(String action) throws Exception {
            serve(listening().with("rule", "all"));
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                gateway.inspector(MailInspector.class).await("serverConnected");

                gateway.apply(listening().with("rule", "all", "action", action));

                assertThat(client.receiveUntilGone()).isEmpty();
                assertThat(upstream.receiveUntilGone()).isEmpty();
                assertThat(gateway.event(SessionEnded.class).reason()).isEqualTo("denied");
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void closesWhoIsNotPermittedAnyMoreBecauseTheHourIsOver() throws Exception {
            gateway.now = Instant.parse("2026-11-25T10:59:59Z");
            serve(listening().with("rule", "all", "validOn", new String[] {"10:00-11:00 Z"}, "log", "CONNECTIONS"));
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                gateway.inspector(MailInspector.class).await("serverConnected");
                assertThat(gateway.reception.denied()).isEmpty();

                gateway.now = Instant.parse("2026-11-25T11:00:00Z");

                assertThat(gateway.reception.denied()).hasSize(1);
                assertThat(gateway.event(SessionBegan.class).logged()).isTrue();
                client.reset();
                assertThat(upstream.receiveUntilGone()).isEmpty();
            }
            assertThat(gateway.event(SessionEnded.class).logged()).isTrue();
            assertRefused("554 5.7.1 gateway.example access denied\r\n", "no rule permits it");
            gateway.assertNothingIsLeft();
        }

        @Test
        void leavesWhoIsStillPermitted() throws Exception {
            serve(listening().with("rule", "all"));
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                gateway.inspector(MailInspector.class).await("serverConnected");

                gateway.apply(listening().with("rule", "other", "profile", "default"));

                client.send("DATA 2;");
                client.receive("GO;");
                client.send("hi");
                upstream.receive("hi" + MailInspector.END);
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void closesWhoWasLetInByThePolicyBefore() throws Exception {
            SetDraft denied = listening().with("rule", "all", "action", "DENY");
            gateway.inspect("smtp", () -> {
                if (gateway.opened.isEmpty()) {
                    gateway.apply(denied); // between the decision and the session
                }
                return new MailInspector();
            });
            gateway.apply(listening().with("rule", "all"));
            server.probed();

            try (Peer client = gateway.client()) {
                assertThat(client.receiveUntilGone()).isEmpty();
            }
            gateway.assertNothingIsLeft();
        }
    }

    @Nested
    class WhenTheInspectorGoes {
        @Test
        void drainsItsSessionsAndTakesNoMore() throws Exception {
            Object key = serve(listening().with("rule", "all"));
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                gateway.inspector(MailInspector.class).await("serverConnected");
                CompletableFuture<Integer> unbinding =
                        CompletableFuture.supplyAsync(() -> gateway.inspectors.unbind(key));

                client.receive("BYE;");
                client.leave();
                upstream.leave();

                assertThat(unbinding.get(5, TimeUnit.SECONDS)).isZero();
                assertRefused(
                        "421 4.3.2 gateway.example service not available, come again later\r\n", "inspector smtp");
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void endsTheSessionThatDoesNotEndItself() throws Exception {
            gateway.inspectors.drain(Duration.ofMillis(100));
            Object key = gateway.inspect("smtp", () -> new MailInspector() {
                @Override
                public void drain(Actions actions) {
                    note("not now");
                }
            });
            gateway.apply(listening().with("rule", "all"));
            server.probed();
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                MailInspector inspector = gateway.inspector(MailInspector.class);
                inspector.await("serverConnected");
                client.send("DATA 10;");
                client.receive("GO;");

                assertThat(gateway.inspectors.unbind(key)).isZero();

                inspector.await("not now");
                assertThat(client.receiveUntilGone()).isEmpty();
                assertThat(upstream.receiveUntilGone()).isEmpty();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void leavesItsSessionsAloneWhileAnotherOneOfTheNameTakesNewOnes() throws Exception {
            Object old = serve(listening().with("rule", "all"));
            Object fresh = gateway.inspect("smtp", MailInspector::new);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                gateway.inspector(MailInspector.class).await("serverConnected");

                assertThat(gateway.inspectors.unbind(fresh)).isZero();

                client.send("DATA 2;");
                client.receive("GO;");
                client.send("hi");
                upstream.receive("hi" + MailInspector.END);
                client.leave();
                upstream.leave();
            }
            gateway.assertNothingIsLeft();
            assertThat(gateway.inspectors.unbind(old)).isZero();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.postern.api.event.EventSink;
import org.postern.api.event.GatewayEvent;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.InspectorFactory;
import org.postern.api.inspect.SessionContext;
import org.postern.api.tls.TlsEngines;
import org.postern.gateway.internal.leg.MinaTransport;
import org.postern.gateway.internal.leg.Transport;
import org.postern.gateway.internal.leg.TransportSettings;
import org.postern.gateway.internal.policy.Policy;
import org.postern.gateway.internal.policy.PolicyReader;
import org.postern.gateway.internal.policy.SetDraft;
import org.postern.swap.Swap;

/** All of the gateway but Config Admin, over real sockets, with an inspector, a spool and a pipeline of the test's. */
final class TestGateway implements AutoCloseable, EventSink {
    static final int PLACES = 3;

    final TestSpool spool = new TestSpool();
    final TestPipeline pipeline = new TestPipeline();
    final Sessions sessions = new Sessions();
    final Semaphore places = new Semaphore(PLACES);
    final Swap<InspectorFactory> inspectors = new Swap<>();
    final Swap<TlsEngines> tls = new Swap<>();
    final BlockingQueue<SessionContext> contexts = new LinkedBlockingQueue<>();
    final Transport transport;
    final Listeners listeners;
    final Reception reception;
    final BlockingQueue<GatewayEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Inspector> opened = new LinkedBlockingQueue<>();
    volatile Reception.Bounds bounds = bounds(100, 100);
    private final Workers workers = new Workers(1, this::thread);
    /** Of workers whose name begins so there are none to be had. */
    volatile String noThread = "none";

    volatile Instant now = Instant.parse("2026-11-25T10:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };
    private volatile Policy policy = Policy.EMPTY;

    TestGateway() throws IOException {
        transport = MinaTransport.open(
                TransportSettings.defaults().withIoThreads(2).withCloseTimeout(Duration.ofSeconds(5)));
        House house = new House(
                transport,
                workers,
                spool,
                pipeline,
                tls,
                this,
                places,
                "gateway.example",
                Duration.ofSeconds(2),
                this::isOwn);
        reception = new Reception(house, sessions, inspectors, () -> policy, () -> bounds, clock);
        listeners = new Listeners(transport, reception::accepted);
    }

    /** Serves with this inspector, forwarding everybody to this server. */
    static TestGateway to(TestServer server, Supplier<? extends Inspector> inspector) throws Exception {
        TestGateway gateway = new TestGateway();
        gateway.inspect("smtp", inspector);
        gateway.apply(permitAll("smtp", server.upstream()));
        server.probed();
        return gateway;
    }

    static Reception.Bounds bounds(int sessions, int sessionsPerClient) {
        return bounds(sessions, sessionsPerClient, "");
    }

    static Reception.Bounds bounds(int sessions, int sessionsPerClient, String footer) {
        return new Reception.Bounds(
                sessions,
                sessionsPerClient,
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ofMinutes(20),
                123,
                footer);
    }

    private Thread thread(Runnable work, String name) {
        if (name.startsWith(noThread)) {
            throw new OutOfMemoryError("unable to create native thread, of the test");
        }
        return new Thread(work, name);
    }

    private boolean isOwn(InetSocketAddress address) {
        return listeners.isOwn(address);
    }

    static SetDraft permitAll(String protocol, String... upstreams) {
        return listening(protocol, upstreams).with("rule", "all");
    }

    static SetDraft listening(String protocol, String... upstreams) {
        return new SetDraft()
                .with("profile", "default")
                .with("listener", "in", "protocol", protocol, "port", 0, "upstream", upstreams);
    }

    /** @return the key under which the inspector is offered */
    Object inspect(String name, Supplier<? extends Inspector> inspector) {
        Object key = new Object();
        InspectorFactory factory = context -> {
            contexts.add(context);
            Inspector made = inspector.get();
            opened.add(made);
            return made;
        };
        inspectors.bind(key, factory, Map.of(InspectorFactory.NAME, name));
        return key;
    }

    /** As the gateway does when its configuration changes. */
    void apply(SetDraft draft) {
        PolicyReader reader = new PolicyReader(draft.set());
        assertThat(reader.problems()).isEmpty();
        policy = reader.policy();
        listeners.apply(policy.listeners());
        reception.denied().forEach(session -> session.abort("denied"));
    }

    int port() {
        String description = listeners.states().get(0).description();
        String address = description.substring(0, description.indexOf(" ->"));
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    Peer client() throws IOException {
        return Peer.connect(port());
    }

    /** The inspector of the session that was opened next. */
    <T> T inspector(Class<T> type) throws InterruptedException {
        Inspector next = opened.poll(Peer.SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an open session").isNotNull();
        return type.cast(next);
    }

    /** Waits for an event of this kind, whatever comes before. */
    <T extends GatewayEvent> T event(Class<T> type) throws InterruptedException {
        GatewayEvent next = events.poll(Peer.SECONDS, TimeUnit.SECONDS);
        while (next != null && !type.isInstance(next)) {
            next = events.poll(Peer.SECONDS, TimeUnit.SECONDS);
        }
        assertThat(next).as("an event of " + type).isNotNull();
        return type.cast(next);
    }

    /** Waits until everything that sessions took is given back. */
    void assertNothingIsLeft() {
        assertNothingIsLeftBut(0);
    }

    void assertNothingIsLeftBut(int open) {
        assertEventually(
                "sessions that are left",
                () -> sessions.count() == open && sessions.all().size() == open);
        assertEventually("no place is left taken", () -> places.availablePermits() == PLACES);
        assertEventually("no message is left", () -> spool.open() == 0);
        assertThat(spool.freedAgain()).as("messages that were freed twice").isZero();
    }

    static void assertEventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Peer.SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Override
    public void publish(GatewayEvent event) {
        events.add(event);
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void close() {
        listeners.close();
        spool.goOn();
        pipeline.goOn();
        transport.close();
        workers.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.postern.api.event.EngineChanged;
import org.postern.api.event.EventSink;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Scanner;
import org.postern.api.spool.Octets;
import org.postern.swap.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests engines when they come and whenever a scan of theirs failed, and says which are used. One that does not answer is
 * asked again and again; one that answers wrongly is not.
 */
final class SelfTests {
    private static final Logger LOG = LoggerFactory.getLogger(SelfTests.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_FOR_INFO = Duration.ofSeconds(5);

    private final EngineRoom room;
    private final ScanThreads threads;
    private final EventSink events;
    private final long retryMillis;
    private final Map<Engine, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    private final Set<Engine> retries = ConcurrentHashMap.newKeySet();

    SelfTests(EngineRoom room, ScanThreads threads, EventSink events, Duration retry) {
        this.room = room;
        this.threads = threads;
        this.events = events;
        retryMillis = retry.toMillis();
    }

    /**
     * Has an engine tested from now on: a test that is under way may have asked before things changed, so it does not
     * count.
     *
     * @return is complete when the engine's health says what the test found
     */
    CompletableFuture<Void> begin(Engine engine) {
        CompletableFuture<Void> underWay = running.get(engine);
        return underWay == null ? beginOrJoin(engine) : underWay.thenCompose(over -> beginOrJoin(engine));
    }

    private CompletableFuture<Void> beginOrJoin(Engine engine) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> test = running.computeIfAbsent(engine, none -> mine);
        if (test == mine) {
            try {
                threads.execute(() -> run(engine, mine));
            } catch (RejectedExecutionException full) {
                end(engine, mine);
            }
        }
        return test;
    }

    /** Begins a test whose end nobody waits for. */
    void beginUnobserved(Engine engine) {
        var unused = begin(engine);
    }

    /** Tells that an engine left. */
    void gone(Engine engine) {
        LOG.info("engine {} left", engine.name());
        events.publish(new EngineChanged(Instant.now(), engine.name(), false, "it left"));
    }

    /** Gives those another chance that answered wrongly. */
    void beginWithLiars() {
        room.all().stream()
                .filter(engine -> engine.health().state() == Health.State.LYING)
                .forEach(this::beginUnobserved);
    }

    private void run(Engine engine, CompletableFuture<Void> test) {
        try {
            Diagnosis diagnosis = SelfTest.run(sample -> ask(engine, Scanner::scan, sample, PATIENCE));
            if (diagnosis.finding() == Diagnosis.Finding.SOUND) {
                use(engine, info(engine), diagnosis);
            } else {
                doNotUse(engine, diagnosis);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            end(engine, test);
        }
    }

    private void end(Engine engine, CompletableFuture<Void> test) {
        running.remove(engine, test);
        Health.State state = engine.health().state();
        boolean wanted = state == Health.State.FAILING || state == Health.State.TESTING;
        if (wanted && retries.add(engine)) {
            threads.later(() -> retry(engine), retryMillis);
        }
        test.complete(null);
    }

    private void retry(Engine engine) {
        retries.remove(engine);
        var unused = beginOrJoin(engine);
    }

    private void use(Engine engine, EngineInfo info, Diagnosis diagnosis) {
        Health before = engine.change(now -> now.usable(info, diagnosis.unpacksMail()));
        room.signal();
        if (!before.isUsable() && engine.health().isUsable()) {
            String remark = info.remark().isEmpty() ? "" : "; " + info.remark();
            LOG.info(
                    "engine {} is in service: {}, data {}; it {} messages itself{}",
                    engine.name(),
                    info.product(),
                    info.dataVersion(),
                    diagnosis.unpacksMail() ? "unpacks" : "does not unpack",
                    remark);
            if (!diagnosis.detail().isEmpty()) {
                LOG.warn("engine {}: {}", engine.name(), diagnosis.detail());
            }
            events.publish(new EngineChanged(Instant.now(), engine.name(), true, info.product()));
        }
    }

    private void doNotUse(Engine engine, Diagnosis diagnosis) {
        if (diagnosis.finding() == Diagnosis.Finding.UNKNOWN) {
            return;
        }
        Health.State state = diagnosis.finding() == Diagnosis.Finding.LYING ? Health.State.LYING : Health.State.FAILING;
        Health before = engine.change(now -> now.unusable(state, diagnosis.detail()));
        room.signal();
        if (before.state() != state && before.state() != Health.State.GONE) {
            LOG.warn("engine {} is out of service: {}", engine.name(), diagnosis.detail());
            events.publish(new EngineChanged(Instant.now(), engine.name(), false, diagnosis.detail()));
        }
    }

    private EngineInfo info(Engine engine) throws InterruptedException {
        Ending<EngineInfo> ending = ask(engine, (scanner, request) -> scanner.info(), new byte[0], PATIENCE_FOR_INFO);
        return ending.answer()
                .orElseGet(() -> new EngineInfo("unknown", "", "does not say what it is: " + ending.detail()));
    }

    private <T> Ending<T> ask(Engine engine, VendorCall.Work<T> work, byte[] sample, Duration patience)
            throws InterruptedException {
        Deadline deadline = Deadline.after(patience);
        if (!engine.enter(patience)) {
            return Ending.not(Ending.How.BUSY, "all its places are taken");
        }
        Optional<Lease<Engine>> lease = room.leaseUntested(engine);
        if (lease.isEmpty()) {
            engine.leave();
            return Ending.not(Ending.How.DRAINED, "it left");
        }
        VendorCall.Content content = new VendorCall.Content(Octets.of(sample), sha256(sample), deadline);
        return new VendorCall<>(lease.get(), work, content, engine::leave).await(threads);
    }

    private static String sha256(byte[] sample) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sample));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}

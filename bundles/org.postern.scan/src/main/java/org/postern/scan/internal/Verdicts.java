// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/**
 * Spares an engine the same content: while it is looking at it, and for a time afterwards. Nothing vouches for old signatures
 * (T47): a verdict is used again only if the engine works with the same signatures now as it did before the scan, its
 * service is the same, and it was never out of service since; and for some minutes at most, since not every change of
 * signatures shows. Thread-safe.
 */
final class Verdicts {
    private static final int MOST = 20_000;

    private final Map<Key, CompletableFuture<Ending<ScanResult>>> underWay = new ConcurrentHashMap<>();
    private final DataVersions dataVersions;
    private final Ticker ticker;
    private volatile Cache<Key, Kept> kept;

    private record Key(Engine engine, int epoch, String sha256) {}

    /**
     * A verdict that may be used again.
     *
     * @param dataVersion which signatures the engine had before the scan
     * @param endedAt when the scan was over
     */
    private record Kept(ScanResult result, String dataVersion, long endedAt) {}

    /** Has the engine look. */
    interface Scan {
        Ending<ScanResult> run() throws InterruptedException;
    }

    /**
     * How it ended.
     *
     * @param reused whether it is the verdict of another scan
     */
    record Given(Ending<ScanResult> ending, boolean reused) {}

    Verdicts(DataVersions dataVersions, Duration life, Ticker ticker) {
        this.dataVersions = dataVersions;
        this.ticker = ticker;
        this.kept = cache(life);
    }

    private Cache<Key, Kept> cache(Duration life) {
        return Caffeine.newBuilder()
                .expireAfterWrite(life)
                .maximumSize(life.isZero() ? 0 : MOST)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Forgets all, and keeps what comes for that time, zero for not at all. */
    void keep(Duration life) {
        kept = cache(life);
    }

    void forget(Engine engine) {
        kept.asMap().keySet().removeIf(key -> key.engine() == engine);
    }

    /**
     * Gives the verdict on content, be it that of another scan.
     *
     * @param until how long to wait for a scan that is under way
     * @param scan is run if there is no verdict to be had otherwise
     * @throws InterruptedException if nobody waits for the answer any more
     */
    Given on(Engine engine, String sha256, Deadline until, Scan scan) throws InterruptedException {
        Key key = new Key(engine, engine.health().epoch(), sha256);
        Optional<ScanResult> known = known(key);
        if (known.isPresent()) {
            return new Given(Ending.answered(known.get()), true);
        }
        while (true) {
            CompletableFuture<Ending<ScanResult>> mine = new CompletableFuture<>();
            CompletableFuture<Ending<ScanResult>> others = underWay.putIfAbsent(key, mine);
            if (others == null) {
                return new Given(scan(key, mine, scan), false);
            }
            try {
                Ending<ScanResult> ending =
                        others.get(Math.max(0, until.remaining().toNanos()), TimeUnit.NANOSECONDS);
                if (holdsForAll(ending)) {
                    return new Given(ending, true);
                }
            } catch (TimeoutException late) {
                return new Given(Ending.not(Ending.How.LATE, "no answer in time"), false);
            } catch (ExecutionException impossible) {
                throw new AssertionError("is never completed so", impossible);
            }
        }
    }

    private Ending<ScanResult> scan(Key key, CompletableFuture<Ending<ScanResult>> mine, Scan scan)
            throws InterruptedException {
        String dataVersion = dataVersions.known(key.engine());
        Ending<ScanResult> ending = Ending.not(Ending.How.DRAINED, "given up");
        try {
            ending = scan.run();
            if (holdsForAll(ending) && !dataVersion.isEmpty()) {
                kept.put(key, new Kept(ending.answer().orElseThrow(), dataVersion, System.nanoTime()));
            }
            return ending;
        } finally {
            underWay.remove(key);
            mine.complete(ending);
        }
    }

    private Optional<ScanResult> known(Key key) throws InterruptedException {
        Kept found = kept.getIfPresent(key);
        if (found == null) {
            return Optional.empty();
        }
        boolean holds = dataVersions
                .after(key.engine(), found.endedAt())
                .filter(found.dataVersion()::equals)
                .isPresent();
        if (!holds) {
            kept.asMap().remove(key, found);
        }
        return holds ? Optional.of(found.result()) : Optional.empty();
    }

    private static boolean holdsForAll(Ending<ScanResult> ending) {
        return ending.how() == Ending.How.ANSWERED
                && ending.answer()
                        .filter(result -> result.verdict() != Verdict.FAILED)
                        .isPresent();
    }
}

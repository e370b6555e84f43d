// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.ScanService;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;

/** An engine that looks for texts and decodes nothing. */
final class TextScanner implements ScanService {
    static final String VIRUS = "Worm-Of-The-Test";
    static final ScanResult INFECTED = ScanResult.infected("Test.Worm");

    private final Map<String, ScanResult> texts = new LinkedHashMap<>(Map.of(VIRUS, INFECTED));
    private final List<String> scanned = new ArrayList<>();
    boolean away;
    /** On content with it no engine gives an answer, though one is in service; if not empty. */
    String unanswered = "";

    boolean remembers;
    final List<Duration> waits = new ArrayList<>();
    private int failsAfter = Integer.MAX_VALUE;

    /** The strongest verdict on any text that is found counts. */
    TextScanner says(ScanResult result, String text) {
        texts.put(text, result);
        return this;
    }

    /** Works so many times and fails from then on. */
    void failAfter(int scans) {
        failsAfter = scans;
    }

    List<String> scanned() {
        return scanned;
    }

    @Override
    public synchronized ScanOutcome scan(
            Octets content, String sha256, ScanPlan plan, Deadline deadline, Cancellation given, Unpacking unpacking) {
        String text = text(content);
        try {
            if (!Examination.sha256(content).equals(sha256)) {
                throw new IllegalStateException("not the digest of the content");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (away) {
            return new ScanOutcome(ScanResult.failed("no engine is there"), Optional.empty(), List.of());
        }
        if (!unanswered.isEmpty() && text.contains(unanswered)) {
            return new ScanOutcome(ScanResult.failed("no time left to scan"), Optional.empty(), List.of());
        }
        scanned.add(text);
        waits.add(plan.engineWait());
        long end = System.nanoTime()
                + (scanned.size() > failsAfter ? plan.engineWait().toNanos() : 0);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        ScanResult result = scanned.size() > failsAfter ? ScanResult.failed("the engine is away") : verdict(text);
        boolean reused = remembers && result.verdict() != Verdict.FAILED;
        return new ScanOutcome(result, Optional.of("test"), List.of(new ScanOutcome.Answer("test", result, reused)));
    }

    private ScanResult verdict(String text) {
        ScanResult found = ScanResult.clean();
        for (Map.Entry<String, ScanResult> entry : texts.entrySet()) {
            if (text.contains(entry.getKey())
                    && found.verdict().compareTo(entry.getValue().verdict()) <= 0) {
                found = entry.getValue();
            }
        }
        return found;
    }

    static String text(Octets octets) {
        try (InputStream in = octets.open()) {
            return new String(in.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TextScanner forgets(String text) {
        texts.remove(text);
        return this;
    }

    @Override
    public List<EngineState> engines() {
        EngineInfo info = new EngineInfo("TextScanner", "", Optional.empty(), "");
        return List.of(new EngineState("test", info, away ? "away" : "", List.of()));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.UnscannableReason;

/** An engine that finds EICAR, and does with all else what the test says. */
class TestScanner implements Scanner {
    /** What it does with content that no self-test asks about. */
    interface Behaviour {
        ScanResult on(ScanRequest request) throws Exception;
    }

    final AtomicInteger scans = new AtomicInteger();
    volatile Behaviour onEncrypted = request -> ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "password");
    volatile Behaviour onTooDeep = request -> ScanResult.unscannable(UnscannableReason.LIMITS, "depth");
    volatile Behaviour onLarge = request -> ScanResult.clean();
    volatile String dataVersion = "7";
    volatile Optional<Instant> dataTime = Optional.empty();
    volatile Behaviour onMail = request -> ScanResult.clean();
    volatile Behaviour onClean = request -> ScanResult.clean();
    volatile Behaviour onEicar = request -> ScanResult.infected("Eicar-Test-File");

    TestScanner onMail(Behaviour behaviour) {
        onMail = behaviour;
        return this;
    }

    TestScanner onClean(Behaviour behaviour) {
        onClean = behaviour;
        return this;
    }

    TestScanner onEicar(Behaviour behaviour) {
        onEicar = behaviour;
        return this;
    }

    /** As an engine that is not reachable. */
    TestScanner down() {
        Behaviour refused = request -> {
            throw new java.net.ConnectException("refused");
        };
        return onMail(refused).onClean(refused).onEicar(refused);
    }

    @Override
    public ScanResult scan(ScanRequest request) throws Exception {
        if (request.sha256().equals(Sample.large().sha256())) {
            return onLarge.on(request);
        }
        if (request.sha256().equals(Sample.ENCRYPTED.sha256())) {
            return onEncrypted.on(request);
        }
        if (request.sha256().equals(Sample.TOO_DEEP.sha256())) {
            return onTooDeep.on(request);
        }
        String content;
        try (var in = request.open()) {
            content = new String(in.readAllBytes(), US_ASCII);
        }
        if (content.contains("ANTIVIRUS-TEST")) {
            return onEicar.on(request);
        }
        if (content.startsWith("Postern asks")) {
            return onClean.on(request);
        }
        scans.incrementAndGet();
        return onMail.on(request);
    }

    @Override
    public String advice(Gap gap) {
        return gap == Gap.SILENT_ON_ENCRYPTED ? "set AlertEncrypted" : "";
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo("TestScanner 1", dataVersion, dataTime, "");
    }
}

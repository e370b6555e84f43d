// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Measures one variant for a moment, and proves that what arrived is what was sent. */
final class Measurement {
    /** What the gateway does after its answer (its log, its events) belongs to the message: it gets time for that. */
    private static final long SETTLE_MILLIS = 100;

    /** Connections to clamd are kept for longer than mail clients keep theirs. */
    private static final int SCANS_PER_SESSION = 200;

    private final Rig rig;

    Measurement(Rig rig) {
        this.rig = rig;
    }

    /**
     * One variant for one moment. What does not apply is empty.
     *
     * @param rate messages a second
     * @param cpuMillis of the process between client and server, all messages together
     * @param clamdMillis the same of clamd
     * @param allocated octets of the gateway's JVM
     * @param peakKib the highest resident memory of the process between client and server
     */
    record Sample(
            Latencies latencies,
            double rate,
            Optional<Double> cpuMillis,
            Optional<Double> clamdMillis,
            Optional<Long> allocated,
            Optional<Long> peakKib) {}

    Sample take(Cell cell, Variant variant, Duration time) throws IOException, BenchFailure, InterruptedException {
        rig.prepare(cell.corpus());
        var process = variant.process().map(child -> new ProcessMeter(child.pid()));
        var clamd = rig.clamd()
                .filter(any -> variant.clamd())
                .map(any -> new ProcessMeter(any.process().pid()));
        process.ifPresent(ProcessMeter::forgetPeak);
        var allocatedBefore = allocated(variant);
        var cpuBefore = cpu(process);
        var clamdBefore = cpu(clamd);
        var sentBefore = rig.sent().count();
        var receivedBefore = rig.received().count();

        var outcome = run(cell, variant, time);
        verify(rig.sent().count().minus(sentBefore), rig.received().count().minus(receivedBefore), cell, variant);

        Thread.sleep(SETTLE_MILLIS);
        var cpuAfter = cpu(process);
        var clamdAfter = cpu(clamd);
        var allocatedAfter = allocated(variant);
        return new Sample(
                outcome.latencies(),
                outcome.inTime() / outcome.seconds(),
                cpuAfter.map(after -> after - cpuBefore.orElseThrow()),
                clamdAfter.map(after -> after - clamdBefore.orElseThrow()),
                allocatedAfter.map(after -> after - allocatedBefore.orElseThrow()),
                process.isPresent() ? Optional.of(process.get().peakKib()) : Optional.empty());
    }

    private Load.Outcome run(Cell cell, Variant variant, Duration time) throws BenchFailure, InterruptedException {
        var scans = variant.kind() == Variant.Kind.ENGINE;
        var client = scans
                ? new ClamdClient()
                : cell.protocol() == Protocol.SMTP ? new SmtpClient(rig.sent()) : new Pop3Client(rig.received());
        var shape = scans ? new Cell.Shape(cell.shape().sessions(), SCANS_PER_SESSION) : cell.shape();
        try {
            return Load.run(client, variant.address(), cell.corpus().mails(), shape, time);
        } catch (BenchFailure failed) {
            throw new BenchFailure(variant.name() + ", " + cell.title() + ": " + failed.getMessage(), failed);
        }
    }

    private static void verify(Tally.Count sent, Tally.Count received, Cell cell, Variant variant) throws BenchFailure {
        if (!sent.equals(received)) {
            throw new BenchFailure(
                    variant.name() + ", " + cell.title() + ": sent " + sent + ", but received " + received);
        }
    }

    private static Optional<Long> allocated(Variant variant) throws IOException, BenchFailure {
        return variant.jvm().isPresent() ? Optional.of(variant.jvm().get().allocated()) : Optional.empty();
    }

    private static Optional<Double> cpu(Optional<ProcessMeter> meter) throws IOException {
        return meter.isPresent() ? Optional.of(meter.get().cpuMillis()) : Optional.empty();
    }
}

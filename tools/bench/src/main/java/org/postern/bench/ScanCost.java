// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code ./postern bench --scans}: what the gateway adds to the scans that it has clamd do. The same contents, octet for
 * octet but for the first line of each message, are scanned raw, by plain clients in kept sessions, and by way of the
 * gateway, as many messages at once. What carrying a message without a look costs is taken off.
 */
final class ScanCost implements AutoCloseable {
    /** What the scan path may cost, as a multiple of the scans alone. */
    static final double GOAL = 1.15;

    private static final String RECORDED = "recorded";
    private static final int MOST_AT_ONCE = 16;
    private static final int ALL_OCTETS = 16 * 10_000_000;
    private static final int MOST_MESSAGES = 320;
    private static final int SCANS_PER_SESSION = 200;

    /** For what is other with larger mail. */
    private static final int WARM_UP_MOMENTS = 8;

    private final Tally received = new Tally();
    private final Tally sent = new Tally();
    private final TcpServer sink;
    private final Clamd clamd;
    private final ScanRecorder recorder;
    private final Gateway gateway;
    private final Gateway.Treatment passed = Gateway.Treatment.passed();
    private final Gateway.Treatment embedded = Gateway.Treatment.signature();
    private final Gateway.Treatment scanned;
    private final Gateway.Treatment recorded;
    private final Duration moment;
    private final int rounds;
    private final PrintStream out;

    /** Mean times of a message, in milliseconds, in one round. */
    private record Round(double raw, double gateway, double passed) {
        double path() {
            return (gateway - passed) / raw;
        }
    }

    private ScanCost(Distribution distribution, Path folder, Plan plan, PrintStream out)
            throws IOException, BenchFailure, InterruptedException {
        this.out = out;
        moment = plan.moment();
        rounds = plan.rounds() + 2;
        var program = Programs.find("clamd");
        if (program.isEmpty()) {
            throw new BenchFailure("clamd is not installed (Debian: clamav-daemon)");
        }
        sink = TcpServer.open("sink", new SmtpSink(received));
        clamd = Clamd.start(program.get(), folder);
        recorder = ScanRecorder.start(folder, clamd.address());
        scanned = Gateway.Treatment.clamd(clamd);
        recorded = new Gateway.Treatment(
                RECORDED,
                "DEFAULT",
                RECORDED,
                Map.of(
                        "org.postern.scan.clamd~" + RECORDED + ".cfg",
                        "name = " + RECORDED + "\naddresses = " + recorder.socket() + "\n"));
        gateway = Gateway.start(
                distribution.home(),
                folder,
                List.of(passed, embedded, scanned, recorded),
                Map.of(Protocol.SMTP, sink.address()));
    }

    static void run(Distribution distribution, Path folder, Plan plan, PrintStream out)
            throws IOException, BenchFailure, InterruptedException {
        try (var cost = new ScanCost(distribution, folder, plan, out)) {
            out.println(cost.warmUp(plan.warmUp()));
            out.println("Scans by way of the gateway, over the same scans raw in kept sessions of clamd; goal " + GOAL);
            out.printf(
                    "%7s %8s %7s %10s %10s %10s %8s %8s %8s%n",
                    "mail", "at once", "scans", "raw ms", "gateway ms", "passed ms", "path", "all", "CPU ms");
            for (var octets : new int[] {4_096, 100_000, 1_000_000, 10_000_000}) {
                cost.measure(octets);
            }
            cost.verify();
        }
    }

    /** By the embedded engine too, which is faster than clamd: it is messages that count, not time. */
    private String warmUp(Duration atMost) throws IOException, BenchFailure, InterruptedException {
        var mails = Corpus.of("4 KB", 4_096).mails();
        var loads = new ArrayList<WarmUp.Load>();
        for (var treatment : List.of(embedded, scanned, passed)) {
            loads.add(time -> take(smtp(), listener(treatment), mails, 8, Cell.Shape.USUAL, time));
        }
        try (var jvm = JvmMeter.attach(gateway.process().pid())) {
            return WarmUp.run(jvm, loads, atMost);
        }
    }

    private void measure(int octets) throws IOException, BenchFailure, InterruptedException {
        var maker = new MailMaker(octets);
        var mails = new ArrayList<Mail>();
        var count = Math.max(MOST_AT_ONCE, Math.min(MOST_MESSAGES, ALL_OCTETS / 4 / octets / 16 * 16));
        for (var i = 0; i < count; i++) {
            mails.add(maker.mail(i, octets));
        }
        var contents = record(mails);
        var replay = new ScanReplay(contents);
        take(smtp(), listener(scanned), mails, 4, Cell.Shape.USUAL, moment.multipliedBy(WARM_UP_MOMENTS));
        var scans = contents.values().stream().mapToInt(List::size).average().orElseThrow();
        for (var atOnce : new int[] {1, 4, MOST_AT_ONCE}) {
            var samples = new ArrayList<Round>();
            var cpu = 0.0;
            for (var round = 0; round < rounds; round++) {
                var raw = take(replay, clamd.address(), mails, atOnce, SCANS_PER_SESSION, moment);
                var meter = new ProcessMeter(gateway.process().pid());
                var before = meter.cpuMillis();
                var whole = take(smtp(), listener(scanned), mails, atOnce, Cell.Shape.USUAL, moment);
                cpu += (meter.cpuMillis() - before) / whole.count() / rounds;
                var carried = take(smtp(), listener(passed), mails, atOnce, Cell.Shape.USUAL, moment.dividedBy(3));
                samples.add(new Round(raw.meanMillis(), whole.meanMillis(), carried.meanMillis()));
            }
            print(octets, atOnce, scans, samples, cpu);
        }
    }

    private Client smtp() {
        return new SmtpClient(sent);
    }

    private InetSocketAddress listener(Gateway.Treatment treatment) {
        return gateway.listener(Protocol.SMTP, treatment);
    }

    /** Twice: as many scans the second time, or a verdict was used again and the times would flatter. */
    private Map<Mail, List<ByteBuffer>> record(List<Mail> mails)
            throws IOException, BenchFailure, InterruptedException {
        recordOnce(mails.subList(0, 1)); // waits for the engine, whose self-test is recorded too
        Map<Mail, List<ByteBuffer>> before = recordOnce(mails);
        for (var tries = 0; tries < 5; tries++) {
            var again = recordOnce(mails);
            if (scans(again) == scans(before) && scans(again) >= mails.size()) {
                return again;
            }
            before = again;
        }
        throw new BenchFailure("the gateway does not scan the same of a message each time");
    }

    private static int scans(Map<Mail, List<ByteBuffer>> contents) {
        return contents.values().stream().mapToInt(List::size).sum();
    }

    private Map<Mail, List<ByteBuffer>> recordOnce(List<Mail> mails)
            throws IOException, BenchFailure, InterruptedException {
        var contents = new IdentityHashMap<Mail, List<ByteBuffer>>();
        recorder.take();
        for (var mail : mails) {
            var turn = new Turn(List.of(mail), 0, 1, Long.MAX_VALUE);
            if (turn.connects()) {
                try (var wire = Wire.connect(listener(recorded))) {
                    smtp().session(wire, turn);
                }
            }
            contents.put(mail, recorder.take());
        }
        return contents;
    }

    /** Each session has messages of its own: nobody is to be spared what another one has scanned at that moment. */
    private static Latencies take(
            Client client, SocketAddress target, List<Mail> mails, int sessions, int perSession, Duration time)
            throws BenchFailure, InterruptedException {
        var deadline = System.nanoTime() + time.toNanos();
        var runs = new ArrayList<Thread>();
        var turns = new ArrayList<Turn>();
        var failures = Collections.synchronizedList(new ArrayList<Exception>());
        for (var i = 0; i < sessions; i++) {
            var own = new ArrayList<Mail>();
            for (var at = i; at < mails.size(); at += sessions) {
                own.add(mails.get(at));
            }
            var turn = new Turn(own, 0, perSession, deadline);
            turns.add(turn);
            var run = new Thread(() -> work(client, target, turn, failures));
            runs.add(run);
            run.start();
        }
        for (var run : runs) {
            run.join();
        }
        if (!failures.isEmpty()) {
            throw new BenchFailure("a session failed: " + failures.get(0).getMessage(), failures.get(0));
        }
        var all = new Latencies();
        turns.forEach(turn -> all.addAll(turn.latencies()));
        return all;
    }

    private static void work(Client client, SocketAddress target, Turn turn, List<Exception> failures) {
        try {
            while (turn.connects()) {
                try (var wire = Wire.connect(target)) {
                    client.session(wire, turn);
                }
            }
        } catch (IOException | RuntimeException wrong) {
            failures.add(wrong);
        }
    }

    private void print(int octets, int atOnce, double scans, List<Round> samples, double cpu) {
        var path = Row.median(samples.stream().mapToDouble(Round::path).toArray());
        out.printf(
                Locale.ROOT,
                "%7s %8d %7.1f %10.2f %10.2f %10.2f %8s %8.2f %8.2f%n",
                octets < 1_000_000 ? octets / 1_000 + " KB" : octets / 1_000_000 + " MB",
                atOnce,
                scans,
                Row.median(samples.stream().mapToDouble(Round::raw).toArray()),
                Row.median(samples.stream().mapToDouble(Round::gateway).toArray()),
                Row.median(samples.stream().mapToDouble(Round::passed).toArray()),
                String.format(Locale.ROOT, "%.2f%s", path, path <= GOAL ? "" : "!"),
                Row.median(samples.stream()
                        .mapToDouble(round -> round.gateway() / round.raw())
                        .toArray()),
                cpu);
    }

    private void verify() throws BenchFailure {
        if (!sent.count().equals(received.count())) {
            throw new BenchFailure("sent " + sent.count() + ", but received " + received.count());
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        recorder.close();
        clamd.close();
        sink.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench.mime;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.spool.Octets;
import org.postern.archive.internal.BoundedContainers;

/** Measures reading, one thread, by its processor time; writes the figures into a file. */
public final class MimeBench {
    private static final int MEGABYTE = 1 << 20;
    private static final int SMALL_AT_ONCE = 200;
    private static final int WARM_UP = 20;
    private static final Duration HANGS = Duration.ofMinutes(2);
    private static final String IN_PASSES = "Base64 passes";

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Figure> figures = new ArrayList<>();
    private final Messages messages = new Messages();
    private final Reader reader;
    private final int rounds;
    private long sum;

    MimeBench(Reader reader, int rounds) {
        this.reader = reader;
        this.rounds = rounds;
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Arguments: a folder to work in, the file for the figures, how many rounds. */
    public static void main(String[] arguments) throws IOException {
        var bench = new MimeBench(new Reader(Path.of(arguments[0])), Integer.parseInt(arguments[2]));
        bench.speed(10 * MEGABYTE);
        bench.small();
        bench.memory();
        bench.bombs();
        Files.write(
                Path.of(arguments[1]), bench.figures.stream().map(Figure::line).toList());
    }

    /** All three in each round, so that what disturbs one disturbs all. */
    void speed(int size) throws IOException {
        var encoded = messages.base64(size).getBytes(StandardCharsets.US_ASCII);
        for (var message : messages.of(size).entrySet()) {
            var octets = Octets.of(message.getValue());
            var read = new ArrayList<Double>();
            var decoded = new ArrayList<Double>();
            for (var round = -rounds / 2; round < rounds; round++) {
                var pass = millis(() -> sum += Base64.getMimeDecoder().decode(encoded).length);
                var share = pass * octets.size() / encoded.length;
                var one = millis(() -> reader.read(octets)) / share;
                var both = millis(() -> sum += reader.readAndDecode(octets)) / share;
                if (round >= 0) {
                    read.add(one);
                    decoded.add(both);
                }
            }
            var what = "10 MB, " + message.getKey();
            figures.add(new Figure(what + ": structure read", median(read), IN_PASSES, 1));
            figures.add(new Figure(what + ": read and decoded", median(decoded), IN_PASSES, 1));
        }
    }

    private void small() throws IOException {
        for (var message : messages.small().entrySet()) {
            var octets = Octets.of(message.getValue());
            var read = new ArrayList<Double>();
            for (var round = -rounds - WARM_UP; round < rounds; round++) {
                var millis = millis(() -> {
                    for (var i = 0; i < SMALL_AT_ONCE; i++) {
                        sum += reader.readAndDecode(octets);
                    }
                });
                if (round >= 0) {
                    read.add(millis / SMALL_AT_ONCE);
                }
            }
            figures.add(new Figure(message.getKey() + ": read and decoded", median(read), "ms of CPU", 0.1));
        }
    }

    /** All that is allocated, garbage too: no more can have been in use at once. */
    private void memory() throws IOException {
        var types = List.of("base64", "quoted-printable", "7bit");
        var lines = List.of("QUJD".repeat(19) + "\r\n", "caf=C3=A9 and so on =\r\n", "some text, as it comes\r\n");
        for (var megabytes : List.of(10, 500)) {
            for (var i = 0; i < types.size(); i++) {
                var header = "Content-Transfer-Encoding: " + types.get(i) + "\r\n\r\n";
                var line = lines.get(i);
                var message = Repeated.of(header, line, (long) megabytes * MEGABYTE / line.length());
                var before =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                sum += reader.readAndDecode(message);
                var allocated =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
                figures.add(new Figure(
                        megabytes + " MB, " + types.get(i) + ": heap", (double) allocated / MEGABYTE, "MB at most", 1));
            }
        }
    }

    private void bombs() throws IOException {
        for (var bomb : Bombs.messages().entrySet()) {
            var seconds = millis(() -> unscannable(
                            bomb.getKey(),
                            reader.problems(bomb.getValue()).stream().findAny()))
                    / 1_000;
            figures.add(new Figure("M08, " + bomb.getKey(), seconds, "s of CPU", 5));
        }
        var containers = new BoundedContainers(reader.spool());
        for (var bomb : Bombs.containers().entrySet()) {
            var seconds = millis(() -> unscannable(
                            bomb.getKey(),
                            containers.open(
                                    bomb.getValue(), new Unpacking(), Deadline.after(HANGS), (path, octets) -> true)))
                    / 1_000;
            figures.add(new Figure("M09, " + bomb.getKey(), seconds, "s of CPU", 5));
        }
    }

    private static void unscannable(String bomb, Optional<?> problem) {
        if (problem.isEmpty()) {
            throw new IllegalStateException(bomb + " was not called unscannable");
        }
    }

    private double millis(Work work) throws IOException {
        var before = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - before) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanService;
import org.postern.api.scan.Verdict;
import org.postern.api.session.GatewayState;
import org.postern.api.spool.Octets;

/** T35: bundles are updated under load, and nothing is lost and nothing passes unscanned. */
@ExtendWith(InsideFelix.class)
@ExamReactorStrategy(PerClass.class)
public class HotSwapIT {
    private static final String SIGNATURE = "org.postern.scan.signature";
    private static final String INSPECTOR = "org.postern.inspect.smtp";
    private static final int SESSIONS = 20;
    private static final int UPDATES = 10;
    private static final Duration TIME = Duration.ofSeconds(30);

    @Configuration
    public Option[] configuration() throws IOException {
        return new Option[] {
            Distribution.with(
                    "org.postern.profile~default.cfg",
                    "quarantine = false\n",
                    "org.postern.listener~smtp.cfg",
                    "protocol = smtp\naddress = 127.0.0.1\nport = 0\nupstream = 127.0.0.1:9\n",
                    "org.postern.listener~pop3.cfg",
                    "protocol = pop3\naddress = 127.0.0.1\nport = 0\nupstream = 127.0.0.1:9\n",
                    "org.postern.rule~test.cfg",
                    "order = 1\n")
        };
    }

    @Test
    public void losesNothingWhileTheScannerIsUpdated() throws Exception {
        Traffic traffic = underTraffic(SIGNATURE);

        assertThat(traffic.refusals).as("messages wait for the engine").isEmpty();
    }

    @Test
    public void losesNothingWhileTheInspectorIsUpdated() throws Exception {
        Traffic traffic = underTraffic(INSPECTOR);

        assertThat(traffic.refusals)
                .as("sessions end at a boundary, or in the middle of a message without a reply")
                .allMatch(refusal -> refusal.contains(": 421 ") || refusal.endsWith(": closed"));
        assertThat(traffic.refusals).as("every session hears of an update").hasSizeGreaterThan(UPDATES);
    }

    private static Traffic underTraffic(String updated) throws Exception {
        GatewayState gateway = Inside.listening();
        Inside.await("the engine", () -> Inside.usable(Inside.service(ScanService.class), "signature"));
        try (TakingServer server = new TakingServer()) {
            Inside.forward("smtp", server.port());
            Traffic traffic = new Traffic(Inside.portOf(gateway, "smtp"), SESSIONS);
            List<Integer> progress = update(updated, traffic.acknowledged::size);
            traffic.end();

            assertGoesOn(updated, progress);
            assertEachIsThereAsItShouldBe(traffic, new ArrayList<>(server.messages));
            System.out.println("hot swap of " + updated + " under " + SESSIONS + " sessions for " + TIME.toSeconds()
                    + " s: " + traffic.acknowledged.size() + " messages, " + traffic.refusals.size() + " refused");
            return traffic;
        }
    }

    @Test
    public void losesNothingWhileTheInspectorOfWhatIsFetchedIsUpdated() throws Exception {
        GatewayState gateway = Inside.listening();
        Inside.await("the engine", () -> Inside.usable(Inside.service(ScanService.class), "signature"));
        try (MailboxServer server = new MailboxServer()) {
            Inside.forward("pop3", server.port());
            FetchTraffic traffic = new FetchTraffic(Inside.portOf(gateway, "pop3"), SESSIONS);
            List<Integer> progress = update("org.postern.inspect.pop3", traffic.fetched::size);
            traffic.end();

            assertGoesOn("org.postern.inspect.pop3", progress);
            assertThat(traffic.wrong).as("cut off, unscanned or changed").isEmpty();
            server.deleted.removeAll(traffic.fetched);
            assertThat(server.deleted).as("deleted, but not fetched").isEmpty();
            assertThat(traffic.refusals)
                    .as("sessions end at a boundary")
                    .allMatch(refusal -> refusal.contains(": -ERR [SYS/TEMP]") || refusal.endsWith(": closed"));
            assertThat(traffic.refusals).as("every session hears of an update").hasSizeGreaterThan(UPDATES);
            System.out.println("hot swap of org.postern.inspect.pop3 under " + SESSIONS + " sessions for "
                    + TIME.toSeconds() + " s: " + traffic.fetched.size() + " messages, " + traffic.refusals.size()
                    + " refused");
        }
    }

    /** @return how far the traffic had come before each update, and at the end */
    private static List<Integer> update(String symbolicName, IntSupplier count) throws Exception {
        long pause = TIME.toNanos() / (UPDATES + 1);
        long next = System.nanoTime();
        List<Integer> progress = new ArrayList<>();
        for (int i = 0; i < UPDATES; i++) {
            next += pause;
            LockSupport.parkNanos(next - System.nanoTime());
            progress.add(count.getAsInt());
            Inside.bundle(symbolicName).update();
        }
        LockSupport.parkNanos(next + pause - System.nanoTime());
        progress.add(count.getAsInt());
        return progress;
    }

    private static void assertGoesOn(String symbolicName, List<Integer> progress) {
        for (int i = 1; i < progress.size(); i++) {
            assertThat(progress.get(i))
                    .as("messages go on after an update: %s", progress)
                    .isGreaterThan(progress.get(i - 1));
        }
        assertThat(Inside.bundle(symbolicName).getState()).isEqualTo(Bundle.ACTIVE);
    }

    private static void assertEachIsThereAsItShouldBe(Traffic traffic, List<String> taken) {
        assertThat(taken).noneMatch(message -> message.contains(Traffic.INFECTED));
        Map<String, List<String>> byNumber = taken.stream().collect(Collectors.groupingBy(HotSwapIT::number));
        traffic.acknowledged.forEach((id, infected) -> {
            List<String> copies = byNumber.getOrDefault(id, List.of());
            assertThat(copies).as(id).hasSize(1);
            if (infected) {
                assertThat(copies.get(0)).contains("postern-notice");
            } else {
                assertThat(copies.get(0))
                        .isEqualTo("Subject: test\nX-Number: " + id + "\n\n" + Traffic.clean(id) + "\n");
            }
        });
    }

    private static String number(String message) {
        int start = message.indexOf("X-Number: ") + "X-Number: ".length();
        return message.substring(start, message.indexOf('\n', start));
    }

    /** A scan that holds an engine, so that its bundle's stop waits for it as long as it may. */
    @Test
    public void aStopAndAConfigurationDoNotHoldEachOtherUp() throws Exception {
        GatewayState gateway = Inside.listening();
        ScanService scanners = Inside.service(ScanService.class);
        ConfigurationDoor door = Inside.service(ConfigurationDoor.class);
        Inside.await("the engine", () -> Inside.usable(scanners, "signature"));
        HeldContent content = new HeldContent();
        ScanPlan plan = new ScanPlan(List.of("signature"), EngineMode.FIRST, Duration.ofSeconds(20));
        CompletableFuture<ScanOutcome> scan = CompletableFuture.supplyAsync(() -> scanners.scan(
                content, "0".repeat(64), plan, Deadline.after(Duration.ofSeconds(60)), new Cancellation()));
        assertThat(content.opened.await(20, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Long> stop = CompletableFuture.supplyAsync(
                () -> timed(() -> Inside.bundle(SIGNATURE).stop()));
        Inside.await("the engine leaves", () -> !Inside.usable(scanners, "signature"));
        long before = gateway.generation();
        long configuration = timed(() -> {
            write("org.postern.scan.cfg", "maxConcurrentScans = 31\n");
            write("org.postern.profile~default.cfg", "quarantine = false\ndeadlineSeconds = 61\n");
            door.reload();
            Inside.await("the next generation", () -> gateway.generation() > before);
        });

        assertThat(stop).as("the scan still holds the engine").isNotDone();
        assertThat(configuration).as("milliseconds of the configuration").isLessThan(1000);
        // drainMillis (3 s), and what it takes to give the scan up
        assertThat(stop.get(20, TimeUnit.SECONDS))
                .as("milliseconds of the stop")
                .isLessThan(4000);
        content.goOn.countDown();
        Inside.bundle(SIGNATURE).start();
        assertThat(scan.get(30, TimeUnit.SECONDS).result().verdict())
                .as("done again by the engine that came back")
                .isEqualTo(Verdict.CLEAN);
        assertThat(door.inForce().of("org.postern.scan"))
                .anySatisfy(entry -> assertThat(entry.properties()).containsEntry("maxConcurrentScans", 31));
    }

    private static void write(String file, String text) throws IOException {
        Path path = Inside.etc().resolve(file);
        Files.writeString(path, text);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static long timed(Step step) {
        long began = System.nanoTime();
        try {
            step.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** Content whose first octet comes when it may. */
    private static final class HeldContent implements Octets {
        final CountDownLatch opened = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public long size() {
            return 4;
        }

        @Override
        public InputStream open(long from, long length) {
            return new InputStream() {
                private long left = length;

                @Override
                public int read() throws IOException {
                    opened.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException given) {
                        throw new IOException("given up");
                    }
                    return left-- > 0 ? 'x' : -1;
                }
            };
        }
    }
}

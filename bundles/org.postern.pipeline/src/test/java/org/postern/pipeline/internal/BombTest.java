// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.api.archive.Containers;
import org.postern.api.mime.MessageStructure;
import org.postern.api.policy.Action;
import org.postern.api.policy.Finding;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;
import org.postern.archive.internal.BoundedContainers;

/** M09: bombs, in one message as in many readings of it, cost no more than a few do, with the real readers of both. */
@Timeout(120)
class BombTest {
    /** Of processor time, since a busy machine may be slow. */
    private static final Duration MOST = Duration.ofSeconds(5);

    /** What the containers of one message may hold, and a buffer of each thread. */
    private static final long MOST_OCTETS = (2 * 400L << 20) + (1 << 20);

    private static final int MEGABYTE = 1 << 20;

    private final Mill mill = new Mill();
    private final Map<String, Integer> opened = new ConcurrentHashMap<>();
    private final AtomicLong octets = new AtomicLong();

    BombTest() {
        Containers real = new BoundedContainers(mill.spool);
        mill.containers = (content, unpacking, deadline, visitor) -> {
            opened.merge(Examination.sha256(content), 1, Integer::sum);
            return real.open(content, unpacking, deadline, (path, entry) -> {
                octets.addAndGet(entry.size());
                return visitor.entry(path, entry);
            });
        };
        mill.crew = new Crew(4);
    }

    @AfterEach
    void close() {
        mill.crew.close();
    }

    /** Half a gigabyte in archives in an archive, which no other one equals. */
    private static byte[] bomb(int number) {
        byte[] inner = zip(new byte[8 * MEGABYTE], "zeros");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            names.add(number + "-" + i);
        }
        return zip(inner, names.toArray(String[]::new));
    }

    private static byte[] zip(byte[] content, String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
            }
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return out.toByteArray();
    }

    private static String part(byte[] content) {
        return "Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=a.zip\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(content);
    }

    /** Each of the four has programs that read it in another way, whatever they make of the others. */
    private static List<String> doubtfulParts() {
        return List.of(
                "Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 7bit\r\n\r\nQUJD",
                "Content-Type: text/plain\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext",
                "Content-Type: text/plain\r\n \t\r\nX: in the header or in the body\r\n\r\ntext",
                "Content-Type: text/plain\r\nthis is no field\r\n\r\ntext");
    }

    private long processorTime(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = ofAllThreads(threads);
        work.run();
        return ofAllThreads(threads) - before;
    }

    private static long ofAllThreads(ThreadMXBean threads) {
        long sum = 0;
        for (long thread : threads.getAllThreadIds()) {
            sum += Math.max(0, threads.getThreadCpuTime(thread));
        }
        return sum;
    }

    private Mill.Result processInTime(String message) {
        Mill.Result[] result = {null};
        long nanos = processorTime(() -> result[0] = mill.process(message));
        assertThat(Duration.ofNanos(nanos)).as("processor time of all threads").isLessThan(MOST);
        return result[0];
    }

    private static long withLimits(Mill.Result result) {
        return result.processing().findings().stream()
                .filter(finding -> finding.result().reason().equals(Optional.of(UnscannableReason.LIMITS)))
                .map(Finding::object)
                .distinct()
                .count();
    }

    @Test
    void aBombInSixteenReadingsIsOpenedOnce() throws IOException {
        List<String> parts = new ArrayList<>(doubtfulParts());
        byte[] bomb = bomb(1);
        parts.add(part(bomb));
        String message = Mail.multipart("b", parts.toArray(String[]::new));
        try (MessageStructure structure = mill.mime.read(Octets.of(message.getBytes(ISO_8859_1)))) {
            assertThat(structure.readings()).hasSize(16);
            assertThat(structure.unscannable()).isEmpty();
        }

        Mill.Result result = processInTime(message);

        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(withLimits(result)).isPositive();
        assertThat(opened.get(Examination.sha256(Octets.of(bomb)))).isEqualTo(1);
        assertThat(opened.values()).containsOnly(1);
        assertThat(result.text()).doesNotContain(part(bomb));
    }

    @Test
    void fortyBombsCostNoMoreThanAFew() {
        List<String> parts = new ArrayList<>(List.of(Mail.part("text/plain", "an innocent text")));
        for (int i = 0; i < 40; i++) {
            parts.add(part(bomb(i)));
        }

        Mill.Result result = processInTime(Mail.multipart("b", parts.toArray(String[]::new)));

        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(withLimits(result)).isEqualTo(40);
        assertThat(opened.values()).containsOnly(1);
        assertThat(octets.get()).isBetween(400L << 20, MOST_OCTETS);
        assertThat(result.text()).contains("an innocent text").doesNotContain("a.zip");
    }

    @Test
    void theSameBombFortyTimesIsOpenedOnce() {
        String[] parts = new String[40];
        Arrays.fill(parts, part(bomb(1)));

        Mill.Result result = processInTime(Mail.multipart("b", parts));

        assertThat(withLimits(result)).isEqualTo(40);
        assertThat(opened.values()).containsOnly(1);
        assertThat(octets.get()).isLessThan(MOST_OCTETS);
    }

    @Test
    void oneBombDoesNotTakeAlongTheArchiveBesideIt() {
        String good = part(zip(new byte[100_000], "good.txt"));

        Mill.Result result = processInTime(Mail.multipart("b", part(bomb(1)), good));

        assertThat(withLimits(result)).isEqualTo(1);
        assertThat(result.text()).contains(good);
    }
}

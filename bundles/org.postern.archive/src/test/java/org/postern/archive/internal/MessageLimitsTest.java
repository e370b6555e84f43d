// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.LIMITS;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postern.api.archive.Containers;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.spool.Octets;

/** M09: what the containers of one message take together is bounded, however many there are. */
class MessageLimitsTest {
    private static final byte[] TEXT = "what lies inside".getBytes(UTF_8);
    private static final Limits SMALL = new Limits(3, 5, 20_000, 10_000, 20, 1000, Duration.ofSeconds(30));

    private final Unpacking message = new Unpacking();

    private Optional<Unscannable> open(byte[] content) throws IOException {
        return open(content, SMALL, (path, octets) -> true);
    }

    private Optional<Unscannable> open(byte[] content, Limits limits, Containers.EntryVisitor visitor)
            throws IOException {
        return new BoundedContainers(new HeapSpool(), limits)
                .open(Octets.of(content), message, Deadline.after(Duration.ofMinutes(1)), visitor);
    }

    private static byte[] zip(int octets, int salt) {
        byte[] noise = new byte[octets];
        new Random(salt).nextBytes(noise);
        return new ZipBytes().add("n" + salt, noise).bytes();
    }

    @Test
    void leavesRoomForWhatComesWithOneBomb() throws IOException {
        byte[] bomb = new ZipBytes()
                .add("a", new byte[9000], 0, ZipBytes.asItIs(), ZipBytes.asItIs())
                .add("b", new byte[9000], 0, ZipBytes.asItIs(), ZipBytes.asItIs())
                .add("c", new byte[9000], 8, ZipBytes.asItIs(), ZipBytes.asItIs())
                .bytes();

        assertThat(open(bomb).map(Unscannable::reason)).contains(LIMITS);
        assertThat(open(zip(5000, 1))).isEmpty();
        assertThat(message.isExhausted()).isFalse();
    }

    @Test
    void boundsTheOctetsOfManyContainers() throws IOException {
        List<Optional<Unscannable>> problems = new ArrayList<>();
        AtomicLong seen = new AtomicLong();
        for (int i = 0; i < 20; i++) {
            problems.add(open(zip(9000, i), SMALL, (path, octets) -> {
                seen.addAndGet(octets.size());
                return true;
            }));
        }

        assertThat(problems.get(3)).isEmpty();
        assertThat(problems.get(19).orElseThrow().reason()).isEqualTo(LIMITS);
        assertThat(problems.get(19).orElseThrow().detail()).contains("all containers of the message together");
        assertThat(seen.get()).isLessThan(3 * SMALL.octets());
        assertThat(message.isExhausted()).isTrue();
    }

    @Test
    void boundsTheEntriesOfManyContainers() throws IOException {
        byte[] zip = new ZipBytes().add("a", TEXT).add("b", TEXT).bytes();
        for (int i = 0; i < 5; i++) {
            assertThat(open(zip)).isEmpty();
        }

        assertThat(open(zip).map(Unscannable::reason)).contains(LIMITS);
    }

    @Test
    void boundsTheTimeOfManyContainers() throws IOException {
        assertThat(open(zip(100, 1))).isEmpty();
        message.addNanos(2 * SMALL.time().toNanos());

        Unscannable problem = open(zip(100, 2)).orElseThrow();

        assertThat(problem.reason()).isEqualTo(LIMITS);
        assertThat(problem.detail()).contains("too much time");
    }

    /** It would be replaced because of what else is in the message. */
    @Test
    void hasNothingAgainstWhatIsNoContainer() throws IOException {
        for (int i = 0; i < 20; i++) {
            open(zip(9000, i));
        }

        assertThat(message.isExhausted()).isTrue();
        assertThat(open(TEXT)).isEmpty();
        assertThat(open("a text with the marks PK\3\4 and PK\1\2".getBytes(UTF_8)))
                .isEmpty();
        assertThat(open(new byte[0])).isEmpty();
    }

    @Test
    void countsWhatSeveralThreadsOpen() throws Exception {
        AtomicLong seen = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Optional<Unscannable>>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] zip = zip(9000, i);
                all.add(threads.submit(() -> open(zip, SMALL, (path, octets) -> {
                    seen.addAndGet(octets.size());
                    return true;
                })));
            }
            for (Future<Optional<Unscannable>> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(seen.get()).isBetween(SMALL.octets(), 5 * SMALL.octets());
        assertThat(message.isExhausted()).isTrue();
    }

    @Test
    void boundsEachMessageForItself() throws IOException {
        for (int i = 0; i < 20; i++) {
            open(zip(9000, i));
        }

        Optional<Unscannable> other = new BoundedContainers(new HeapSpool(), SMALL)
                .open(
                        Octets.of(zip(9000, 1)),
                        new Unpacking(),
                        Deadline.after(Duration.ofMinutes(1)),
                        (path, octets) -> true);

        assertThat(other).isEmpty();
        assertThat(message.of("engine").isExhausted()).isFalse();
    }
}

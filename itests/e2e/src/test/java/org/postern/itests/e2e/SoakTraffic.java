// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that send everyday mail all the time, and a check of every message that arrives. */
final class SoakTraffic {
    private static final Pattern MARKER = Pattern.compile("X-Test: (\\S+)");

    private final int port;
    private final RecordingServer server;
    private final Map<String, SoakMail> underWay = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong octets = new AtomicLong();
    private final AtomicLong replaced = new AtomicLong();
    private final AtomicLong brokenOff = new AtomicLong();

    SoakTraffic(int port, RecordingServer server) {
        this.port = port;
        this.server = server;
    }

    /** Has so many clients send for that time, and waits until all that was acknowledged has arrived. */
    void flow(int clients, Duration time, long seed) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Random random = new Random(seed + i);
            threads.add(daemon("client-" + i, () -> send(random, end)));
        }
        while (threads.stream().anyMatch(Thread::isAlive)) {
            drain();
            threads.get(0).join(20);
            assertThat(System.nanoTime() - end)
                    .as("nanoseconds over the time")
                    .isLessThan(TimeUnit.SECONDS.toNanos(120));
        }
        Until.holds("what was acknowledged", Duration.ofSeconds(20), () -> {
            drain();
            return arrived.containsAll(acknowledged);
        });
        assertThat(failures).isEmpty();
        assertThat(acknowledged).as("what arrived").containsExactlyInAnyOrderElementsOf(arrived);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void send(Random random, long end) {
        try {
            while (System.nanoTime() - end < 0 && failures.isEmpty()) {
                session(random, end);
            }
        } catch (IOException | AssertionError | RuntimeException e) {
            failures.add(e);
        }
    }

    private void session(Random random, long end) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.expect("220");
            client.say("EHLO client.test").expect("250");
            for (int left = 1 + random.nextInt(8); left > 0 && System.nanoTime() - end < 0; left--) {
                SoakMail mail = SoakMail.any(random);
                client.say("MAIL FROM:<sender@example.net>").expect("250");
                client.say("RCPT TO:<recipient@example.org>").expect("250");
                client.say("DATA").expect("354");
                byte[] sent = mail.octets().getBytes(ISO_8859_1);
                if (random.nextInt(50) == 0) {
                    client.out().write(sent, 0, sent.length / 2);
                    brokenOff.incrementAndGet();
                    return; // in the middle: nothing may arrive
                }
                underWay.put(mail.marker(), mail);
                client.out().write(sent);
                client.say(".").expect("250");
                acknowledged.add(mail.marker());
                octets.addAndGet(sent.length);
            }
            client.say("QUIT").expect("221");
        }
    }

    private void drain() {
        for (Optional<RecordingServer.Received> next = server.poll(); next.isPresent(); next = server.poll()) {
            Matcher marker = MARKER.matcher(next.get().text());
            SoakMail mail = marker.find() ? underWay.remove(marker.group(1)) : null;
            assertThat(mail)
                    .as("a message that was sent whole, and did not come before")
                    .isNotNull();
            mail.check(next.get());
            arrived.add(mail.marker());
            replaced.addAndGet(mail.replaced().isPresent() ? 1 : 0);
        }
    }

    long messages() {
        return acknowledged.size();
    }

    @Override
    public String toString() {
        return messages() + " messages of " + octets.get() / (1 << 20) + " MiB in all, " + replaced + " replaced, "
                + brokenOff + " broken off";
    }
}

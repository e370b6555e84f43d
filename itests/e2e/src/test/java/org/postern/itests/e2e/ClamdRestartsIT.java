// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** T20, T36: clamd is killed and restarted while fifty clients send. Nothing passes unscanned, and nothing is lost. */
@Timeout(300)
class ClamdRestartsIT {
    private static final int SESSIONS = 50;
    private static final Duration WAIT = Duration.ofSeconds(3);

    @Test
    void losesNothingInTwentySeconds() throws Exception {
        run(Duration.ofSeconds(20));
    }

    @Test
    @Tag("long")
    void losesNothingInAMinute() throws Exception {
        run(Duration.ofSeconds(60));
    }

    /**
     * What one client was told of a message.
     *
     * @param infected whether it has a virus
     * @param content its octets as they were sent, dots and all
     */
    private record Sent(boolean infected, String content) {}

    private static void run(Duration time) throws Exception {
        Map<String, Sent> taken = new ConcurrentHashMap<>();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger kills = new AtomicInteger();
        try (RecordingServer server = new RecordingServer();
                PrivateClamd clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
                RunningGateway gateway = RunningGateway.before(server.address()).with("--clamd", clamd.address())) {
            gateway.profile("engineWaitSeconds = " + WAIT.toSeconds(), "deadlineSeconds = 20");
            gateway.start();
            long end = System.nanoTime() + time.toNanos();
            ExecutorService clients = Executors.newFixedThreadPool(SESSIONS);
            try {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    boolean infected = i % 2 == 0;
                    all.add(clients.submit(() -> {
                        while (System.nanoTime() < end) {
                            session(gateway.port(), infected, end, taken, refused);
                        }
                        return null;
                    }));
                }
                while (System.nanoTime() < end) {
                    int before = taken.size();
                    Until.holds("mail flows", Duration.ofSeconds(30), () -> {
                        for (Future<?> one : all) {
                            if (one.isDone()) {
                                one.get(); // fails with what the client met
                            }
                        }
                        return taken.size() > before + SESSIONS || System.nanoTime() > end;
                    });
                    clamd.kill();
                    kills.incrementAndGet();
                    int putOff = refused.get();
                    if (kills.get() % 2 == 1) { // every other time for so long that messages are put off
                        Until.holds(
                                "messages are put off",
                                Duration.ofSeconds(30),
                                () -> refused.get() >= putOff + SESSIONS / 2);
                    }
                    clamd.startAgain();
                }
                for (Future<?> one : all) {
                    one.get(60, TimeUnit.SECONDS);
                }
            } finally {
                clients.shutdownNow();
            }
            Map<String, List<RecordingServer.Received>> got = byMarker(server);
            System.out.printf(
                    "clamd killed %d times: %d messages taken, %d put off, %d at the server%n",
                    kills.get(), taken.size(), refused.get(), got.size());
            assertThat(kills.get()).isGreaterThan(1);
            assertThat(refused.get()).isPositive();
            assertThat(got.keySet()).as("taken and delivered are the same").isEqualTo(taken.keySet());
            for (Map.Entry<String, Sent> one : taken.entrySet()) {
                List<RecordingServer.Received> copies = got.get(one.getKey());
                assertThat(copies).as("once").hasSize(1);
                String text = copies.get(0).text();
                if (one.getValue().infected()) {
                    assertThat(text)
                            .contains("postern-notice")
                            .doesNotContain(Mail.base64(Mail.eicar()).substring(0, 40));
                } else {
                    assertThat(copies.get(0).sha256())
                            .isEqualTo(digest(one.getValue().content()));
                }
            }
        }
    }

    private static Map<String, List<RecordingServer.Received>> byMarker(RecordingServer server) {
        Map<String, List<RecordingServer.Received>> all = new ConcurrentHashMap<>();
        for (var next = server.poll(); next.isPresent(); next = server.poll()) {
            String text = next.get().text();
            int at = text.indexOf("X-Test: ") + "X-Test: ".length();
            all.computeIfAbsent(text.substring(at, text.indexOf('\r', at)), first -> new ArrayList<>())
                    .add(next.get());
        }
        return all;
    }

    private static void session(int port, boolean infected, long end, Map<String, Sent> taken, AtomicInteger refused)
            throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.expect("220");
            client.say("EHLO client.test").expect("250");
            for (int i = 0; i < 10 && System.nanoTime() < end; i++) {
                String marker = Mail.marker();
                String message = infected
                        ? Mail.withAttachment(marker, "application/octet-stream", "e.com", Mail.eicar())
                        : Mail.text(marker);
                String content = message.replace("\r\n.", "\r\n..");
                client.say("MAIL FROM:<a@example.net>").expect("250");
                client.say("RCPT TO:<b@example.org>").expect("250");
                client.say("DATA").expect("354");
                long began = System.nanoTime();
                client.out().write(content.getBytes(ISO_8859_1));
                String reply = client.say(".").expect("");
                if (reply.startsWith("250")) {
                    taken.put(marker, new Sent(infected, content));
                } else {
                    assertThat(reply).startsWith("451 4.7.1");
                    assertThat(Duration.ofNanos(System.nanoTime() - began))
                            .as("put off after the wait only")
                            .isGreaterThan(WAIT.minusMillis(100));
                    refused.incrementAndGet();
                }
            }
            client.say("QUIT").expect("221");
        }
    }

    private static String digest(String content) throws Exception {
        return HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(content.getBytes(ISO_8859_1)));
    }
}

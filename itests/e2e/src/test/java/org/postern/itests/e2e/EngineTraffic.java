// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mail by both protocols, half of it infected, while something happens to the engine: a message is served whole and without
 * its virus, or put off after the wait for an engine and not before.
 */
final class EngineTraffic implements AutoCloseable {
    private static final int MESSAGES_A_SESSION = 10;

    private final RecordingServer server = new RecordingServer();
    private final FakeMailboxes mailboxes = new FakeMailboxes();
    private final Map<String, Sent> taken = new ConcurrentHashMap<>();
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicInteger putOff = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> clients = new ArrayList<>();
    private final Duration wait;
    private volatile boolean over;

    /**
     * What a client was told is taken.
     *
     * @param infected whether it has a virus
     * @param content its octets as they were sent, dots and all
     */
    private record Sent(boolean infected, String content) {}

    /** @param wait for an engine, as the profile says */
    EngineTraffic(Duration wait) throws IOException {
        this.wait = wait;
    }

    String smtpServer() {
        return server.address();
    }

    String pop3Server() {
        return mailboxes.address();
    }

    /** Has so many clients send, session after session. */
    void send(int port, int sessions) {
        for (int i = 0; i < sessions; i++) {
            boolean infected = i % 2 == 0;
            begin(() -> sendingSession(port, infected));
        }
    }

    /** Has so many clients fetch, each from a mailbox of its own. */
    void fetch(int port, int sessions) {
        for (int i = 0; i < sessions; i++) {
            String account = "plain-" + i;
            FakeMailboxes.Box box = mailboxes.box(account);
            box.add(infected(Mail.marker()));
            box.add(Mail.text(Mail.marker()));
            begin(() -> fetchingSession(port, account, box.message("u2")));
        }
    }

    private interface Session {
        void hold() throws Exception;
    }

    private void begin(Session session) {
        Callable<Void> client = () -> {
            while (!over) {
                session.hold();
            }
            return null;
        };
        clients.add(threads.submit(client));
    }

    /** @return how many messages were taken or given out; fails with what a client met */
    int served() throws Exception {
        for (Future<?> client : clients) {
            if (client.isDone()) {
                client.get();
            }
        }
        return taken.size() + fetched.get();
    }

    int putOff() {
        return putOff.get();
    }

    /** @return the longest time for which a message was served or put off, and forgets it */
    Duration longest() {
        return Duration.ofNanos(longest.getAndSet(0));
    }

    /** Waits for a message of each client, at least as it is on the average. */
    void flows() throws Exception {
        int before = served();
        Until.holds("mail flows", Duration.ofSeconds(90), () -> served() > before + clients.size());
    }

    private void sendingSession(int port, boolean infected) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.expect("220");
            client.say("EHLO client.test").expect("250");
            for (int i = 0; i < MESSAGES_A_SESSION && !over; i++) {
                String marker = Mail.marker();
                String content = (infected ? infected(marker) : Mail.text(marker)).replace("\r\n.", "\r\n..");
                client.say("MAIL FROM:<a@example.net>").expect("250");
                client.say("RCPT TO:<b@example.org>").expect("250");
                client.say("DATA").expect("354");
                long began = System.nanoTime();
                client.out().write(content.getBytes(ISO_8859_1));
                String reply = client.say(".").expect("");
                if (reply.startsWith("250")) {
                    taken.put(marker, new Sent(infected, content));
                    took(began);
                } else {
                    putOff(reply, "451 4.7.1", began);
                }
            }
            client.say("QUIT").expect("221");
        }
    }

    private void fetchingSession(int port, String account, String clean) throws IOException {
        try (Pop3Login client = new Pop3Login(port, account)) {
            for (int i = 0; i < MESSAGES_A_SESSION && !over; i++) {
                long began = System.nanoTime();
                String status = client.ask("RETR " + (1 + i % 2));
                if (!status.startsWith("+OK")) {
                    putOff(status, "-ERR [SYS/TEMP]", began);
                    continue;
                }
                String message = client.rest();
                if (i % 2 == 0) {
                    assertHarmless(message);
                } else {
                    assertThat(message).isEqualTo(clean);
                }
                fetched.incrementAndGet();
                took(began);
            }
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
    }

    private void putOff(String reply, String expected, long began) {
        assertThat(reply).startsWith(expected);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("put off after the wait only")
                .isGreaterThan(wait.minusMillis(100));
        putOff.incrementAndGet();
        took(began);
    }

    private void took(long began) {
        longest.accumulateAndGet(System.nanoTime() - began, Math::max);
    }

    private static String infected(String marker) {
        return Mail.withAttachment(marker, "application/octet-stream", "e.com", Mail.eicar());
    }

    private static void assertHarmless(String message) {
        assertThat(message)
                .contains("postern-notice")
                .doesNotContain(Mail.base64(Mail.eicar()).substring(0, 40));
    }

    /** Ends all sessions; what was taken is at the server, once, and nothing else is. */
    void endWithNothingLost() throws Exception {
        over = true;
        for (Future<?> client : clients) {
            client.get(90, TimeUnit.SECONDS);
        }
        Map<String, List<RecordingServer.Received>> got = byMarker();
        assertThat(got.keySet()).as("taken and delivered are the same").isEqualTo(taken.keySet());
        for (Map.Entry<String, Sent> one : taken.entrySet()) {
            List<RecordingServer.Received> copies = got.get(one.getKey());
            assertThat(copies).as("once").hasSize(1);
            if (one.getValue().infected()) {
                assertHarmless(copies.get(0).text());
            } else {
                assertThat(copies.get(0).sha256())
                        .isEqualTo(digest(one.getValue().content()));
            }
        }
    }

    private Map<String, List<RecordingServer.Received>> byMarker() {
        Map<String, List<RecordingServer.Received>> all = new ConcurrentHashMap<>();
        for (var next = server.poll(); next.isPresent(); next = server.poll()) {
            String text = next.get().text();
            int at = text.indexOf("X-Test: ") + "X-Test: ".length();
            all.computeIfAbsent(text.substring(at, text.indexOf('\r', at)), first -> new ArrayList<>())
                    .add(next.get());
        }
        return all;
    }

    private static String digest(String content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(ISO_8859_1)));
    }

    @Override
    public String toString() {
        return taken.size() + " messages taken, " + fetched + " given out, " + putOff + " put off";
    }

    @Override
    public void close() throws IOException {
        over = true;
        threads.shutdownNow();
        server.close();
        mailboxes.close();
    }
}

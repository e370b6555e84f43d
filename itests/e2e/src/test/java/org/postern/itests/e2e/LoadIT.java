// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.longtest.Result;

/** T40, T41: many sessions, and much mail, with a small heap. */
@Tag("long")
class LoadIT {
    private static final Map<String, String> SMALL_HEAP = Map.of("JAVA_OPTS", "-Xmx256m");
    private static final int SESSIONS = 1000;
    private static final int MEBIBYTES = 50;

    /** Lines of base64 in a block, of 57 octets each. */
    private static final int BLOCK_LINES = 1000;

    @Test
    void servesMailBesideAThousandSilentSessions() throws Exception {
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway =
                        RunningGateway.before(server.address(), SMALL_HEAP).start()) {
            List<RawClient> silent = new ArrayList<>();
            try {
                for (int i = 0; i < SESSIONS; i++) {
                    silent.add(new RawClient(gateway.port()).envelope());
                }
                Footprint open = Footprint.of(gateway.pid());
                SoakTraffic traffic = new SoakTraffic(gateway.port(), server);
                traffic.flow(8, Duration.ofSeconds(15), 40);

                for (RawClient client : silent) {
                    client.say("DATA").expect("354");
                }
                for (RawClient client : silent) {
                    client.say("X-Test: of one that was silent\r\n\r\nhello\r\n.")
                            .expect("250");
                }
                new Result(
                                "load: traffic beside silent sessions",
                                SESSIONS + " sessions, 8 clients for 15 s, -Xmx256m",
                                traffic + "; with all sessions open: " + open)
                        .write();
            } finally {
                for (RawClient client : silent) {
                    client.close();
                }
            }
        }
    }

    @Test
    void passesLargeMessagesAtOnceWithASmallHeap() throws Exception {
        int messages = Integer.getInteger("postern.load.messages", 100);
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address(), SMALL_HEAP)) {
            long room = gateway.base().toFile().getUsableSpace() >> 20;
            assumeTrue(room > 2L * MEBIBYTES * messages, "room for the messages: " + room + " MiB");
            gateway.profile("deadlineSeconds = 540");
            gateway.start();

            long start = System.nanoTime();
            Set<String> sent = sendAtOnce(gateway.port(), messages);
            long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));

            Set<String> arrived = new HashSet<>();
            for (int i = 0; i < messages; i++) {
                arrived.add(server.next(10).sha256());
            }
            assertThat(arrived).isEqualTo(sent);
            Until.holds(
                    "a line of the mail log for each",
                    Duration.ofSeconds(20),
                    () -> gateway.mailLog()
                                    .lines()
                                    .filter(line -> line.contains("action=passed "))
                                    .count()
                            == messages);
            try (var spooled = Files.list(gateway.base().resolve("data/spool"))) {
                assertThat(spooled).isEmpty();
            }
            new Result(
                            "load: large messages at once",
                            messages + " x " + MEBIBYTES + " MiB, -Xmx256m",
                            "all passed, octets right, in " + seconds + " s ("
                                    + (long) messages * MEBIBYTES / seconds + " MiB a second); afterwards: "
                                    + Footprint.of(gateway.pid()))
                    .write();
        }
    }

    /** @return the digests of what was sent; each message is different */
    private static Set<String> sendAtOnce(int port, int messages) throws Exception {
        byte[] raw = new byte[57 * BLOCK_LINES];
        new Random(41).nextBytes(raw);
        byte[] block = (Base64.getMimeEncoder().encodeToString(raw) + "\r\n").getBytes(ISO_8859_1);
        ExecutorService clients = Executors.newFixedThreadPool(messages);
        try {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                all.add(() -> send(port, block));
            }
            Set<String> digests = new HashSet<>();
            for (Future<String> one : clients.invokeAll(all, 30, TimeUnit.MINUTES)) {
                digests.add(one.get());
            }
            return digests;
        } finally {
            clients.shutdownNow();
        }
    }

    private static String send(int port, byte[] block) throws IOException, java.security.NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String type = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        byte[] header = (Mail.header(Mail.marker()) + type).getBytes(ISO_8859_1);
        try (RawClient client = new RawClient(port).patience(Duration.ofMinutes(10))) {
            client.envelope().say("DATA").expect("354");
            client.out().write(header);
            digest.update(header);
            for (long size = header.length; size < (long) MEBIBYTES << 20; size += block.length) {
                client.out().write(block);
                digest.update(block);
            }
            client.say(".").expect("250");
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

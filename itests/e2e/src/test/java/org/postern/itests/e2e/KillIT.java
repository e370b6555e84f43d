// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** T25: the gateway owns no message, so that a kill loses none that was acknowledged. */
class KillIT {
    private static final int ROUNDS = 10;
    private static final int TRANSFERS = 500;
    private static final int CLIENTS = 4;

    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private volatile CountDownLatch enough = new CountDownLatch(1);

    @Test
    void losesNothingThatWasAcknowledgedWhenItIsKilledInTheMiddle() throws Exception {
        Random random = new Random(25);
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address())) {
            for (int round = 0; round < ROUNDS; round++) {
                int before = acknowledged.size();
                gateway.start();
                List<Thread> clients =
                        clients(gateway.port(), (round + 1) * TRANSFERS / ROUNDS + random.nextInt(TRANSFERS / ROUNDS));
                assertThat(enough.await(60, TimeUnit.SECONDS)).as("mail flows").isTrue();
                gateway.kill();
                for (Thread client : clients) {
                    client.join(TimeUnit.SECONDS.toMillis(60));
                }
                assertThat(acknowledged.size()).as("round %s", round).isGreaterThan(before);
            }
            gateway.start();

            Set<Long> atTheServer = new HashSet<>();
            while (!atTheServer.containsAll(acknowledged)) {
                atTheServer.add(server.next(10).size());
            }
            try (Stream<Path> left = Files.list(gateway.base().resolve("data/spool"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    /** Each sends one message after the other until the gateway is gone. */
    private List<Thread> clients(int port, int until) {
        enough = new CountDownLatch(1);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> sendUntilItIsGone(port, until), "client-" + i);
            client.setDaemon(true);
            client.start();
            clients.add(client);
        }
        return clients;
    }

    private void sendUntilItIsGone(int port, int until) {
        try (RawClient client = new RawClient(port)) {
            client.expect("220");
            client.say("EHLO client.test").expect("250");
            while (true) {
                // some fit into memory, some do not; the size tells them apart
                long size = 200 + number.incrementAndGet() * 500L;
                String text = "X-Test: a\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat((int) size / 100);
                client.say("MAIL FROM:<a@example.net>").expect("250");
                client.say("RCPT TO:<b@example.org>").expect("250");
                client.say("DATA").expect("354");
                client.out().write(text.getBytes(ISO_8859_1));
                client.say(".").expect("250");
                acknowledged.add((long) text.length());
                if (acknowledged.size() >= until) {
                    enough.countDown();
                }
            }
        } catch (IOException | AssertionError gone) {
            // that is what the test does
        }
    }
}

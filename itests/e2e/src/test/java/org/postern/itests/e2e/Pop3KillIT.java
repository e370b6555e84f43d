// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.itests.e2e.FakeMailboxes.Habit;
import org.postern.longtest.Result;

/**
 * T20, T22, T25, T34: whoever is killed in the middle of whatever it does, the server, the engine or the gateway: no client has
 * half a message that looks whole, and nothing is gone at a server, whatever it concludes from RETR and QUIT, that its
 * client did not get.
 */
class Pop3KillIT {
    private static final int CLIENTS_OF_A_HABIT = 2;
    private static final int LARGEST = 400_000;
    private static final String[] PROFILE = {
        "engineWaitSeconds = 2",
        "dripAfterSeconds = 1",
        "clientPatienceSeconds = 4",
        // a message that is under way at three kills of the engine looks like the one that kills it
        "failuresUntilUnscannable = 0"
    };

    @Test
    void losesNothing() throws Exception {
        kill(60, 4, 3, 20261124);
    }

    @Test
    @Tag("long")
    void losesNothingForLong() throws Exception {
        int rounds = Integer.getInteger("postern.kill.rounds", 60);
        long seed = Long.getLong("postern.kill.seed", System.nanoTime());
        String came = kill(rounds * 20, rounds, rounds, seed);
        new Result(
                        "kill: POP3",
                        rounds * 20 + " times the server, " + rounds + " times clamd, " + rounds
                                + " times the gateway, seed " + seed,
                        came + "; nothing lost, nothing half")
                .write();
    }

    private static String kill(int serverKills, int engineKills, int gatewayKills, long seed) throws Exception {
        System.out.println("Pop3KillIT: seed " + seed);
        try (FakeMailboxes server = new FakeMailboxes();
                PrivateClamd clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
                RunningGateway gateway =
                        RunningGateway.beforePop3(server.address()).with("--clamd", clamd.address());
                Clients clients = new Clients(gateway.port(), server, seed)) {
            gateway.profile(PROFILE);
            gateway.start();
            Random random = new Random(seed);
            Pop3Fetcher.Tally tally = clients.tally;
            clients.start();

            for (int i = 0; i < serverKills; i++) {
                server.sent().await(random.nextInt(LARGEST));
                server.die();
            }
            assertThat(tally.refused).as("of messages that broke off").hasPositiveValue();
            for (int i = 0; i < engineKills; i++) {
                server.sent().await(random.nextInt(4 * LARGEST));
                clamd.kill();
                if (random.nextBoolean()) {
                    int before = tally.refused.get() + tally.cutOff.get();
                    Until.holds(
                            "mail that is put off",
                            Duration.ofSeconds(30),
                            () -> tally.refused.get() + tally.cutOff.get() > before);
                }
                clamd.startAgain();
            }
            int before = tally.cutOff.get();
            // a kill may meet a moment in which nothing is handed out
            for (int i = 0; i < gatewayKills || (tally.cutOff.get() == before && i < 10 * gatewayKills); i++) {
                (i % 2 == 0 ? tally.received : server.sent()).await(random.nextInt(4 * LARGEST));
                gateway.kill();
                gateway.start();
            }
            assertThat(tally.cutOff.get()).as("messages that broke off").isGreaterThan(before);

            clients.fetchTheRest();
            return tally.toString();
        }
    }

    /** Two for each habit, each with a mailbox of its own that never gets empty. */
    private static final class Clients implements AutoCloseable {
        final Pop3Fetcher.Tally tally = new Pop3Fetcher.Tally();
        private final AtomicBoolean refill = new AtomicBoolean(true);
        private final AtomicBoolean over = new AtomicBoolean();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> running = new ArrayList<>();
        private final List<Runnable> tasks = new ArrayList<>();
        private final List<FakeMailboxes.Box> boxes = new ArrayList<>();

        Clients(int port, FakeMailboxes server, long seed) {
            for (Habit habit : Habit.values()) {
                for (int i = 0; i < CLIENTS_OF_A_HABIT; i++) {
                    String account = habit.name().toLowerCase(Locale.ROOT) + i;
                    FakeMailboxes.Box box = server.box(account);
                    Random random = new Random(seed + boxes.size());
                    Pop3Fetcher fetcher = new Pop3Fetcher(port, account, box, random, tally);
                    boxes.add(box);
                    tasks.add(() -> run(fetcher, box, random));
                }
            }
        }

        void start() {
            tasks.forEach(task -> running.add(threads.submit(task)));
        }

        private void run(Pop3Fetcher fetcher, FakeMailboxes.Box box, Random random) {
            while (!over.get()) {
                while (refill.get() && box.messages().size() < 4) {
                    box.add(message(random));
                }
                fetcher.session();
                assertThat(fetcher.mayGo()).as("what its client has").containsAll(box.gone());
            }
        }

        private static String message(Random random) {
            byte[] content = new byte[random.nextInt(LARGEST)];
            random.nextBytes(content);
            return switch (random.nextInt(4)) {
                case 0 -> Mail.text(Mail.marker());
                case 1 -> Mail.header(Mail.marker()) + Mail.lines("", ".", "..", ".a\r\n".repeat(content.length / 99));
                case 2 -> Mail.withAttachment(Mail.marker(), "image/png", "a.png", content);
                default ->
                    Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar())
                            .replace(
                                    "An epilogue.\r\n",
                                    "An epilogue.\r\n" + "and more\r\n".repeat(content.length / 99));
            };
        }

        /** Nobody is killed any more: every message comes out in the end. */
        void fetchTheRest() throws Exception {
            refill.set(false);
            Until.holds(
                    "empty mailboxes",
                    Duration.ofSeconds(60),
                    () -> running.stream().anyMatch(Future::isDone)
                            || boxes.stream().allMatch(box -> box.messages().isEmpty()));
            over.set(true);
            for (Future<?> client : running) {
                client.get(60, TimeUnit.SECONDS);
            }
            assertThat(tally.replaced).hasPositiveValue();
            assertThat(boxes).allSatisfy(box -> assertThat(box.gone()).isNotEmpty());
        }

        @Override
        public void close() {
            over.set(true);
            threads.shutdownNow();
        }
    }
}

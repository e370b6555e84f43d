// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.longtest.Result;

/** T40, T41: clients that log in and then keep silent, as mail programs do, cost little, and more than may be come to no harm. */
class ManyPop3SessionsIT {
    private static final int SESSIONS = 2000;
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Two a session, in the gateway and in this process, which is its clients and its server. */
    private static final int DESCRIPTORS = 2 * SESSIONS + 300;

    private static final int MOST_THREADS_MORE = 8;

    /** They start one by one as messages come. */
    private static final int PIPELINE_THREADS = 32;

    private static final long MOST_KIB_A_SESSION = 16;

    @Test
    void keepsTwoThousandIdleSessions() throws Exception {
        long descriptors = descriptors();
        assumeTrue(descriptors >= DESCRIPTORS, "this many files may be open: " + descriptors);
        try (CrowdedServer server = new CrowdedServer();
                RunningGateway gateway = RunningGateway.beforePop3(server.address())) {
            gateway.configure(
                    "org.postern.gateway.cfg",
                    "maxSessions = " + (SESSIONS + 1),
                    "maxSessionsPerClient = " + (SESSIONS + 1));
            gateway.profile("tls = DISABLE");
            gateway.start();
            List<RawClient> idle = new ArrayList<>();
            try (Pop3Login busy = new Pop3Login(gateway.port(), "bob")) {
                fetch(busy);
                Footprint alone = Footprint.of(gateway.pid());
                for (int i = 0; i < SESSIONS; i++) {
                    idle.add(loggedIn(gateway));
                }
                Footprint crowded = Footprint.of(gateway.pid());
                int fetched = fetchFor(busy, IDLE);
                putsOffWhatIsTooMuch(gateway);
                fetch(busy);

                for (RawClient client : idle) {
                    client.say("STAT").expect("+OK");
                    client.say("NOOP").expect("+OK");
                }
                Footprint afterwards = Footprint.of(gateway.pid());
                long kib = (crowded.heapKib() - alone.heapKib()) / SESSIONS;
                report(alone, crowded, afterwards, fetched);
                assertThat(kib).as("KiB of heap a session").isLessThanOrEqualTo(MOST_KIB_A_SESSION);
                assertThat(crowded.threads()).isLessThanOrEqualTo(alone.threads() + MOST_THREADS_MORE);
                assertThat(afterwards.threads())
                        .isLessThanOrEqualTo(alone.threads() + MOST_THREADS_MORE + PIPELINE_THREADS);

                for (RawClient client : idle) {
                    client.say("QUIT").expect("+OK");
                }
                assertThat(server.quits()).isEqualTo(SESSIONS);
            } finally {
                for (RawClient client : idle) {
                    client.close();
                }
            }
        }
    }

    private static long descriptors() throws Exception {
        Command limit = Command.run(List.of("sh", "-c", "ulimit -Hn"));
        String most = limit.output().strip();
        return most.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(most);
    }

    private static RawClient loggedIn(RunningGateway gateway) throws Exception {
        RawClient client = new RawClient(gateway.port());
        client.expect("+OK crowded");
        client.say("USER ann").expect("+OK");
        client.say("PASS secret").expect("+OK");
        return client;
    }

    private static void fetch(Pop3Login client) throws Exception {
        assertThat(client.message("RETR 1")).isEqualTo(CrowdedServer.MESSAGE);
    }

    /** Somebody else fetches mail meanwhile. */
    private static int fetchFor(Pop3Login client, Duration time) throws Exception {
        int fetched = 0;
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; fetched++) {
            fetch(client);
        }
        return fetched;
    }

    private static void putsOffWhatIsTooMuch(RunningGateway gateway) throws Exception {
        for (int i = 0; i < 20; i++) {
            long began = System.nanoTime();
            try (RawClient more = new RawClient(gateway.port())) {
                assertThat(more.rest()).startsWith("-ERR [SYS/TEMP] ").endsWith("\r\n");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static void report(Footprint alone, Footprint crowded, Footprint afterwards, int fetched) {
        String figures = "all answer; before: " + alone + "; with all open: " + crowded + "; after " + fetched
                + " messages for somebody else: " + afterwards;
        System.out.println(figures);
        new Result("load: idle POP3 sessions", SESSIONS + " sessions, idle for " + IDLE.toSeconds() + " s", figures)
                .write();
    }
}

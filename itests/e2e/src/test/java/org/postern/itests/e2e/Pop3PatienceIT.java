// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T46: real clients get their mail though the engine takes longer over it than they wait for an octet. */
class Pop3PatienceIT {
    private static final String WAIT = "X-Postern-Wait: the message is being checked\r\n";
    private static final String RECEIVED = "Received: from a.test by b.test; Tue, 24 Nov 2026 08:00:00 +0000\r\n";

    /** The engine takes long over its one part and not over the message as it is, which it cannot unpack. */
    private static final String AT_ONCE =
            Mail.lines("Subject: nothing before it", "MIME-Version: 1.0", "Content-Transfer-Encoding: base64", "")
                    + Mail.base64(LateClamd.MARK.getBytes(ISO_8859_1));

    private static final String RELAYED = RECEIVED.repeat(3) + AT_ONCE;

    @TempDir
    private Path folder;

    private int fetches;

    /** In seconds; a client that hears nothing for its time gives up. */
    private record Times(int engine, int client, int dripAfter, int clientPatience) {
        String[] profile(boolean extraHeaders) {
            return new String[] {
                "engines = clamd",
                "deadlineSeconds = 300",
                "dripAfterSeconds = " + dripAfter,
                "clientPatienceSeconds = " + clientPatience,
                "dripExtraHeaders = " + extraHeaders
            };
        }
    }

    @Test
    void outwaitsAnEngineThatTakesLongerThanTheClient() throws Exception {
        outwaits(new Times(9, 6, 2, 5));
    }

    @Test
    @Tag("long")
    void outwaitsAnEngineOfNinetySecondsForClientsOfAMinute() throws Exception {
        Times times = new Times(90, 60, 20, 55);
        ExecutorService session = Executors.newSingleThreadExecutor();
        try {
            Future<?> impatient = session.submit(() -> isRefusedInTime(times));
            outwaits(times);
            impatient.get();
        } finally {
            session.shutdownNow();
        }
    }

    /** T22, T34: header lines of which the rest does not come are no message to any of these, and nothing is deleted. */
    @Test
    void handsOutNoHalfMessageWhenTheTimeOfTheEngineIsOver() throws Exception {
        Map<Pop3Program, String> accounts = Map.of(
                Pop3Program.FETCHMAIL_EMPTYING, "ann",
                Pop3Program.GETMAIL, "bob",
                Pop3Program.MUTT, "cid",
                Pop3Program.POPLIB, "dan");
        ExecutorService sessions = Executors.newCachedThreadPool();
        try (PrivateDovecot dovecot = PrivateDovecot.start();
                LateClamd clamd = new LateClamd(Duration.ofMinutes(5));
                RunningGateway gateway =
                        before(dovecot, clamd, "engines = clamd", "deadlineSeconds = 5", "dripAfterSeconds = 1")) {
            List<Future<List<Path>>> arrived = new ArrayList<>();
            for (var entry : accounts.entrySet()) {
                dovecot.deliver(entry.getValue(), RELAYED);
                arrived.add(sessions.submit(() -> {
                    Path into = folder.resolve("half-" + entry.getKey());
                    entry.getKey().fetch(new Pop3Program.Mailbox(gateway.port(), entry.getValue(), 60), into);
                    try (Stream<Path> files = Files.walk(into)) {
                        return files.filter(Files::isRegularFile).toList();
                    }
                }));
            }

            for (Future<List<Path>> files : arrived) {
                assertThat(files.get()).isEmpty();
            }
            for (String account : accounts.values()) {
                assertThat(gateway.mailLogLine("to=" + account + " ")).contains("delivered=no", "reply=\"none: ");
                assertThat(dovecot.count(account)).isEqualTo(1);
            }
        } finally {
            sessions.shutdownNow();
        }
    }

    /** Mail that was relayed has lines enough to wait with; other mail needs lines of the gateway's own. */
    private void outwaits(Times times) throws Exception {
        ExecutorService sessions = Executors.newCachedThreadPool();
        try (PrivateDovecot dovecot = PrivateDovecot.start();
                LateClamd clamd = new LateClamd(Duration.ofSeconds(times.engine()));
                RunningGateway plain = before(dovecot, clamd, times.profile(false));
                RunningGateway filling = before(dovecot, clamd, times.profile(true))) {
            dovecot.deliver("ann", RELAYED);
            dovecot.deliver("bob", AT_ONCE);
            long began = System.nanoTime();
            List<Future<String>> relayed = new ArrayList<>();
            List<Future<String>> filled = new ArrayList<>();
            for (Pop3Program program : List.of(Pop3Program.POPLIB, Pop3Program.FETCHMAIL)) {
                relayed.add(sessions.submit(() -> fetched(program, plain, "ann", times)));
                filled.add(sessions.submit(() -> fetched(program, filling, "bob", times)));
            }
            for (Future<String> arrived : relayed) {
                assertThat(arrived.get()).isEqualTo(RELAYED);
            }
            for (Future<String> arrived : filled) {
                assertThat(arrived.get()).startsWith(WAIT);
                assertThat(arrived.get().replace(WAIT, "")).isEqualTo(AT_ONCE);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(took).isBetween(Duration.ofSeconds(times.engine()), Duration.ofSeconds(times.engine() + 20L));
            assertThat(clamd.thoughtOver()).isGreaterThanOrEqualTo(2);
        } finally {
            sessions.shutdownNow();
        }
    }

    private static RunningGateway before(PrivateDovecot dovecot, LateClamd clamd, String... profile) throws Exception {
        RunningGateway gateway = RunningGateway.beforePop3(dovecot.address());
        gateway.profile(profile);
        gateway.configure(
                "org.postern.scan.clamd~clamd.cfg", "addresses = " + clamd.address(), "readTimeoutMillis = 120000");
        return gateway.start();
    }

    /** @return the one message of an account, as a real client hands it on */
    private String fetched(Pop3Program program, RunningGateway gateway, String account, Times times) throws Exception {
        Path into = folder.resolve(program + "-" + next());
        Command ran = program.fetch(new Pop3Program.Mailbox(gateway.port(), account, times.client()), into);
        assertThat(ran.exit()).as("%s: %s", program, ran.output()).isZero();
        try (Stream<Path> files = Files.list(into)) {
            return Files.readString(files.findFirst().orElseThrow(), ISO_8859_1);
        }
    }

    private synchronized int next() {
        return ++fetches;
    }

    /** Without any line to wait with a client is told in time to come again. */
    private static Void isRefusedInTime(Times times) throws Exception {
        try (PrivateDovecot dovecot = PrivateDovecot.start();
                LateClamd clamd = new LateClamd(Duration.ofSeconds(times.engine()));
                RunningGateway gateway = before(dovecot, clamd, times.profile(false))) {
            dovecot.deliver("cid", AT_ONCE);
            try (Pop3Login client = new Pop3Login(gateway.port(), "cid")) {
                long asked = System.nanoTime();
                assertThat(client.ask("RETR 1")).startsWith("-ERR [SYS/TEMP] ");
                assertThat(Duration.ofNanos(System.nanoTime() - asked))
                        .isBetween(Duration.ofSeconds(times.clientPatience() - 5L), Duration.ofSeconds(times.client()));
            }
            return null;
        }
    }
}

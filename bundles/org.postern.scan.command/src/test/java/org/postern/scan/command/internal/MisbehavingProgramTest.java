// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/** Whatever a program does: no silent pass, no scan that hangs, nothing left over. */
@Timeout(60)
class MisbehavingProgramTest {
    private static final String OK = "echo \"$1: OK\"";

    @TempDir
    Path folder;

    private Programs programs;

    @BeforeEach
    void fold() {
        programs = new Programs(folder);
    }

    @AfterEach
    void nothingOfAScanIsLeft() throws Exception {
        assertThat(programs.leftovers()).isEmpty();
    }

    private ScanResult scan(String... script) throws Exception {
        try (CommandScanner scanner = programs.running(script)) {
            return scanner.scan(Request.of("x"));
        }
    }

    private ScanResult scanWithin(Duration time, String... script) throws Exception {
        try (CommandScanner scanner = programs.running(script)) {
            long began = System.nanoTime();
            ScanResult result = scanner.scan(Request.of("x").within(time));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(time.plusSeconds(8));
            return result;
        }
    }

    @Nested
    class T21WhenItsAnswerIsNone {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "exit 0",
                    OK + "; exit 2",
                    OK + "; exit 137",
                    OK + "; kill -9 $$",
                    OK + "; kill -SEGV $$",
                    "echo OK",
                    "head -c 300 /dev/urandom",
                    OK + " >&2",
                    "printf '%0100000d\\n' 0; " + OK,
                    "exec 1>&- 2>&-"
                })
        void itsScanFailed(String script) throws Exception {
            assertThat(scan(script).verdict()).isEqualTo(Verdict.FAILED);
        }

        @Test
        void anInfectedOneIsInfectedWithWhateverName() throws Exception {
            assertThat(scan("exit 1")).isEqualTo(ScanResult.infected(Meaning.UNNAMED));
            assertThat(scan("head -c 300 /dev/urandom; exit 1").verdict()).isEqualTo(Verdict.INFECTED);
            assertThat(scan("echo \"$1: Evil FOUND\"")).isEqualTo(ScanResult.infected("Evil"));
            assertThat(scan("printf '%s: Ev\\033[2Jil\\r FOUND\\n' \"$1\"; exit 1"))
                    .isEqualTo(ScanResult.infected("Ev?[2Jil"));
            assertThat(scan("printf '%s: %03000d FOUND\\n' \"$1\" 0; exit 1").text())
                    .isEqualTo("0".repeat(200));
        }

        @Test
        void aProgramThatIsNotThereOrCannotBeRunFails() throws Exception {
            Path plain = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n");
            Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rw-r--r--"));
            for (String program : new String[] {"/nowhere/scanner", plain.toString(), folder.toString()}) {
                try (CommandScanner scanner = programs.with(Map.of("command", new String[] {program, "{file}"}))) {
                    ScanResult result = scanner.scan(Request.of("x"));
                    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
                    assertThat(result.text()).contains(program);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "rm \"$1\"",
                    "echo more >>\"$1\"",
                    "printf y >\"$1\"",
                    ": >\"$1\"",
                    "mv \"$1\" moved",
                    "cp \"$1\" copy; mv copy \"$1\"",
                    "rm \"$1\"; mkdir \"$1\"",
                    "rm \"$1\"; ln -s /etc/passwd \"$1\"",
                    "rm -r \"$HOME\""
                })
        void whatItChangedItDidNotCallClean(String script) throws Exception {
            assertThat(scan(script, OK).verdict()).isEqualTo(Verdict.FAILED);
            assertThat(scan(script, "echo \"$1: Evil FOUND\"; exit 1")).isEqualTo(ScanResult.infected("Evil"));
            assertThat(Path.of("/etc/passwd")).exists();
        }

        @Test
        void whatItLeavesBehindIsRemoved() throws Exception {
            Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "stays");

            assertThat(scan(
                            "mkdir -p a/b c && echo x >a/b/y && ln -s " + folder + " link && ln " + elsewhere + " hard",
                            "mkfifo a/pipe && chmod 000 a/b/y a/b a c",
                            OK))
                    .isEqualTo(ScanResult.clean());

            assertThat(elsewhere).hasContent("stays");
        }
    }

    @Nested
    class T20WhenItDoesNotEnd {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "exec sleep 1000",
                    "trap '' TERM INT HUP; while :; do sleep 1000; done",
                    OK + "; exec sleep 1000",
                    "while :; do :; done",
                    "kill -STOP $$"
                })
        void itIsEndedAtTheDeadline(String script) throws Exception {
            ScanResult result = scanWithin(Duration.ofMillis(500), "echo $$ >" + programs.note("pid"), script);

            assertThat(result).isEqualTo(ScanResult.failed("no answer in time"));
            assertThat(Programs.runs(programs.noted("pid"))).isFalse();
        }

        @Test
        void itsOwnTimeoutCountsToo() throws Exception {
            try (CommandScanner scanner = programs.with(
                    Map.of("command", new String[] {"/bin/sh", "-c", "sleep 1000", "{file}"}, "timeoutMillis", 300))) {
                assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.failed("no answer in time"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"exec yes", "yes >&2", "yes & yes >&2 & exec sleep 1000"})
        void aFloodEndsItAndIsNotKept(String script) throws Exception {
            ScanResult result = scanWithin(Duration.ofSeconds(30), script);

            assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(result.text()).containsAnyOf("it prints more", "than are read");
        }

        @Test
        void whoCancelsGetsAwayAndTheProgramEnds() throws Exception {
            try (CommandScanner scanner = programs.running("echo $$ >" + programs.note("pid"), "exec sleep 1000")) {
                Request request = Request.of("x");
                var result = CompletableFuture.supplyAsync(() -> {
                    try {
                        return scanner.scan(request);
                    } catch (InterruptedException nobody) {
                        throw new AssertionError(nobody);
                    }
                });
                long pid = programs.noted("pid");

                request.cancellation().cancel();

                assertThat(result.get()).isEqualTo(ScanResult.failed("cancelled"));
                assertThat(Programs.runs(pid)).isFalse();
                assertThat(scanner.scan(request)).as("cancelled before").isEqualTo(ScanResult.failed("cancelled"));
            }
        }

        @Test
        void anInterruptEndsItToo() throws Exception {
            try (CommandScanner scanner = programs.running("echo $$ >" + programs.note("pid"), "exec sleep 1000")) {
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Thread thread = new Thread(() -> {
                    try {
                        var unused = scanner.scan(Request.of("x"));
                    } catch (Throwable any) {
                        thrown.set(any);
                    }
                });
                thread.start();
                long pid = programs.noted("pid");

                thread.interrupt();
                thread.join();

                assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
                assertThat(Programs.runs(pid)).isFalse();
            }
        }

        @Test
        void aSlowDiskIsNotWaitedForBeyondTheDeadline() throws Exception {
            try (CommandScanner scanner = programs.running(OK)) {
                assertThat(scanner.scan(Request.of("x").within(Duration.ofMillis(-1))))
                        .isEqualTo(ScanResult.failed("no answer in time"));
            }
        }
    }

    @Nested
    class WhenItHasChildren {
        /** The child's number is noted by itself. */
        private String child(String how, String command) {
            return how.replace("CHILD", "sh -c 'echo $$ >" + programs.note("child") + "; " + command + "'");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "CHILD &",
                    "setsid CHILD &",
                    "(setsid CHILD >/dev/null 2>&1 </dev/null & ) &",
                    "(cd / && trap '' HUP TERM && CHILD & ) &",
                    "env -i CHILD & wait_a_moment"
                })
        void thoseThatOutliveItHoldNothingAndEnd(String how) throws Exception {
            String pid = "while [ ! -s " + programs.note("child") + " ]; do sleep 0.01; done";
            String alive =
                    how.contains("wait_a_moment") ? "sleep 1000" : OK; // a child without a mark, of a living parent
            ScanResult result = scanWithin(
                    Duration.ofSeconds(3), child(how.replace("wait_a_moment", ""), "exec sleep 1000"), pid, alive);

            assertThat(result)
                    .isEqualTo(alive.equals(OK) ? ScanResult.clean() : ScanResult.failed("no answer in time"));
            assertThat(Programs.runs(programs.noted("child"))).isFalse();
        }

        /** What it printed before it ended counts; the rest is for nobody. */
        @Test
        void oneThatGoesOnPrintingEnds() throws Exception {
            ScanResult result = scanWithin(
                    Duration.ofSeconds(20),
                    child("CHILD &", "exec yes"),
                    "while [ ! -s " + programs.note("child") + " ]; do sleep 0.01; done",
                    OK);

            assertThat(result.verdict()).isIn(Verdict.CLEAN, Verdict.FAILED);
            assertThat(Programs.runs(programs.noted("child"))).isFalse();
        }

        @Test
        void thoseThatStartOthersAgainAndAgainEnd() throws Exception {
            ScanResult result = scanWithin(
                    Duration.ofMillis(700),
                    "again() { sh -c 'echo $$ >>" + programs.note("all") + "; sleep 0.02' & }",
                    "(trap '' TERM; while :; do again; sleep 0.01; done) &",
                    "(trap '' TERM; while :; do again; sleep 0.01; done) >/dev/null &",
                    "while :; do again; sleep 0.01; done");

            assertThat(result).isEqualTo(ScanResult.failed("no answer in time"));
            for (String pid : Files.readAllLines(programs.note("all"))) {
                assertThat(Programs.runs(Long.parseLong(pid))).as(pid).isFalse();
            }
        }
    }
}

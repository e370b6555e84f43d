// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;

class CommandScannerTest {
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

    @Test
    void looksIntoTheContent() throws Exception {
        try (CommandScanner scanner = programs.running(
                "if grep -q evil \"$1\"; then echo \"$1: Evil.Test FOUND\"; exit 1; fi", "echo \"$1: OK\"")) {
            assertThat(scanner.scan(Request.of("good"))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of("some evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
            assertThat(scanner.scan(Request.of(""))).isEqualTo(ScanResult.clean());
        }
        try (var left = Files.list(folder.resolve("work"))) {
            assertThat(left).as("nor of the engine").isEmpty();
        }
    }

    @Test
    void givesTheContentAsItIsUnderAFixedNameThatNobodyElseReads() throws Exception {
        byte[] content = new byte[300_001];
        new Random(1).nextBytes(content);
        Path copy = programs.note("copy");
        Path seen = programs.note("seen");
        try (CommandScanner scanner = programs.running(
                "cp \"$1\" " + copy, "stat -c '%a %n' \"$1\" . >" + seen, "ls -A >>" + seen, "echo \"$1: OK\"")) {
            assertThat(scanner.scan(Request.of(Octets.of(content)))).isEqualTo(ScanResult.clean());
        }
        assertThat(Files.readAllBytes(copy)).isEqualTo(content);
        assertThat(Files.readString(seen).replaceAll("/\\S+/", "")).isEqualTo("600 content\n700 .\ncontent\n");
    }

    @Test
    void givesNothingButThatAndAFewVariables() throws Exception {
        Path seen = programs.note("seen");
        try (CommandScanner scanner = programs.with(Map.of("command", new String[] {
            programs.script(
                            "env | sort >" + seen,
                            "printf '%s\\n' \"$@\" >>" + seen,
                            "cat >>" + seen,
                            "pwd >>" + seen,
                            "echo : OK")
                    .toString(),
            "$(touch x); `id` ' \" *",
            "--file={file}"
        }))) {
            assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
        }
        assertThat(Files.readString(seen).replaceAll("/\\S+/work/run-[0-9]+-[0-9]+-[0-9a-f]{16}/[0-9a-f]{16}", "HERE"))
                .matches("HOME=HERE\nLANG=C\nPATH=[a-z/:]+\nPWD=HERE\nTMPDIR=HERE\n(_=\\S+\n)?"
                        + "\\$\\(touch x\\); `id` ' \" \\*\n--file=HERE/content\nHERE\n");
    }

    @Test
    void aDiskThatFailsIsNoVerdict() throws Exception {
        Octets failing = new Octets() {
            @Override
            public long size() {
                return 100_000;
            }

            @Override
            public InputStream open(long from, long length) {
                return new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
            }
        };
        try (CommandScanner scanner = programs.running("echo : OK")) {
            assertThat(scanner.scan(Request.of(failing))).isEqualTo(ScanResult.failed("No space left on device"));
        }
    }

    @Test
    void recoversWhenThePlaceForTheContentIsThereAgain() throws Exception {
        Files.writeString(folder.resolve("work"), "in the way");
        try (CommandScanner scanner = programs.running("echo : OK")) {
            assertThat(scanner.scan(Request.of("x")).verdict()).isEqualTo(Verdict.FAILED);

            Files.delete(folder.resolve("work"));

            assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
        }
    }

    @Test
    void asksForTheVersionOnceAMinute() throws Exception {
        Path asked = programs.note("asked");
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
        Map<String, Object> values = Map.of("versionCommand", new String[] {
            programs.script(
                            "echo asked >>" + asked,
                            "n=$(wc -l <" + asked + ")",
                            "echo \"ClamAV 1.4.3/2700$n/Tue Nov 3\"")
                    .toString(),
            "--version"
        });
        try (CommandScanner scanner = new CommandScanner(programs.settings(values), clock::get)) {
            EngineInfo first = scanner.info();
            clock.addAndGet(59_999_999_999L);
            assertThat(scanner.info()).isEqualTo(first);
            clock.addAndGet(1);
            EngineInfo second = scanner.info();

            assertThat(first.product()).isEqualTo("ClamAV 1.4.3");
            assertThat(first.dataVersion()).isEqualTo("27001/Tue Nov 3");
            assertThat(second.dataVersion()).isEqualTo("27002/Tue Nov 3");
            assertThat(first.remark()).isEmpty();
            scanner.use(programs.settings(values));
            assertThat(scanner.info().dataVersion()).as("other settings").isEqualTo("27003/Tue Nov 3");
        }
    }

    @Test
    void hasNoVersionOfSignaturesUnlessTheProgramSaysOne() throws Exception {
        assertThat(info(Map.of()).dataVersion()).isEmpty();
        assertThat(info(Map.of()).product()).isEqualTo("false");
        for (String body : new String[] {"echo ClamAV 1.4.3", "exit 3", "kill -9 $$", "exec yes", ":"}) {
            EngineInfo info = info(
                    Map.of("versionCommand", new String[] {programs.script(body).toString()}));
            assertThat(info.dataVersion()).as(body).isEmpty();
            assertThat(info.remark()).as(body).contains("version");
        }
        assertThat(info(Map.of("versionCommand", new String[] {"/nowhere/x"})).remark())
                .contains("/nowhere/x");
        assertThat(info(Map.of(
                                "versionCommand",
                                new String[] {
                                    programs.script("printf 'Scanner\\033[1m 7\\ndata: 12\\n'")
                                            .toString()
                                },
                                "versionPattern",
                                "^data: [0-9]+"))
                        .dataVersion())
                .isEqualTo("data: 12");
    }

    private EngineInfo info(Map<String, Object> values) throws Exception {
        try (CommandScanner scanner = programs.with(values)) {
            return scanner.info();
        }
    }

    @Test
    void hasAdviceOnEveryGap() {
        try (CommandScanner scanner = programs.with(Map.of())) {
            assertThat(Arrays.stream(org.postern.api.scan.Gap.values()).map(scanner::advice))
                    .doesNotContain("")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aChangeOfTheWorkDirectoryLosesNoScan() throws Exception {
        Path go = programs.note("go");
        String script = programs.script("while [ ! -e " + go + " ]; do sleep 0.01; done", "cat \"$1\"", "echo : OK")
                .toString();
        try (CommandScanner scanner = programs.with(Map.of("command", new String[] {script, "{file}"}))) {
            var running = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
                try {
                    return scanner.scan(Request.of("x"));
                } catch (InterruptedException impossible) {
                    throw new AssertionError(impossible);
                }
            });
            Programs.holds("the scan", () -> !programs.leftovers().isEmpty());

            scanner.use(
                    programs.settings(Map.of("command", new String[] {script, "{file}"}, "workDirectory", "other")));
            Files.writeString(go, "", UTF_8);

            assertThat(running.get()).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
            assertThat(folder.resolve("other")).isDirectory();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;

class MeaningTest {
    private static final Limit LIMIT = Limit.of(Duration.ofSeconds(20));

    private final Meaning clamscan = meaning(Map.of());

    private static Meaning meaning(Map<String, Object> values) {
        return Settings.of(Path.of("/"), Configs.of(values)).meaning();
    }

    private static Ended ended(int exit, String output) {
        return new Ended(exit, output, true, "");
    }

    private ScanResult of(int exit, String output) throws Exception {
        return clamscan.of(ended(exit, output), LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/w/content: OK\n", "/w/content: Empty file\n", "warning\r\n/w/content: OK\r\n", "/w/content: OK"
            })
    void onlyTheExitCodeForCleanWithTheWordsForItIsClean(String output) throws Exception {
        assertThat(of(0, output)).isEqualTo(ScanResult.clean());
        assertThat(of(1, output)).isEqualTo(ScanResult.infected(Meaning.UNNAMED));
        for (int exit : new int[] {2, 3, 40, 50, 127, 128, 137, 139, 255}) {
            assertThat(of(exit, output).verdict()).as("exit code %s", exit).isEqualTo(Verdict.FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "/w/content: OKAY", "/w/content: Excluded", "/w/content: Access denied", "OK", "usage"
            })
    void isNotCleanWithoutTheWordsForIt(String output) throws Exception {
        assertThat(of(0, output).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(of(1, output)).isEqualTo(ScanResult.infected(Meaning.UNNAMED));
    }

    @Test
    void needsNoWordsWhereNoneAreAskedFor() throws Exception {
        Meaning wordless = meaning(Map.of("cleanPattern", "", "cleanExitCodes", new int[] {0, 10}));

        assertThat(wordless.of(ended(0, ""), LIMIT)).isEqualTo(ScanResult.clean());
        assertThat(wordless.of(ended(10, "x"), LIMIT)).isEqualTo(ScanResult.clean());
        assertThat(wordless.of(ended(1, ""), LIMIT)).isEqualTo(ScanResult.infected(Meaning.UNNAMED));
        assertThat(wordless.of(ended(2, ""), LIMIT).verdict()).isEqualTo(Verdict.FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 137})
    void whatIsNamedIsInfectedWhateverTheExitCodeSays(int exit) throws Exception {
        assertThat(of(exit, "a\n/w/content: Evil.Test FOUND\n/w/content: OK\n"))
                .isEqualTo(ScanResult.infected("Evil.Test"));
    }

    @ParameterizedTest
    @CsvSource({
        "Heuristics.Encrypted.Zip, ENCRYPTED_ARCHIVE",
        "Heuristics.Encrypted.PDF, ENCRYPTED_ARCHIVE",
        "Heuristics.Limits.Exceeded, LIMITS",
        "Heuristics.Limits.Exceeded.MaxRecursion, LIMITS",
        "Heuristics.Email.ExceedsMax.EmailHeaderBytes, LIMITS",
        "Heuristics.XZ.DicSizeLimit, LIMITS"
    })
    void cannotScanWhatClamscanDidNotLookInto(String name, UnscannableReason reason) throws Exception {
        assertThat(of(1, "/w/content: " + name + " FOUND\n")).isEqualTo(ScanResult.unscannable(reason, name));
        assertThat(of(1, "/w/content: " + name + " FOUND\n/w/content: Evil FOUND\n"))
                .isEqualTo(ScanResult.infected("Evil"));
        assertThat(clamscan.of(new Ended(1, "/w/content: " + name + " FOUND\n", false, ""), LIMIT))
                .as("what follows may be worse")
                .isEqualTo(ScanResult.infected(Meaning.UNNAMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Heuristics.Encrypted",
                "Heuristics.Limits.ExceededNot",
                "Win.Heuristics.Encrypted.Zip",
                "OK",
                "a FOUND"
            })
    void everythingElseFoundIsInfected(String name) throws Exception {
        assertThat(of(1, "/w/content: " + name + " FOUND\n")).isEqualTo(ScanResult.infected(name));
    }

    @Test
    void readsReasonsFromExitCodesAndLines() throws Exception {
        Meaning other = meaning(Map.of(
                "cleanPattern", "",
                "threatPattern", "^Virus: (.*)$",
                "infectedExitCodes", new int[] {3},
                "unscannableExitCodes", new String[] {"damaged=4", "tooLarge = 5"},
                "unscannablePatterns", new String[] {"encryptedArchive=Password protected: .*"}));

        assertThat(other.of(ended(4, ""), LIMIT).reason()).contains(UnscannableReason.DAMAGED);
        assertThat(other.of(ended(5, ""), LIMIT).reason()).contains(UnscannableReason.TOO_LARGE);
        for (int exit : new int[] {0, 2}) {
            assertThat(other.of(ended(exit, "x\nPassword protected: a.txt\n"), LIMIT))
                    .isEqualTo(
                            ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "Password protected: a.txt"));
        }
        assertThat(other.of(ended(0, "a.zip/Password protected: a.txt\n"), LIMIT))
                .as("a part of a line")
                .isEqualTo(ScanResult.clean());
        assertThat(other.of(ended(139, "Password protected: a.txt\n"), LIMIT).verdict())
                .isEqualTo(Verdict.FAILED);
        assertThat(other.of(ended(3, "Password protected: a.txt\n"), LIMIT))
                .as("words out of the content do not take an exit code back")
                .isEqualTo(ScanResult.infected(Meaning.UNNAMED));
        assertThat(other.of(ended(4, "Virus: Evil\n"), LIMIT)).isEqualTo(ScanResult.infected("Evil"));
        assertThat(other.of(ended(0, "Virus: \n"), LIMIT)).isEqualTo(ScanResult.infected(Meaning.UNNAMED));
    }

    @Test
    void cleansAndCutsNames() throws Exception {
        assertThat(of(1, "/w/content: a\u001b[31m\rb\u202e\u0085\u2028c FOUND\n"))
                .isEqualTo(ScanResult.infected("a?[31m?b???c"));
        assertThat(of(1, "/w/content: " + "x".repeat(3000) + " FOUND\n").text()).hasSize(200);
        assertThat(of(0, "/w/content: " + "x".repeat(100_000) + " FOUND\n/w/content: OK\n")
                        .verdict())
                .as("a line that is not read")
                .isEqualTo(Verdict.FAILED);
        assertThat(of(1, "/w/content: " + "x".repeat(100_000) + " FOUND\n"))
                .isEqualTo(ScanResult.infected(Meaning.UNNAMED));
        assertThat(clamscan.of(new Ended(0, "/w/content: OK\n", false, ""), LIMIT)
                        .verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void quotesOneLineWithoutWhatTerminalsObey() throws Exception {
        ScanResult result =
                clamscan.of(new Ended(2, "out\n", true, "\n\u001b]0;title\u0007 no database\nmore\n"), LIMIT);

        assertThat(result).isEqualTo(ScanResult.failed("exit code 2: ?]0;title? no database"));
        assertThat(of(137, "")).isEqualTo(ScanResult.failed("ended by signal 9"));
    }

    @Test
    void givesAPatternUpThatGoesAstray() {
        Meaning astray = meaning(Map.of("threatPattern", "((a+)+)+b"));

        assertThatThrownBy(() -> astray.of(ended(0, "a".repeat(4000)), Limit.of(Duration.ofMillis(200))))
                .isInstanceOf(GivenUpException.class)
                .hasMessageContaining("patterns");
    }
}

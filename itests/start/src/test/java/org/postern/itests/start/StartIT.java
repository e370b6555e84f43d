// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartIT {
    @TempDir
    Path folder;

    private Path home;
    private Path base;

    @BeforeEach
    void unpack() throws IOException {
        home = TestHome.make(folder.resolve("a home"));
        base = folder.resolve("a base");
    }

    @Nested
    class WhenTheGatewayIsReady {

        @Test
        void printsItsLineWithTheTimeItTook() throws Exception {
            try (var postern = run("ready")) {
                var line = postern.awaitOut(StartIT::isReady);

                assertThat(line).matches("Postern stands in \\(\\d+\\.\\d s\\)");
                assertThat(postern.outSoFar()).containsExactly("a detail", "another", line);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"TERM", "INT"})
        void stopsCleanlyOnASignal(String signal) throws Exception {
            try (var postern = run("ready")) {
                postern.awaitOut(StartIT::isReady);

                postern.signal(signal);

                assertThat(postern.awaitExit()).isZero();
                assertThat(log()).contains("stand-in stopped");
            }
        }

        @Test
        void logsToTheInstanceAndWarnsOnTheConsole() throws Exception {
            try (var postern = run("ready")) {
                postern.awaitOut(StartIT::isReady);
                postern.signal("TERM");
                postern.awaitExit();

                assertThat(log()).contains("stand-in started").contains("stand-in: said to the log service");
                assertThat(postern.err()).contains("WARN").contains("stand-in warns and breaks the line");
                assertThat(postern.err()).doesNotContain("stand-in started").doesNotContain("SLF4J");
            }
        }

        @Test
        void isFoundThroughASymbolicLink() throws Exception {
            var link = Files.createSymbolicLink(folder.resolve("postern"), home.resolve("bin/postern"));

            try (var postern = PosternProcess.start(link, "", "run", "--base", base.toString())) {
                assertThat(postern.awaitOut(StartIT::isReady)).isNotEmpty();
            }
        }

        @Test
        void startsAndStopsBundlesOfTheDeployFolder() throws Exception {
            try (var postern = run("ready")) {
                postern.awaitOut(StartIT::isReady);
                var jar = base.resolve("deploy/vendor-1.jar");
                TestHome.writeBundle(folder.resolve("vendor-1.jar"), "vendor", VendorStandIn.class);

                Files.move(folder.resolve("vendor-1.jar"), jar);
                awaitLog("vendor started");
                Files.delete(jar);
                awaitLog("vendor stopped");
            }
        }

        @Test
        void keepsASecondProcessOutOfItsFolder() throws Exception {
            try (var first = run("ready")) {
                first.awaitOut(StartIT::isReady);

                try (var second = run("ready")) {
                    assertThat(second.awaitExit()).isEqualTo(1);
                    assertThat(second.err()).contains("another Postern runs with this folder");
                }
            }
        }

        @Test
        void forgetsWhatIsNotInstalledAnyMore() throws Exception {
            try (var postern = run("ready")) {
                postern.awaitOut(StartIT::isReady);
            }
            Files.writeString(base.resolve("data/cache/left"), "over");

            try (var postern = run("ready")) {
                postern.awaitOut(StartIT::isReady);

                assertThat(base.resolve("data/cache/left")).doesNotExist();
            }
        }
    }

    @Nested
    class WhenTheStartFails {

        @Test
        void printsTheGatewaysReason() throws Exception {
            try (var postern = run("failed")) {
                assertThat(postern.awaitExit()).isEqualTo(1);
                assertThat(postern.err()).contains("postern: port 25 is taken; choose another");
                assertThat(postern.out()).isEmpty();
                assertThat(log()).contains("stand-in stopped");
            }
        }

        @Test
        void namesTheBundleAndItsReason() throws Exception {
            try (var postern = run("throws")) {
                assertThat(postern.awaitExit()).isEqualTo(1);
                assertThat(postern.err()).contains("org.postern:stand-in:1: IllegalStateException: no spool");
                assertThat(postern.err()).contains("(cause: java.lang.IllegalStateException: no spool)");
                assertThat(log())
                        .contains("IllegalStateException")
                        .contains("at org.postern.itests.start.GatewayStandIn");
            }
        }

        @Test
        void givesUpOnAGatewayThatSaysNothing() throws Exception {
            try (var postern = run("silent", "-Dpostern.start.seconds=10")) {
                assertThat(postern.awaitExit()).isEqualTo(1);
                assertThat(postern.err()).contains("not ready after 10 s").contains("every bundle runs");
            }
        }

        @Test
        void givesUpOnABundleThatBlocks() throws Exception {
            try (var postern = run("blocks", "-Dpostern.start.seconds=3 -Dpostern.stop.seconds=2")) {
                assertThat(postern.awaitExit()).isEqualTo(1);
                assertThat(postern.err()).contains("not ready after 3 s").contains("org.postern:stand-in:1");
            }
        }

        @Test
        void namesABundleThatIsNotThere() throws Exception {
            Files.delete(home.resolve("bundles/stand-in-1.jar"));

            try (var postern = run("ready")) {
                assertThat(postern.awaitExit()).isEqualTo(1);
                assertThat(postern.err()).contains("stand-in.json names org.postern:stand-in:1");
            }
        }

        @Test
        void refusesABaseThatCannotBeUsed() throws Exception {
            Files.writeString(base, "a file");

            try (var postern = run("ready")) {
                assertThat(postern.awaitExit()).isEqualTo(3);
                assertThat(postern.err()).contains(base.toString());
            }
        }

        @Test
        void refusesAnUnknownOption() throws Exception {
            try (var postern = PosternProcess.start(home.resolve("bin/postern"), "", "run", "--fast")) {
                assertThat(postern.awaitExit()).isEqualTo(2);
                assertThat(postern.err()).isEqualTo("postern: run: '--fast' is not an option (try 'postern help')");
            }
        }
    }

    private PosternProcess run(String standIn, String... javaOptions) throws IOException {
        return PosternProcess.start(
                home.resolve("bin/postern"),
                "-Dstand.in=" + standIn + " " + String.join(" ", javaOptions),
                "run",
                "--base",
                base.toString());
    }

    private String log() throws IOException {
        return Files.readString(base.resolve("data/log/postern.log"), UTF_8);
    }

    private void awaitLog(String text) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> log().contains(text));
    }

    private static boolean isReady(String line) {
        return line.startsWith("Postern stands in");
    }
}

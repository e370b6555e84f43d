// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an administrator sees who starts it. */
class RunCommandIT {
    private static Command run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(RunningGateway.script().toString(), "run"));
        command.addAll(List.of(options));
        return Command.run(command);
    }

    @Test
    void saysWhatIsReadyAndStopsCleanly() throws Exception {
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address())) {
            gateway.start();

            String line = "postern ready: smtp 127.0.0.1:" + gateway.port() + " -> " + server.address();
            assertThat(gateway.printed()).containsPattern(java.util.regex.Pattern.quote(line) + " \\(\\d+\\.\\d s\\)");
            assertThat(gateway.printed()).contains("signature");
            gateway.stop();
            assertThat(gateway.exitCode()).isIn(0, 143);
        }
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        Path base = Files.createTempDirectory("postern-instance");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();

            Command done = run("--base", base.toString(), "--smtp", listen + "=127.0.0.1:25");

            assertThat(done.exit()).as(done.output()).isEqualTo(1);
            assertThat(done.output()).contains(listen);
        } finally {
            Folders.delete(base);
        }
    }

    /** Some etc/ is there, so the defaults of the distribution are not copied into it. */
    @Test
    void doesNotStartWithoutTheProfileThatItsRulesName() throws Exception {
        String profile = "etc/org.postern.profile~default.cfg";
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address())) {
            Files.createDirectory(gateway.base().resolve("etc"));

            Command done = run(
                    "--base",
                    gateway.base().toString(),
                    "--smtp",
                    "127.0.0.1:" + gateway.port() + "=" + server.address());

            assertThat(done.exit()).as(done.output()).isEqualTo(1);
            assertThat(done.output())
                    .contains("postern: every session would be refused: no rule in force permits any")
                    .contains("org.postern.rule~cli-smtp-1.cfg: profile = default: no such profile; there are: none; "
                            + "copy org.postern.profile~default.cfg from etc/ of the distribution")
                    .doesNotContain("postern ready");

            Files.copy(
                    Path.of(System.getProperty("postern.distribution"), profile),
                    gateway.base().resolve(profile));
            gateway.start();
            assertThat(Swaks.send(gateway.port(), Mail.text(Mail.marker())).exit())
                    .isZero();
        }
    }

    @Test
    void startsWithAnUpstreamThatIsNotThereAndUsesItOnceItIs() throws Exception {
        int upstream = Ports.free();
        try (RunningGateway gateway =
                RunningGateway.before("127.0.0.1:" + upstream).start()) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.expect("421");
            }
            assertThat(gateway.printed()).contains("127.0.0.1:" + upstream);
        }
    }

    @Test
    void startsWithAClamdThatIsNotThereAndWarns() throws Exception {
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address())
                        .with("--clamd", "127.0.0.1:" + Ports.free())
                        .start()) {
            assertThat(gateway.printed())
                    .contains("engine clamd", "NOT USED", "warning: no engine is usable")
                    .doesNotContain("engine signature");
        }
    }

    @Test
    void refusesBadOptions() throws Exception {
        assertThat(run("--nonsense").exit()).isEqualTo(2);
        assertThat(run("--smtp", "nonsense").exit()).isEqualTo(2);
        assertThat(run("--smtp").exit()).isEqualTo(2);
        assertThat(run("--clamd", "nonsense").exit()).isEqualTo(2);
    }

    @Test
    void refusesABaseThatIsNoDirectory() throws Exception {
        Path file = Files.createTempFile("postern", ".txt");
        try {
            Command done = run("--base", file.toString());

            assertThat(done.exit()).as(done.output()).isEqualTo(3);
            assertThat(done.output()).contains(file.toString());
        } finally {
            Files.delete(file);
        }
    }
}

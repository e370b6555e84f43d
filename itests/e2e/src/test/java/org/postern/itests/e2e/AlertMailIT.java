// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** T44, T61: malware is told of by mail, once, and no mail ever waits for that. */
class AlertMailIT {
    private static final String RELAY = "org.postern.alert.mail.cfg";
    private static final String RULE = "org.postern.alert~virus.cfg";

    private static String infected(String marker) {
        return Mail.withAttachment(marker, "application/octet-stream", "eicar.com", Mail.eicar());
    }

    private static void send(RunningGateway gateway, String message) throws Exception {
        Command sent = Swaks.send(gateway.port(), message);
        assertThat(sent.exit()).as("%s%n%s", sent.output(), gateway.log()).isZero();
    }

    private static void tell(RunningGateway gateway, int port) throws Exception {
        gateway.configure(
                RELAY,
                "host = 127.0.0.1",
                "port = " + port,
                "from = Postern <postern@example.org>",
                "tls = NONE",
                "connectTimeoutMillis = 1000",
                "timeoutMillis = 1000");
        gateway.configure(RULE, "to = admin@example.org, second@example.org");
    }

    private static int port(RecordingServer server) {
        return Integer.parseInt(server.address().substring(server.address().lastIndexOf(':') + 1));
    }

    @Test
    void tellsOnceOfMalwareAndNothingOfCleanMail() throws Exception {
        try (RecordingServer server = new RecordingServer();
                RecordingServer relay = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address())) {
            gateway.profile("mode = ENFORCE");
            tell(gateway, port(relay));
            gateway.start();
            String message = infected(Mail.marker());

            send(gateway, Mail.text(Mail.marker()));
            send(gateway, message);
            send(gateway, message);
            send(gateway, infected(Mail.marker()));

            RecordingServer.Received first = relay.next(20);
            assertThat(first.envelope())
                    .containsExactly("MAIL FROM:<>", "RCPT TO:<admin@example.org>", "RCPT TO:<second@example.org>");
            assertThat(first.text())
                    .contains("From: Postern <postern@example.org>\r\n")
                    .contains("Auto-Submitted: auto-generated\r\n")
                    .contains("Subject: [postern] Malware found: Eicar")
                    .contains(
                            "File name:  eicar.com",
                            "Sender:     sender@example.net",
                            "Recipient:  recipient@example.org")
                    .contains("Action:     replaced by a notice")
                    .doesNotContain("EICAR-STANDARD", Mail.base64(Mail.eicar()).substring(0, 40));
            RecordingServer.Received second = relay.next(20);
            assertThat(line(second, "SHA-256")).isNotEqualTo(line(first, "SHA-256")); // the second try told nothing
            gateway.stop();
            assertThat(gateway.log()).doesNotContain(" ERROR ", "cannot send an alert", "happening");
        }
    }

    private static Optional<String> line(RecordingServer.Received mail, String label) {
        return mail.text().lines().filter(line -> line.contains(label)).findFirst();
    }

    @Test
    void relaysMailAsEverAndAsFastWhileTheRelayIsDead() throws Exception {
        try (RecordingServer server = new RecordingServer();
                ServerSocket dead = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningGateway gateway = RunningGateway.before(server.address())) {
            gateway.start();
            List<Duration> without = times(gateway, server);

            tell(gateway, dead.getLocalPort());
            Until.holds("the trouble", Duration.ofSeconds(30), () -> {
                send(gateway, infected(Mail.marker()));
                assertThat(server.next(10).text()).contains("postern-notice");
                return gateway.log().contains("alert rule virus cannot send an alert");
            });
            List<Duration> with = times(gateway, server);

            assertThat(gateway.log().split("alert rule virus", -1))
                    .as("told once")
                    .hasSize(2);
            assertThat(median(with))
                    .as("without alerts %s, with a dead relay %s", without, with)
                    .isLessThan(median(without).multipliedBy(2).plusMillis(200));
        }
    }

    /** The time of each of some infected messages; all are delivered. */
    private static List<Duration> times(RunningGateway gateway, RecordingServer server) throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long began = System.nanoTime();
            send(gateway, infected(Mail.marker()));
            times.add(Duration.ofNanos(System.nanoTime() - began));
            assertThat(server.next(10).text()).contains("postern-notice");
        }
        return times;
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    /** T58, T61: such a file never comes into force, and mail goes on. */
    @Test
    void refusesTheGatewayItselfAsTheRelay() throws Exception {
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address())) {
            gateway.start();

            tell(gateway, gateway.port());

            Until.holds(
                    "the refusal", Duration.ofSeconds(20), () -> gateway.log().contains("own listener"));
            send(gateway, infected(Mail.marker()));
            assertThat(server.next(10).text()).contains("postern-notice");
        }
    }
}

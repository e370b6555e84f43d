// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.itests.e2e.FaultyClamd.Fault;

/** T20, T21: whatever an engine does instead of answering, no mail passes and the sender keeps it. */
@Timeout(180)
class SmtpEngineFaultsIT {
    private static FaultyClamd clamd;
    private static RecordingServer server;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        clamd = new FaultyClamd();
        server = new RecordingServer();
        gateway = RunningGateway.before(server.address()).with("--clamd", clamd.address());
        gateway.profile("engineWaitSeconds = 1", "deadlineSeconds = 6");
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        server.close();
        clamd.close();
    }

    private static String infected() {
        return Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar());
    }

    /** What is infected besides: it must not pass, and neither must what is not. */
    @ParameterizedTest
    @EnumSource
    void putsOffWhatItGotNoProperAnswerFor(Fault fault) throws Exception {
        assertThat(send(fault.line() + infected())).startsWith("451 4.7.1");
        assertThat(send(fault.line() + Mail.text(Mail.marker()))).startsWith("451 4.7.1");
        assertThat(server.poll()).isEmpty();

        String next = Mail.text(Mail.marker());
        Until.holds(
                "the next message passes",
                Duration.ofSeconds(20),
                () -> send(next).startsWith("250"));
        assertThat(server.next(10).text()).isEqualTo(next.replace("\r\n.", "\r\n.."));
        assertThat(server.poll()).isEmpty();
    }

    /** It answers OK to everything: out of service, not a way around. */
    @Test
    void letsNothingPassAnEngineThatPraisesAll() throws Exception {
        try (FaultyClamd liar = FaultyClamd.thatPraisesAll();
                RecordingServer behind = new RecordingServer();
                RunningGateway fooled = RunningGateway.before(behind.address()).with("--clamd", liar.address())) {
            fooled.profile("engineWaitSeconds = 1", "deadlineSeconds = 6");
            fooled.start();

            assertThat(send(fooled.port(), infected())).startsWith("451 4.7.1");
            assertThat(send(fooled.port(), Mail.text(Mail.marker()))).startsWith("451 4.7.1");
            assertThat(behind.poll()).isEmpty();
            assertThat(fooled.log()).contains("does not find the EICAR test file");
        }
    }

    private static String send(String message) throws IOException {
        return send(gateway.port(), message);
    }

    private static String send(int port, String message) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.envelope().say("DATA").expect("354");
            client.out().write(message.replace("\r\n.", "\r\n..").getBytes(ISO_8859_1));
            String reply = client.say(".").expect("");
            client.say("QUIT").expect("221");
            return reply;
        }
    }
}

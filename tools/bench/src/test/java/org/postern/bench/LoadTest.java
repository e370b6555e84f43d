// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadTest {
    private static final List<Mail> MAILS = Corpus.of("8 KB", 8_192).mails();
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final Tally sent = new Tally();
    private final Tally received = new Tally();

    @Test
    void whatIsSentBySmtpArrives() throws Exception {
        try (var sink = TcpServer.open("sink", new SmtpSink(received))) {
            var outcome = Load.run(new SmtpClient(sent), sink.address(), MAILS, Cell.Shape.of(4), MOMENT);

            assertThat(outcome.latencies().count()).isPositive();
            assertThat(received.count().messages())
                    .isEqualTo(outcome.latencies().count());
            assertThat(received.count()).isEqualTo(sent.count());
        }
    }

    @Test
    void whatIsFetchedByPop3IsWhatTheMailboxSent() throws Exception {
        var mailbox = new Pop3Server(sent);
        mailbox.holds(MAILS);
        try (var server = TcpServer.open("mailbox", mailbox)) {
            var outcome = Load.run(new Pop3Client(received), server.address(), MAILS, Cell.Shape.of(4), MOMENT);

            assertThat(outcome.latencies().count()).isPositive();
            assertThat(received.count()).isEqualTo(sent.count());
        }
    }

    @Test
    void theRelayPassesBothWaysAndEndsWithItsClients() throws Exception {
        try (var sink = TcpServer.open("sink", new SmtpSink(received))) {
            var relay = Ports.free();
            var thread = new Thread(() -> relay(relay.getPort(), sink.address().getPort()));
            thread.setDaemon(true);
            thread.start();
            while (!Ports.isOpen(relay)) {
                Thread.onSpinWait();
            }

            Load.run(new SmtpClient(sent), relay, Corpus.of("1 MB", 1_048_576).mails(), new Cell.Shape(4, 1), MOMENT);

            assertThat(sent.count().messages()).isPositive();
            assertThat(received.count()).isEqualTo(sent.count());
        }
    }

    @Test
    void aMessageThatIsNotTakenFailsTheLoad() throws Exception {
        TcpServer.Session full = wire -> {
            wire.writeLine("220 full.example.org");
            wire.readLine();
            wire.writeLine("250 fine");
            wire.readLine();
            wire.writeLine("452 4.3.1 no room");
        };
        try (var server = TcpServer.open("full", full)) {
            assertThatThrownBy(() -> Load.run(new SmtpClient(sent), server.address(), MAILS, Cell.Shape.of(2), MOMENT))
                    .isInstanceOf(BenchFailure.class)
                    .hasMessageContaining("452 4.3.1 no room");
        }
    }

    private static void relay(int port, int upstream) {
        try {
            Relay.main(new String[] {Integer.toString(port), Integer.toString(upstream)});
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}

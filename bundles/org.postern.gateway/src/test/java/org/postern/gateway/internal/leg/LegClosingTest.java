// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LegClosingTest {

    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(300);
    private static final int TOO_MUCH = 64 * 1024 * 1024;

    private Loopback loopback;
    private Socket client;
    private Recorder server;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(TransportSettings.defaults().withCloseTimeout(CLOSE_TIMEOUT));
        client = loopback.connect();
        server = loopback.accepted();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        loopback.close();
    }

    private void send(String text) throws Exception {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private String restOfInput() throws Exception {
        return new String(client.getInputStream().readAllBytes(), US_ASCII);
    }

    @Nested
    class WhenOneDirectionEnds {

        @Test
        void deliversRepliesToAClientThatHasEndedItsHalf() throws Exception {
            send("QUIT\r\n");
            client.shutdownOutput();
            assertThat(server.text(6)).isEqualTo("QUIT\r\n");
            server.awaitInputEnded();

            server.write("221 ");
            server.write("bye\r\n");
            server.run(server.leg::close);

            assertThat(restOfInput()).isEqualTo("221 bye\r\n");
            assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
        }

        @Test
        void readsOnAfterItsOwnOutputEnded() throws Exception {
            server.run(() -> {
                server.leg.write(Recorder.octets("last words"));
                server.leg.shutdownOutput();
            });

            assertThat(restOfInput()).isEqualTo("last words");
            send("still here");
            assertThat(server.text(10)).isEqualTo("still here");
            assertThat(server.isClosed()).isFalse();
        }

        @Test
        void sendsFinOnlyAfterEverythingPending() throws Exception {
            server.run(() -> {
                server.leg.write(ByteBuffer.allocate(TOO_MUCH));
                server.leg.shutdownOutput();
            });

            assertThat(client.getInputStream().readAllBytes()).hasSize(TOO_MUCH);
        }

        @Test
        void closesByItselfWhenBothDirectionsHaveEnded() throws Exception {
            server.run(server.leg::shutdownOutput);
            client.shutdownOutput();

            server.awaitInputEnded();
            assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
        }

        @Test
        void refusesWritesAfterItsOutputEnded() throws Exception {
            server.run(server.leg::shutdownOutput);

            assertThatThrownBy(() -> server.write("more"))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }

        @Test
        void reportsTheEndOfInputOnlyAfterAPause() throws Exception {
            server.run(server.leg::pauseRead);
            send("x");
            client.shutdownOutput();
            assertThat(server.poll(100)).as("octets while paused").isNull();
            server.run(server.leg::resumeRead);

            assertThat(server.text(1)).isEqualTo("x");
            server.awaitInputEnded();
        }
    }

    @Nested
    class WhenClosed {

        @Test
        void flushesFirst() throws Exception {
            server.run(() -> {
                server.leg.write(ByteBuffer.allocate(1_000_000));
                server.leg.close();
            });

            assertThat(client.getInputStream().readAllBytes()).hasSize(1_000_000);
            client.close();
            assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
        }

        /** A plain close on unread octets sends a reset, and the client loses the 421. */
        @Test
        void doesNotLoseTheLastReplyOverOctetsItHasNotRead() throws Exception {
            try (Loopback patient = new Loopback(TransportSettings.defaults());
                    Socket talker = patient.connect()) {
                Recorder answering = patient.accepted();
                answering.run(answering.leg::pauseRead);
                talker.getOutputStream().write(new byte[10_000]);
                answering.run(() -> {
                    answering.leg.write(Recorder.octets("421 closing\r\n"));
                    answering.leg.close();
                });

                assertThat(talker.getInputStream().readAllBytes())
                        .asString(US_ASCII)
                        .isEqualTo("421 closing\r\n");
                talker.shutdownOutput();
                assertThat(answering.awaitClosed()).isEqualTo(new Closed.Flushed());
            }
        }

        @Test
        void letsAClientThatIsStillSendingComeToItsEnd() throws Exception {
            try (Loopback patient = new Loopback(TransportSettings.defaults());
                    Socket talker = patient.connect()) {
                Recorder answering = patient.accepted();
                answering.run(() -> {
                    answering.leg.write(Recorder.octets("421 closing\r\n"));
                    answering.leg.close();
                });
                assertThat(talker.getInputStream().readAllBytes()).hasSize(13);

                for (int i = 0; i < 3; i++) {
                    talker.getOutputStream().write("RCPT TO:<a@example.org>\r\n".getBytes(US_ASCII));
                }

                talker.shutdownOutput();
                assertThat(answering.awaitClosed()).isEqualTo(new Closed.Flushed());
            }
        }

        @Test
        void doesNotWaitForEverForAPeerThatDoesNotRead() throws Exception {
            long before = System.nanoTime();
            server.run(() -> {
                server.leg.write(ByteBuffer.allocate(TOO_MUCH));
                server.leg.close();
            });

            assertThat(server.awaitClosed())
                    .isInstanceOfSatisfying(
                            Closed.TimedOut.class,
                            how -> assertThat(how.lostOctets()).isBetween(1L, (long) TOO_MUCH));
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(CLOSE_TIMEOUT, CLOSE_TIMEOUT.plusSeconds(3));
        }

        @Test
        void doesNotWaitForEverForAPeerThatDoesNotClose() throws Exception {
            long before = System.nanoTime();
            server.run(server.leg::close);

            assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(CLOSE_TIMEOUT.plusSeconds(3));
        }

        @Test
        void closesWellAfterItsOutputEnded() throws Exception {
            server.run(server.leg::shutdownOutput);
            assertThat(restOfInput()).isEmpty();
            server.run(server.leg::close);

            assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
        }

        @Test
        void throwsAwayWhatIsWrittenAndReceivedAfterwards() throws Exception {
            server.run(() -> {
                server.leg.close();
                server.leg.close();
                server.leg.write(Recorder.octets("too late"));
                server.leg.shutdownOutput();
                server.leg.pauseRead();
            });
            send("ignored");

            assertThat(restOfInput()).isEmpty();
            client.close();
            server.awaitClosed();
            assertThat(server.poll(1)).isNull();
        }

        @Test
        void stillTellsItsEndWhenItIsAbortedMeanwhile() throws Exception {
            server.run(() -> {
                server.leg.close();
                server.leg.abort();
                server.leg.abort();
            });

            assertThat(server.awaitClosed()).isEqualTo(new Closed.Aborted());
        }
    }

    @Nested
    class WhenItBreaks {

        @Test
        void resetsThePeerOnAbort() throws Exception {
            server.run(() -> {
                server.leg.write(Recorder.octets("never seen"));
                server.leg.abort();
            });

            assertThat(server.awaitClosed()).isEqualTo(new Closed.Aborted());
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }

        @Test
        void reportsAResetOfThePeer() throws Exception {
            client.setSoLinger(true, 0);
            client.close();

            assertThat(server.awaitClosed())
                    .isInstanceOfSatisfying(
                            Closed.Broken.class, how -> assertThat(how.cause()).hasMessageContaining("reset"));
        }

        @Test
        void reportsAResetAtTheNextWriteWhenReadsArePaused() throws Exception {
            server.run(server.leg::pauseRead);
            client.setSoLinger(true, 0);
            client.close();
            server.write("anybody there?");

            assertThat(server.awaitClosed()).isInstanceOf(Closed.Broken.class);
        }

        @Test
        void reportsAResetInTheMiddleOfALongWrite() throws Exception {
            server.run(() -> server.leg.write(ByteBuffer.allocate(TOO_MUCH)));
            client.setSoLinger(true, 0);
            client.close();

            assertThat(server.awaitClosed()).isInstanceOf(Closed.Broken.class);
            assertThat(Recorder.on(server.leg.thread(), server.leg::pendingOctets))
                    .isZero();
        }
    }
}

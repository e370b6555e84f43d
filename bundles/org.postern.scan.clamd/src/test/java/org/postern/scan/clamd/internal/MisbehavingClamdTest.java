// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;
import org.postern.scan.peer.Address;

/** T20 and T21: down, slow, half open, lying by accident. Whatever it does, nothing is called clean that was not looked at. */
@Timeout(60)
class MisbehavingClamdTest {
    private static final Octets LARGE = Octets.of(new byte[30_000_000]);

    @TempDir
    private Path folder;

    @Nested
    class T20WhenItIsDownOrSlow {
        @Test
        void itRefuses() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest)) {
                clamd.stop();

                fails(clamd.address(), Request.of("x"), clamd.address() + ": Connection refused");
            }
        }

        @Test
        void itsSocketIsNotThere() throws Exception {
            fails(new Address.Unix(folder.resolve("none")), Request.of("x"), folder.resolve("none") + ": ");
        }

        @Test
        void itAcceptsAndIsSilent() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd.Client::awaitEnd)) {
                fails(clamd.address(), Request.of("x").within(Duration.ofMillis(300)), "no answer in time");
                assertThat(clamd.clients().get(0).awaitEnded()).isTrue();
            }
        }

        @Test
        void itKeepsSilentLongerThanTheReadTimeout() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd.Client::awaitEnd);
                    ClamdScanner scanner = new ClamdScanner(Clamds.settings(Duration.ofMillis(200), clamd.address()))) {
                assertThat(scanner.scan(Request.of("x")))
                        .isEqualTo(ScanResult.failed(clamd.address() + ": no answer in time"));
            }
        }

        @Test
        void itReadsNothing() throws Exception {
            CountDownLatch over = new CountDownLatch(1);
            try (FakeClamd clamd = FakeClamd.onAPort(client -> over.await(20, TimeUnit.SECONDS))) {
                fails(
                        clamd.address(),
                        Request.of(LARGE).within(Duration.ofMillis(300)),
                        "takes no more of the content in time");
            } finally {
                over.countDown();
            }
        }

        @Test
        void itsQueueIsFull() throws Exception {
            Path socket = folder.resolve("full");
            try (var server = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX);
                    var one = java.nio.channels.SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
                    var other = java.nio.channels.SocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
                var address = java.net.UnixDomainSocketAddress.of(socket);
                server.bind(address, 1);
                one.connect(address);
                other.connect(address);

                fails(
                        new Address.Unix(socket),
                        Request.of("x").within(Duration.ofMillis(300)),
                        "no place in its queue in time");
            }
        }

        @Test
        void itAnswersOctetByOctet() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                        client.scanCommand();
                        client.content();
                        for (String octet : "1: stream: OK\0".split("")) {
                            client.say(octet);
                            Thread.yield();
                        }
                        client.awaitEnd();
                    });
                    ClamdScanner scanner = Clamds.scanner(clamd)) {
                assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
            }
        }

        @Test
        void theDeadlineHasPassed() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest)) {
                fails(clamd.address(), Request.of("x").within(Duration.ZERO), "the deadline passed");
            }
        }
    }

    @Nested
    class T21WhenItsAnswerIsNone {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2: stream: OK\0",
                    "0: stream: OK\0",
                    "01: stream: OK\0",
                    "stream: OK\0",
                    "1: stream: OK\0001: stream: OK\0",
                    "1: stream: OK\0x",
                    "1: stream: OK \0",
                    "1: stream: ok\0",
                    "1: OK\0",
                    "1: stream:OK\0",
                    "1: stream: \0",
                    "1: stream: FOUND\0",
                    "1: stream:  FOUND\0",
                    "1: \0",
                    "\0",
                    "\0001: stream: OK\0",
                    "1: PONG\0",
                    "1: stream: OK\n\0",
                    "1: stream: Can't allocate memory ERROR\0",
                    "COMMAND READ TIMED OUT\0",
                    "1: UNKNOWN COMMAND\0",
                    "HTTP/1.1 400 Bad Request\r\n\r\n\0"
                })
        void itIsGarbageOrToAnotherQuestion(String octets) throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd.saying(octets));
                    ClamdScanner scanner = Clamds.scanner(clamd)) {
                ScanResult result = scanner.scan(Request.of("x"));

                assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.FAILED);
                assertThat(result.text()).startsWith(clamd.address() + ": ");
                assertThat(clamd.clients().get(0).awaitEnded())
                        .as("thrown away")
                        .isTrue();
                assertThat(clamd.clients()).as("no second try").hasSize(1);
            }
        }

        @Test
        void itBreaksOffAnywhere() throws Exception {
            String answer = "1: stream: OK\0";
            for (int length = 0; length < answer.length(); length++) {
                String half = answer.substring(0, length);
                try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                    client.scanCommand();
                    client.content();
                    client.say(half);
                })) {
                    fails(clamd.address(), Request.of("x"), "the connection was closed");
                }
            }
        }

        @Test
        void itNeverEnds() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd.saying("1: stream: " + "x".repeat(10_000)))) {
                fails(clamd.address(), Request.of("x"), "more than 4096 octets");
            }
        }

        @Test
        void itClosesInTheStream() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                client.scanCommand();
                client.chunk();
            })) {
                fails(clamd.address(), Request.of(LARGE), "the connection was closed before an answer");
            }
        }

        @Test
        void itSaysOkInTheStream() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                client.scanCommand();
                client.chunk();
                client.answer("stream: OK");
                client.awaitEnd();
            })) {
                fails(clamd.address(), Request.of(LARGE), "before it had all of the content");
            }
        }

        @Test
        void itSaysInTheStreamThatTheContentIsTooLargeAndCloses() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                        client.scanCommand();
                        client.chunk();
                        client.answer("INSTREAM size limit exceeded. ERROR");
                    });
                    ClamdScanner scanner = Clamds.scanner(clamd)) {
                for (int i = 0; i < 20; i++) {
                    ScanResult result = scanner.scan(Request.of(LARGE));

                    assertThat(result.reason()).as(result.toString()).contains(UnscannableReason.TOO_LARGE);
                    assertThat(scanner.idle()).isZero();
                }
            }
        }

        @Test
        void itAnswersALateQuestionOnAKeptConnection() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                        client.scanCommand();
                        client.content();
                        client.answer("stream: OK");
                        client.scanCommand();
                        client.content();
                        client.say("1: stream: OK\0");
                        client.awaitEnd();
                    });
                    ClamdScanner scanner = Clamds.scanner(clamd)) {
                assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.clean());

                ScanResult second = scanner.scan(Request.of("x"));

                assertThat(second.text()).contains("number 1 instead of 2");
                assertThat(second.verdict()).isEqualTo(Verdict.FAILED);
            }
        }
    }

    @Nested
    class WhenItIsRestartedBetweenScans {
        @Test
        void aNewConnectionIsUsed() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest);
                    ClamdScanner scanner = Clamds.scanner(clamd)) {
                scanner.scan(Request.of("x"));
                clamd.stop();
                clamd.startAgain();

                assertThat(scanner.scan(Request.of("evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
            }
        }

        @Test
        void theQuestionIsPutAgainWhenTheKeptConnectionEndsUnderIt() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                        client.scanCommand();
                        client.content();
                        client.answer("stream: OK");
                        client.scanCommand();
                    });
                    ClamdScanner scanner = Clamds.scanner(clamd)) {
                scanner.scan(Request.of("x"));
                clamd.behave(FakeClamd::honest);

                assertThat(scanner.scan(Request.of("evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
                assertThat(clamd.clients()).hasSize(2);
            }
        }

        @Test
        void itIsNotPutAgainWhenAnAnswerHadBegun() throws Exception {
            try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                        client.scanCommand();
                        client.content();
                        client.answer("stream: OK");
                        client.scanCommand();
                        client.content();
                        client.say("2: str");
                    });
                    ClamdScanner scanner = Clamds.scanner(clamd)) {
                scanner.scan(Request.of("x"));

                assertThat(scanner.scan(Request.of("x")).text()).contains("in the middle of an answer");
                assertThat(clamd.clients()).hasSize(1);
            }
        }
    }

    /** Only then the same content is worth another try. */
    @Test
    void tellsWhetherItCouldNotBeReached() throws Exception {
        assertThat(isUnreachable("1: str")).as("closed in an answer").isTrue();
        assertThat(isUnreachable("")).as("closed before an answer").isTrue();
        assertThat(isUnreachable("1: stream: Can't allocate memory ERROR\0")).isFalse();
        assertThat(isUnreachable("1: stream: what\0")).isFalse();
        try (ClamdScanner scanner = Clamds.scanner(new Address.Unix(folder.resolve("none")))) {
            assertThat(scanner.scan(Request.of("x")).isUnreachable()).isTrue();
        }
    }

    private static boolean isUnreachable(String answer) throws Exception {
        try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                    client.scanCommand();
                    client.content();
                    client.say(answer);
                });
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            ScanResult result = scanner.scan(Request.of("x"));
            assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
            return result.isUnreachable();
        }
    }

    private static void fails(Address address, Request request, String why) throws Exception {
        try (ClamdScanner scanner = Clamds.scanner(address)) {
            long began = System.nanoTime();

            ScanResult result = scanner.scan(request);

            assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.FAILED);
            assertThat(result.text()).contains(why);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(scanner.idle()).isZero();
        }
    }
}

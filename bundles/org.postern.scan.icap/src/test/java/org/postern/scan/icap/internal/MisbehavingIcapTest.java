// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;
import org.postern.scan.peer.Address;

/** T20 and T21: down, slow, half open, lying by accident. Whatever it does, nothing is called clean that was not looked at. */
@Timeout(60)
class MisbehavingIcapTest {
    private static final byte[] LARGE = new byte[30_000_000];

    @Nested
    class T20WhenItIsDownOrSlow {
        @Test
        void itRefuses() throws Exception {
            try (FakeIcap server = FakeIcap.with(FakeIcap::honest)) {
                server.stop();

                fails(server.address(), Request.of("x"), server.address() + ": Connection refused");
            }
        }

        @Test
        void itAcceptsAndIsSilent() throws Exception {
            try (FakeIcap server = FakeIcap.with(FakeIcap.Client::awaitEnd)) {
                fails(server.address(), Request.of("x").within(Duration.ofMillis(300)), "no answer in time");
                assertThat(server.clients().get(0).awaitEnded()).isTrue();
            }
        }

        @Test
        void itIsSilentAfterTheContent() throws Exception {
            try (FakeIcap server = FakeIcap.with(FakeIcap.saying(""))) {
                fails(server.address(), Request.of("x").within(Duration.ofMillis(500)), "no answer in time");
            }
        }

        @Test
        void itKeepsSilentLongerThanTheReadTimeout() throws Exception {
            try (FakeIcap server = FakeIcap.with(FakeIcap.saying("ICAP/1.0 204 No"));
                    IcapScanner scanner = Icaps.scanner(Icaps.settings(
                            Icaps.SERVICE, Duration.ofMillis(200), Duration.ofSeconds(9), server.address()))) {
                assertThat(scanner.scan(Request.of("x")))
                        .isEqualTo(ScanResult.failed(server.address() + ": no answer in time"));
            }
        }

        @Test
        void itReadsNothing() throws Exception {
            CountDownLatch over = new CountDownLatch(1);
            try (FakeIcap server = FakeIcap.with(client -> {
                client.question();
                client.say("ICAP/1.0 200 OK\r\n" + FakeIcap.PLAIN + "Encapsulated: null-body=0\r\n\r\n");
                over.await(20, TimeUnit.SECONDS);
            })) {
                fails(
                        server.address(),
                        Request.of(LARGE).within(Duration.ofSeconds(2)),
                        "takes no more of the content in time");
            } finally {
                over.countDown();
            }
        }

        @Test
        void itDripsItsAnswerPastTheDeadline() throws Exception {
            try (FakeIcap server = FakeIcap.with(client -> {
                client.next(FakeIcap.PLAIN);
                client.say("ICAP/1.0 200 OK\r\nX-A: ");
                while (true) {
                    client.say("x");
                    Thread.yield();
                    if (client.socketIsClosed()) {
                        return;
                    }
                }
            })) {
                fails(server.address(), Request.of("x").within(Duration.ofMillis(500)), "");
            }
        }

        @Test
        void theDeadlineHasPassed() throws Exception {
            try (FakeIcap server = FakeIcap.with(FakeIcap::honest)) {
                fails(server.address(), Request.of("x").within(Duration.ZERO), "the deadline passed");
            }
        }
    }

    @Nested
    class T21WhenItsAnswerIsNone {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\r\n",
                    "HTTP/1.1 204 No Content\r\n\r\n",
                    "ICAP/2.0 204 No Content\r\n\r\n",
                    "ICAP/1.0 2040 No Content\r\n\r\n",
                    "ICAP/1.0  204 No Content\r\n\r\n",
                    "ICAP/1.0 204\n\n",
                    "ICAP/1.0 204 No\nContent\r\n\r\n",
                    "ICAP/1.0 204 No Content\r\n fold\r\n\r\n",
                    "ICAP/1.0 204 No Content\r\nno field\r\n\r\n",
                    "ICAP/1.0 204 No Content\r\na b: c\r\n\r\n",
                    "ICAP/1.0 204 No Content\r\na: b\rc: d\r\n\r\n",
                    "ICAP/1.0 204 No Content\r\na: \0\r\n\r\n",
                    "ICAP/1.0 204 No Content\r\nEncapsulated: res-hdr=0, res-body=19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n0\r\n\r\n",
                    "ICAP/1.0 200 OK\r\n\r\n",
                    "ICAP/1.0 201 Created\r\n\r\n",
                    "ICAP/1.0 206 Partial Content\r\nEncapsulated: null-body=0\r\n\r\n",
                    "ICAP/1.0 100 Continue\r\n\r\n",
                    "ICAP/1.0 400 Bad request\r\n\r\n",
                    "ICAP/1.0 403 Forbidden\r\n\r\n",
                    "ICAP/1.0 404 Service not found\r\n\r\n",
                    "ICAP/1.0 405 Method not allowed\r\n\r\n",
                    "ICAP/1.0 500 Server error\r\n\r\n",
                    "ICAP/1.0 503 Overloaded\r\n\r\n",
                    "ICAP/1.0 539 Aborted - No AV scanning license\r\n\r\n",
                    "\0\1\2\3\r\n\r\n",
                    "stream: OK\0\r\n\r\n"
                })
        void itIsGarbageOrAnError(String octets) throws Exception {
            throwsAway(FakeIcap.saying(octets));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "nothing",
                    "null-body=5",
                    "res-body=5",
                    "res-hdr=0",
                    "res-hdr=0, res-hdr=19, res-body=19",
                    "res-hdr=5, res-body=19",
                    "res-hdr=0, res-body=0",
                    "res-hdr=0, res-body=18",
                    "res-hdr=0, res-body=20",
                    "res-hdr=0, res-body=999999",
                    "res-hdr=0, res-body=1000000000",
                    "res-hdr=0, res-body=-1",
                    "res-hdr=0, req-body=19",
                    "req-hdr=0, res-hdr=4, res-body=19",
                    "res-body=19, res-hdr=0",
                    "res-hdr=0, res-body=19\r\nEncapsulated: res-hdr=0, res-body=19"
                })
        void itLiesAboutWhatItEncapsulates(String parts) throws Exception {
            throwsAway(FakeIcap.saying(
                    "Methods: RESPMOD\r\n",
                    "ICAP/1.0 200 OK\r\nEncapsulated: " + parts
                            + "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n1\r\nx\r\n0\r\n\r\n"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x\r\n0\r\n\r\n",
                    "1\r\nxx\r\n0\r\n\r\n",
                    "2\r\nx\r\n0\r\n\r\n",
                    "1\nx\n0\n\n",
                    "-1\r\nx\r\n0\r\n\r\n",
                    "+1\r\nx\r\n0\r\n\r\n",
                    "0x1\r\nx\r\n0\r\n\r\n",
                    "ffffffffffffffff\r\nx\r\n0\r\n\r\n",
                    "100000001\r\nx\r\n0\r\n\r\n",
                    "80000000\r\nx\r\n0\r\n\r\n",
                    "\r\n1\r\nx\r\n0\r\n\r\n",
                    "1\r\nx\r\n1\r\ny\r\n0\r\n\r\n",
                    "0\r\n\r\n"
                })
        void itsChunksAreWrong(String body) throws Exception {
            throwsAway(FakeIcap.saying(
                    "Methods: RESPMOD\r\n",
                    "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, res-body=19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + body));
        }

        @Test
        void itBreaksOffAnywhere() throws Exception {
            String answer = Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", "x");
            for (int length = 0; length < answer.length(); length++) {
                String half = answer.substring(0, length);
                try (FakeIcap server = FakeIcap.with(client -> {
                    client.next("Methods: RESPMOD\r\n");
                    client.say(half);
                })) {
                    fails(server.address(), Request.of("x"), "the connection was closed");
                }
            }
        }

        @Test
        void itsHeaderNeverEnds() throws Exception {
            for (String bomb : new String[] {
                "ICAP/1.0 204 " + "x".repeat(100_000),
                "ICAP/1.0 204 OK\r\n" + "a: b\r\n".repeat(1000),
                "ICAP/1.0 204 OK\r\n" + ("a: " + "x".repeat(9000) + "\r\n").repeat(9),
                "ICAP/1.0 204 OK\r\na: b\r\n" + " c\r\n".repeat(1000)
            }) {
                try (FakeIcap server = FakeIcap.with(FakeIcap.saying(bomb + "\r\n"))) {
                    fails(server.address(), Request.of("x"), "an endless ");
                }
            }
        }

        @Test
        void itsTrailerOrItsOptionsNeverEnd() throws Exception {
            String endless = Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", "x");
            endless = endless.substring(0, endless.length() - 2) + "a: b\r\n".repeat(100) + "\r\n";
            try (FakeIcap server = FakeIcap.with(FakeIcap.saying("Methods: RESPMOD\r\n", endless))) {
                fails(server.address(), Request.of("x"), "an endless trailer");
            }
            try (FakeIcap server = FakeIcap.with(client -> {
                client.question();
                client.say("ICAP/1.0 200 OK\r\nEncapsulated: opt-body=0\r\n\r\n" + "1\r\nx\r\n".repeat(70_000));
                client.awaitEnd();
            })) {
                fails(server.address(), Request.of("x"), "endless");
            }
        }

        @Test
        void itSays204ThoughThatIsNotAllowed() throws Exception {
            throwsAway(FakeIcap.saying("Methods: RESPMOD\r\n", FakeIcap.CLEAN));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ICAP/1.0 404 Service not found\r\n\r\n",
                    "ICAP/1.0 204 No Content\r\n\r\n",
                    "HTTP/1.1 200 OK\r\n\r\n",
                    "ICAP/1.0 200 OK\r\nEncapsulated: nonsense\r\n\r\n"
                })
        void itDoesNotSayWhatItOffers(String octets) throws Exception {
            try (FakeIcap server = FakeIcap.with(client -> {
                client.question();
                client.say(octets);
                client.awaitEnd();
            })) {
                fails(server.address(), Request.of("x"), server.address() + ": ");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {FakeIcap.CLEAN, "ICAP/1.0 200 OK\r\nEncapsulated: null-body=0\r\n\r\n"})
        void itAnswersInTheStream(String answer) throws Exception {
            try (FakeIcap server = FakeIcap.with(client -> {
                client.question();
                client.say("ICAP/1.0 200 OK\r\n" + FakeIcap.PLAIN + "Encapsulated: null-body=0\r\n\r\n");
                client.header();
                client.say(answer);
                client.awaitEnd();
            })) {
                fails(server.address(), Request.of(LARGE), "before it had all of the content");
            }
        }

        @Test
        void infectedIsInfectedThoughItDidNotWaitForAll() throws Exception {
            try (FakeIcap server = FakeIcap.with(client -> {
                        client.question();
                        client.say("ICAP/1.0 200 OK\r\n" + FakeIcap.PLAIN + "Encapsulated: null-body=0\r\n\r\n");
                        client.header();
                        client.say(FakeIcap.EVIL);
                        client.awaitEnd();
                    });
                    IcapScanner scanner = Icaps.scanner(server)) {
                assertThat(scanner.scan(Request.of(LARGE))).isEqualTo(ScanResult.infected("Evil.Test"));
                assertThat(scanner.idle()).isZero();
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ICAP/1.0 200 OK\r\nX-Virus-ID: Evil\r\nEncapsulated: nonsense\r\n\r\nHTTP",
                    "ICAP/1.0 200 OK\r\nX-Virus-ID: Evil\r\n\r\n",
                    "ICAP/1.0 204 OK\r\nX-Virus-ID: Evil\r\n\r\n",
                    "ICAP/1.0 403 Infected and not repaired\r\nX-Virus-ID: Evil\r\n\r\n",
                    "ICAP/1.0 500 OK\r\nX-Virus-ID: Evil\r\n\r\n",
                    "ICAP/1.0 200 OK\r\nX-Virus-ID: Evil\r\nEncapsulated: res-hdr=0, null-body=237\r\n\r\n"
                            + "HTTP/1.1 200 OK:  403 Forbidden\r\nHTTP/1.1 200 OK: \r\nContent-Length: 0\r\n\r\n"
                })
        void infectedIsInfectedWhateverElseIsWrong(String octets) throws Exception {
            try (FakeIcap server = FakeIcap.with(FakeIcap.saying(octets));
                    IcapScanner scanner = Icaps.scanner(server)) {
                assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.infected("Evil"));
                assertThat(scanner.idle()).isZero();
            }
        }

        @Test
        void itClosesInTheStream() throws Exception {
            try (FakeIcap server = FakeIcap.with(client -> {
                while (client.header().startsWith("OPTIONS ")) {
                    client.say("ICAP/1.0 200 OK\r\n" + FakeIcap.PLAIN + "Encapsulated: null-body=0\r\n\r\n");
                }
            })) {
                fails(server.address(), Request.of(LARGE), "the connection was closed before an answer");
            }
        }

        @Test
        void itSaysMoreThanOneAnswer() throws Exception {
            for (String more : new String[] {FakeIcap.CLEAN, "\r\n", "x"}) {
                try (FakeIcap server = FakeIcap.with(client -> {
                            FakeIcap.Asked asked = client.next(FakeIcap.PLAIN);
                            client.say(asked.text().contains("evil") ? FakeIcap.EVIL : FakeIcap.CLEAN + more);
                            client.awaitEnd();
                        });
                        IcapScanner scanner = Icaps.scanner(server)) {
                    scanner.scan(Request.of("x"));

                    assertThat(scanner.scan(Request.of("evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
                    assertThat(server.clients()).hasSize(2);
                }
            }
        }
    }

    @Nested
    class WhenItIsRestartedBetweenScans {
        @Test
        void aNewConnectionIsUsed() throws Exception {
            try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                    IcapScanner scanner = Icaps.scanner(server)) {
                scanner.scan(Request.of("x"));
                server.stop();
                server.startAgain();

                assertThat(scanner.scan(Request.of("evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
            }
        }

        @Test
        void theQuestionIsPutAgainWhenTheKeptConnectionEndsUnderIt() throws Exception {
            try (FakeIcap server = FakeIcap.with(client -> {
                        client.next(FakeIcap.PLAIN);
                        client.say(FakeIcap.CLEAN);
                        client.question();
                    });
                    IcapScanner scanner = Icaps.scanner(server)) {
                scanner.scan(Request.of("x"));
                server.behave(FakeIcap::honest);

                assertThat(scanner.scan(Request.of("evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
                assertThat(server.clients()).hasSize(2);
            }
        }

        @Test
        void itIsNotPutAgainWhenAnAnswerHadBegun() throws Exception {
            for (String begun :
                    new String[] {"I", "ICAP/1.0 200 OK\r\n", Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", "")}) {
                try (FakeIcap server = FakeIcap.with(client -> {
                            client.next("Methods: RESPMOD\r\n");
                            client.say(Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", "x"));
                            client.question();
                            client.say(begun.substring(0, Math.max(1, begun.length() - 5)));
                        });
                        IcapScanner scanner = Icaps.scanner(server)) {
                    scanner.scan(Request.of("x"));

                    ScanResult broken = scanner.scan(Request.of("x"));
                    assertThat(broken.text()).contains("in the middle of an answer");
                    assertThat(broken.isUnreachable()).isTrue();
                    assertThat(server.clients()).hasSize(1);
                }
            }
        }
    }

    private static void throwsAway(FakeIcap.Behaviour behaviour) throws Exception {
        try (FakeIcap server = FakeIcap.with(behaviour);
                IcapScanner scanner = Icaps.scanner(server)) {
            ScanResult result = scanner.scan(Request.of("x").within(Duration.ofSeconds(2)));

            assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.FAILED);
            assertThat(result.text()).startsWith(server.address() + ": ");
            assertThat(server.clients().get(0).awaitEnded()).as("thrown away").isTrue();
            assertThat(server.clients()).as("no second try").hasSize(1);
            assertThat(scanner.idle()).isZero();
        }
    }

    private static void fails(Address address, Request request, String why) throws Exception {
        try (IcapScanner scanner = Icaps.scanner(Icaps.settings(Icaps.SERVICE, address))) {
            long began = System.nanoTime();

            ScanResult result = scanner.scan(request);

            assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.FAILED);
            assertThat(result.text()).contains(why);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(scanner.idle()).isZero();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * T08, T13, T30, T34, T40: whatever a peer does, the other one hears a proper reply or a close, memory stays bounded, and
 * everybody else is served meanwhile.
 */
class HostilePeersIT {
    /** As short as can be configured. */
    private static final int IDLE_SECONDS = 10;

    private static final int MANY_MIBIBYTES = 100;
    private static final byte[] BLOCK = "x".repeat(1 << 16).getBytes(ISO_8859_1);

    private static FakeServer smtpServer;
    private static FakeServer pop3Server;
    private static RecordingServer goodServer;
    private static RunningGateway gateway;
    private static int pop3Port;
    private static int goodPort;

    @BeforeAll
    static void start() throws Exception {
        smtpServer = new FakeServer(talk -> {});
        pop3Server = new FakeServer(talk -> {});
        goodServer = new RecordingServer();
        pop3Port = Ports.free();
        goodPort = Ports.free();
        gateway = RunningGateway.before(smtpServer.address(), Map.of("JAVA_OPTS", "-Xmx64m"))
                .with("--pop3", "127.0.0.1:" + pop3Port + "=" + pop3Server.address())
                .with("--smtp", "127.0.0.1:" + goodPort + "=" + goodServer.address());
        gateway.configure(
                "org.postern.gateway.cfg", "clientIdleSeconds = " + IDLE_SECONDS, "pop3IdleSeconds = " + IDLE_SECONDS);
        gateway.profile("mode = ENFORCE");
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        goodServer.close();
        pop3Server.close();
        smtpServer.close();
    }

    /** Nothing is left of the bad session, and good ones go on. */
    @AfterEach
    void othersAreServed() throws Exception {
        servesOthers();
        Until.holds(
                "the gateway has closed its connections to the servers",
                Duration.ofSeconds(10),
                () -> smtpServer.open() == 0 && pop3Server.open() == 0);
        assertThat(gateway.log()).doesNotContain("OutOfMemory", "the inspector failed");
    }

    private static void servesOthers() throws Exception {
        long began = System.nanoTime();
        try (RawClient client =
                new RawClient(goodPort).patience(Duration.ofSeconds(5)).envelope()) {
            client.say("DATA").expect("354");
            client.say("Subject: good\r\n\r\nhello\r\n.").expect("250");
        }
        assertThat(goodServer.next(5).text()).contains("Subject: good");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(5);
    }

    /** @return what settles a whole session with one message: its first reply that is no success, or the one to the dot */
    private static String smtpOutcome() throws IOException {
        try (RawClient client = new RawClient(gateway.port()).patience(Duration.ofSeconds(20))) {
            String reply = client.expect("");
            for (String command : List.of(
                    "EHLO client.test",
                    "MAIL FROM:<a@example.net>",
                    "RCPT TO:<b@example.org>",
                    "DATA",
                    "Subject: bad\r\n\r\nhello\r\n.")) {
                if (!reply.startsWith("2") && !reply.startsWith("3")) {
                    return reply;
                }
                reply = client.say(command).expect("");
            }
            return reply;
        }
    }

    /** @return the status line that a fetch ends with */
    private static String pop3Outcome() throws IOException {
        try (RawClient client = new RawClient(pop3Port).patience(Duration.ofSeconds(20))) {
            String status = client.expect("");
            for (String command : List.of("USER ann", "PASS secret", "STAT", "RETR 1")) {
                if (!status.startsWith("+OK")) {
                    return status;
                }
                status = client.say(command).expect("");
            }
            return status;
        }
    }

    /** Where a server fails. */
    enum SmtpStep {
        GREETING,
        EHLO,
        MAIL,
        RCPT,
        DATA,
        CONTENT,
        DOT
    }

    /** Speaks like a server up to that step, then does something else. */
    private static FakeServer.Conversation until(SmtpStep last, FakeServer.Conversation then) {
        return talk -> {
            for (SmtpStep step : SmtpStep.values()) {
                if (step != SmtpStep.GREETING && step != SmtpStep.DOT) {
                    talk.line(); // of the content one line only
                }
                if (step == SmtpStep.DOT) {
                    for (String line = talk.line(); !line.equals("."); line = talk.line()) {
                        assertThat(line).hasSizeLessThan(100);
                    }
                }
                if (step == last) {
                    then.hold(talk);
                    return;
                }
                switch (step) {
                    case GREETING -> talk.say("220 fake.test ESMTP");
                    case DATA -> talk.say("354 go on");
                    case CONTENT -> {}
                    default -> talk.say("250 2.0.0 ok");
                }
            }
        };
    }

    @Nested
    class WhenAServer {
        @ParameterizedTest
        @EnumSource
        void resets(SmtpStep step) throws Exception {
            smtpServer.behave(until(step, FakeServer.Talk::reset));

            assertThat(smtpOutcome()).startsWith("4");
        }

        /** It reads on: the gateway must not wait for it. */
        @ParameterizedTest
        @EnumSource
        void closesItsHalf(SmtpStep step) throws Exception {
            smtpServer.behave(until(step, talk -> {
                talk.endOutput();
                talk.awaitEnd();
            }));

            assertThat(smtpOutcome()).startsWith("4");
        }

        @ParameterizedTest
        @EnumSource
        void saysWhatIsNoReply(SmtpStep step) throws Exception {
            byte[] junk = new byte[5000];
            new Random(step.ordinal()).nextBytes(junk);
            smtpServer.behave(until(step, talk -> {
                talk.send(junk);
                talk.say("");
                talk.awaitEnd();
            }));

            assertThat(smtpOutcome()).startsWith("4");
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "250-going on\r\n", "\0", "250 ok\r\n"})
        void neverStopsTalking(String text) throws Exception {
            byte[] block = text.repeat(1 << 12).getBytes(ISO_8859_1);
            smtpServer.behave(until(SmtpStep.EHLO, talk -> {
                for (int sent = 0; sent < MANY_MIBIBYTES << 20; sent += block.length) {
                    talk.send(block);
                }
                talk.awaitEnd();
            }));

            assertThat(smtpOutcome()).startsWith("4");
        }

        @Test
        void speaksTlsFromTheFirstOctet() throws Exception {
            smtpServer.behave(talk -> {
                talk.send(new byte[] {0x15, 3, 3, 0, 2, 2, 40}); // an alert: handshake failure
                talk.awaitEnd();
            });

            assertThat(smtpOutcome()).startsWith("421");
        }
    }

    /** Where a server of POP3 fails. */
    enum Pop3Step {
        GREETING,
        USER,
        PASS,
        STAT,
        RETR
    }

    private static FakeServer.Conversation until(Pop3Step last, FakeServer.Conversation then) {
        return talk -> {
            for (Pop3Step step : Pop3Step.values()) {
                if (step != Pop3Step.GREETING) {
                    talk.line();
                }
                if (step == last) {
                    then.hold(talk);
                    return;
                }
                talk.say(step == Pop3Step.STAT ? "+OK 1 100" : "+OK");
            }
        };
    }

    @Nested
    class WhenAPop3Server {
        @ParameterizedTest
        @EnumSource
        void resets(Pop3Step step) throws Exception {
            pop3Server.behave(until(step, FakeServer.Talk::reset));

            assertThat(pop3Outcome()).startsWith("-ERR");
        }

        @ParameterizedTest
        @EnumSource
        void saysWhatIsNoAnswer(Pop3Step step) throws Exception {
            byte[] junk = new byte[5000];
            new Random(step.ordinal()).nextBytes(junk);
            pop3Server.behave(until(step, talk -> {
                talk.send(junk);
                talk.say("");
                talk.awaitEnd();
            }));

            assertThat(pop3Outcome()).startsWith("-ERR");
        }

        /** T34: half a message is none. */
        @Test
        void resetsInTheMiddleOfAMessage() throws Exception {
            pop3Server.behave(until(Pop3Step.RETR, talk -> {
                talk.say("+OK\r\nSubject: half\r\n\r\nhello");
                talk.reset();
            }));

            assertThat(pop3Outcome()).startsWith("-ERR");
        }

        @Test
        void neverEndsItsLine() throws Exception {
            pop3Server.behave(until(Pop3Step.STAT, talk -> {
                for (int sent = 0; sent < MANY_MIBIBYTES << 20; sent += BLOCK.length) {
                    talk.send(BLOCK);
                }
                talk.awaitEnd();
            }));

            assertThat(pop3Outcome()).startsWith("-ERR");
        }
    }

    @Nested
    class WhenAClient {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void speaksTlsOnTheClearPort(boolean smtp) throws Exception {
            patientServers();
            long began = System.nanoTime();
            try (Socket socket = SSLSocketFactory.getDefault()
                    .createSocket(InetAddress.getLoopbackAddress(), smtp ? gateway.port() : pop3Port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(1); // shakes hands first
                assertThat(socket.getInputStream().read()).isNegative();
            } catch (javax.net.ssl.SSLException expected) {
                assertThat(expected).isNotInstanceOf(javax.net.ssl.SSLPeerUnverifiedException.class);
            }
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                    .isLessThan(IDLE_SECONDS + 5);
        }

        /** What cannot be a command from its first octet on gets no reply. */
        @Test
        void sendsJunk() throws Exception {
            patientServers();
            for (int seed = 0; seed < 20; seed++) {
                byte[] junk = new byte[20_000];
                new Random(seed).nextBytes(junk);
                for (int port : new int[] {gateway.port(), pop3Port}) {
                    try (RawClient client = new RawClient(port).patience(Duration.ofSeconds(20))) {
                        client.out().write(junk);
                        client.out().write("\r\n".getBytes(ISO_8859_1));
                        assertThat(client.rest()).matches("((220|\\+OK) .*\r\n)?((500|-ERR) .*\r\n)?");
                    } catch (IOException reset) {
                        assertThat(reset).hasMessageMatching("(?i).*(reset|broken pipe).*");
                    }
                }
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void neverEndsItsLine(boolean smtp) throws Exception {
            patientServers();
            try (RawClient client = new RawClient(smtp ? gateway.port() : pop3Port)) {
                client.expect(smtp ? "220" : "+OK");
                for (int sent = 0; sent < MANY_MIBIBYTES << 20; sent += BLOCK.length) {
                    client.out().write(BLOCK);
                }
                client.say("").expect(smtp ? "500" : "-ERR");
            } catch (java.net.SocketException shownOut) {
                assertThat(shownOut).hasMessageMatching("(?i).*(reset|broken pipe).*");
            }
            assertThat(Footprint.of(gateway.pid()).heapKib()).isLessThan(48 << 10);
        }

        /** T32: what is cut off in the middle is nobody's. */
        @Test
        void resetsOrClosesItsHalfInAMessage() throws Exception {
            for (boolean reset : new boolean[] {true, false}) {
                try (RawClient client = new RawClient(goodPort).envelope()) {
                    client.say("DATA").expect("354");
                    client.say("Subject: cut off\r\n\r\nhello");
                    client.leave(reset);
                }
            }
            servesOthers();
            assertThat(goodServer.poll()).isEmpty();
        }

        /** T40: in a command, and in the content of a message. Both lose their places, and only they do. */
        @Test
        void drips() throws Exception {
            patientServers();
            List<RawClient> slow = new ArrayList<>();
            List<RawClient> slowPop3 = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    RawClient client = new RawClient(goodPort)
                            .patience(Duration.ofSeconds(20))
                            .envelope();
                    if (i % 2 == 0) {
                        client.say("DATA").expect("354");
                    }
                    slow.add(client);
                    slowPop3.add(new RawClient(pop3Port).patience(Duration.ofSeconds(20)));
                    slowPop3.get(i).expect("+OK");
                }
                try (RawClient honest =
                        new RawClient(goodPort).patience(Duration.ofSeconds(20)).envelope()) {
                    long began = System.nanoTime();
                    long now = began;
                    for (int second = 1; now - began < TimeUnit.SECONDS.toNanos(IDLE_SECONDS + 4); second++) {
                        slow.forEach(RawClient::drip);
                        slowPop3.forEach(RawClient::drip);
                        honest.say("NOOP").expect("250"); // one whole line a second
                        servesOthers();
                        long next = began + TimeUnit.SECONDS.toNanos(second);
                        Until.holds("the next second", Duration.ofSeconds(5), () -> System.nanoTime() > next);
                        now = System.nanoTime();
                    }
                }
                for (RawClient client : slow) {
                    assertThat(client.rest()).startsWith("421");
                }
                for (RawClient client : slowPop3) {
                    assertThat(client.rest()).isEmpty(); // RFC 1939 section 3
                }
            } finally {
                slow.addAll(slowPop3);
                for (RawClient client : slow) {
                    client.close();
                }
            }
        }

        private static void patientServers() {
            smtpServer.behave(talk -> {
                talk.say("220 fake.test ESMTP");
                talk.awaitEnd();
            });
            pop3Server.behave(talk -> {
                talk.say("+OK fake");
                talk.awaitEnd();
            });
        }
    }
}

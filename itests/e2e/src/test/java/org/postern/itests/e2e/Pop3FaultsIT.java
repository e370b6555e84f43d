// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.itests.e2e.FakeMailboxes.Habit;

/**
 * T03, T05, T06, T07, T08, T10, T14, T15, T16, T32, T34, T40: servers and clients of POP3 with the faults and habits of the
 * field. What looks whole is whole, no answer shifts, and a server hears nothing that its client did not mean.
 */
class Pop3FaultsIT {
    /** As short as can be configured. */
    private static final int SECONDS = 10;

    private static final String MESSAGE = "Subject: one\r\n\r\nhello\r\n";
    private static final Map<String, String> REPLIES = Map.of(
            "STAT", "+OK 1 23\r\n",
            "LIST", "+OK\r\n1 23\r\n.\r\n",
            "RETR", "+OK 23 octets\r\n" + MESSAGE + ".\r\n",
            "CAPA", "+OK\r\nTOP\r\nUSER\r\nSTLS\r\n.\r\n");

    private static final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    private static FakeServer scripted;
    private static FakeMailboxes mailboxes;
    private static RunningGateway gateway;
    private static TlsListeners listeners;
    private static int mailboxPort;

    @BeforeAll
    static void start() throws Exception {
        scripted = new FakeServer(talk -> {});
        mailboxes = new FakeMailboxes();
        mailboxPort = Ports.free();
        gateway = RunningGateway.beforePop3(scripted.address())
                .with("--pop3", "127.0.0.1:" + mailboxPort + "=" + mailboxes.address());
        gateway.configure("org.postern.gateway.cfg", "pop3IdleSeconds = " + SECONDS);
        gateway.profile("retrTotalSeconds = " + SECONDS);
        listeners = new TlsListeners(gateway, "pop3");
        listeners.add("allow", false, scripted.address(), "tls = ALLOW");
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        listeners.close();
        mailboxes.close();
        scripted.close();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        Until.holds("the end of the server's connections", Duration.ofSeconds(10), () -> scripted.open() == 0);
        heard.clear();
        assertThat(gateway.log()).doesNotContain("OutOfMemory", "the inspector failed");
    }

    /** Answers as usual but for one command, or for none: the greeting. */
    private static void answers(String command, String reply, FakeServer.Conversation then) {
        scripted.behave(talk -> {
            talk.send((command.isEmpty() ? reply : "+OK ready\r\n").getBytes(ISO_8859_1));
            boolean goesOn = !command.isEmpty();
            while (goesOn) {
                String line = talk.line();
                heard.add(line);
                String verb = line.split(" ")[0];
                goesOn = !verb.equals(command) && !verb.equals("QUIT");
                talk.send((verb.equals(command) ? reply : REPLIES.getOrDefault(verb, "+OK\r\n")).getBytes(ISO_8859_1));
            }
            then.hold(talk);
        });
    }

    private static void goesOnAfter(String command, String reply) {
        answers(command, reply, talk -> {
            for (String line = talk.line(); ; line = talk.line()) {
                heard.add(line);
                talk.send(REPLIES.getOrDefault(line.split(" ")[0], "+OK\r\n").getBytes(ISO_8859_1));
            }
        });
    }

    /** @return all that a client gets that asks for everything in a row and says no more */
    private static String session(String... commands) throws IOException {
        try (RawClient client = new RawClient(gateway.port()).patience(Duration.ofSeconds(SECONDS + 10))) {
            client.say("USER ann\r\nPASS secret\r\n" + String.join("\r\n", commands));
            return client.rest();
        }
    }

    private static final String LOGGED_IN = "+OK ready\r\n+OK\r\n+OK\r\n";

    @Nested
    class WhenAServer {
        /** T16: each of these is no end; then it closes. */
        @ParameterizedTest
        @ValueSource(
                strings = {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n. \r\n", "\r\n.\0\r\n", ".\r\n", "\r\n", "\r\n."
                })
        void endsItsMessageWrongly(String end) throws Exception {
            answers("RETR", "+OK\r\nSubject: one\r\n\r\nhello" + end, talk -> {});

            assertThat(session("RETR 1", "DELE 1", "QUIT"))
                    .matches("\\Q" + LOGGED_IN + "\\E-ERR \\[SYS/TEMP] .*lost.*\r\n");
            assertThat(heard).contains("RETR 1").doesNotContain("DELE 1", "QUIT");
        }

        /** T03, T15, T16: and so such lines pass within a message, whatever size the server tells. */
        @ParameterizedTest
        @ValueSource(strings = {"0", "5", "99999999", "-1", "many"})
        void tellsAnySize(String size) throws Exception {
            String message = "Subject: one\n.\r\n\r\n..\r\n...\r\na\n.\nb\r\n. \r\n\r.\rc\r\n.\r\r\n";
            String reply = "+OK " + size + " octets\r\n" + message.replace("\r\n.", "\r\n..") + ".\r\n";
            String listing = "+OK\r\n1 " + size + "\r\n.\r\n";
            scripted.behave(talk -> {
                talk.say("+OK ready");
                for (String line = talk.line(); ; line = talk.line()) {
                    String answer = line.startsWith("LIST") ? listing : line.startsWith("RETR") ? reply : "+OK\r\n";
                    talk.send(answer.getBytes(ISO_8859_1));
                }
            });

            assertThat(session("LIST", "RETR 1", "QUIT")).isEqualTo(LOGGED_IN + listing + reply + "+OK\r\n");
        }

        /** T24: more than there is room for. */
        @Test
        void tellsAnEnormousSize() throws Exception {
            goesOnAfter("LIST", "+OK\r\n1 999999999999999\r\n.\r\n");

            assertThat(session("LIST", "RETR 1", "DELE 1", "QUIT"))
                    .endsWith("\r\n-ERR [SYS/TEMP] Insufficient system storage, try again later\r\n"
                            + "-ERR The message was not handed out as it is, so it is not deleted\r\n"
                            + "+OK Bye, nothing was deleted\r\n");
            assertThat(heard).doesNotContain("RETR 1", "DELE 1", "QUIT");
        }

        @Test
        void neverEndsItsMessage() throws Exception { // T34
            answers("RETR", "+OK\r\nSubject: one\r\n\r\nhello\n.\n", FakeServer.Talk::awaitEnd);

            assertThat(session("RETR 1", "DELE 1", "QUIT"))
                    .matches("\\Q" + LOGGED_IN + "\\E-ERR \\[SYS/TEMP] The message took too long.*\r\n");
            assertThat(heard).doesNotContain("DELE 1", "QUIT");
        }

        /** T10: of what comes behind an answer the client sees nothing, and the session ends. */
        @ParameterizedTest
        @ValueSource(strings = {"USER", "PASS", "STAT", "LIST", "RETR"})
        void saysMoreThanItWasAsked(String command) throws Exception {
            String reply = REPLIES.getOrDefault(command, "+OK\r\n");
            goesOnAfter(command, reply + "+OK injected\r\n-ERR injected\r\n");

            assertThat(session("STAT", "LIST", "RETR 1", "DELE 1", "QUIT")).doesNotContain("injected", "bye");
            assertThat(heard).doesNotContain("DELE 1", "QUIT");
        }

        /** T08, T10. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "+OK ready\r\n+OK injected\r\n+OK injected\r\n",
                    "+OK ready\r\n-ERR injected\r\n",
                    "+OK ready\0injected\r\n",
                    "\r\n+OK injected\r\n",
                    "* OK IMAP4rev1 injected\r\n",
                    "220 injected ESMTP\r\n"
                })
        void injectsIntoItsBanner(String banner) throws Exception {
            answers("", banner, FakeServer.Talk::awaitEnd);

            assertThat(session("STAT")).matches("(\\+OK ready\r\n)?(-ERR \\[SYS/TEMP] .*\r\n)?");
            assertThat(heard).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"USER", "PASS"})
        void refusesPlaintextLogins(String command) throws Exception { // T07
            String refusal = "-ERR [AUTH] Plaintext authentication disallowed, use STLS (" + command + ")";
            goesOnAfter(command, refusal + "\r\n");

            String came = session("CAPA", "STLS", "QUIT");

            assertThat(came)
                    .contains(refusal, "\r\n-ERR Command not offered\r\n")
                    .doesNotContain("\r\nSTLS\r\n");
            assertThat(heard).doesNotContain("STLS");
            assertThat(gateway.mailLogLine("event=server-remark", "kind=wants-tls"))
                    .contains("profile default");
            assertThat(gateway.mailLogLine("event=server-remark", "kind=tls-hidden"))
                    .contains("tls = DISABLE");
        }

        @Test
        void injectsBehindItsAnswerToStls() throws Exception { // T06
            goesOnAfter("STLS", "+OK begin\r\n+OK injected\r\n");
            try (RawClient client = new RawClient(listeners.port("allow"))) {
                client.expect("+OK ready");
                client.say("STLS");
                assertThat(client.rest()).doesNotContain("injected");
            }
        }

        /** What it concludes from a message that was given out is its own business. */
        @ParameterizedTest
        @EnumSource
        void concludesWhatItLikes(Habit habit) throws Exception {
            String account = habit.name().toLowerCase(Locale.ROOT) + "-all";
            FakeMailboxes.Box box = mailboxes.box(account);
            box.add(Mail.text(Mail.marker()));
            mailboxes.heard();

            try (Pop3Login client = new Pop3Login(mailboxPort, account)) { // T14
                assertThat(client.message("TOP 1 1000")).isEqualTo(box.message("u1"));
                assertThat(client.ask("QUIT")).startsWith("+OK");
            }
            assertThat(mailboxes.heard()).contains("TOP 1 99999999").doesNotContain("RETR 1");
            assertThat(box.gone()).isEmpty();
            assertThat(box.marked()).isEmpty();

            try (Pop3Login client = new Pop3Login(mailboxPort, account)) {
                assertThat(client.message("RETR 1")).isEqualTo(box.message("u1"));
                assertThat(client.ask("QUIT")).startsWith("+OK");
            }
            assertThat(mailboxes.heard()).contains("RETR 1", "QUIT");
            assertThat(box.gone()).hasSize(habit == Habit.ARCHIVES || habit == Habit.EXPIRES ? 1 : 0);
            assertThat(box.marked()).hasSize(habit == Habit.MARKS ? 1 : 0);
        }
    }

    @Nested
    class WhenAClient {
        private static final byte[] LARGE = new byte[20 << 20];

        @Test
        void saysEverythingAtOnce() throws Exception { // T10
            FakeMailboxes.Box box = mailboxes.box("plain-pipelined");
            List<String> expected = new ArrayList<>(List.of("+OK fake mailboxes", "+OK", "+OK 20 messages"));
            StringBuilder commands = new StringBuilder("USER plain-pipelined\r\nPASS secret\r\n");
            for (int i = 1; i <= 20; i++) {
                String message = Mail.lines("Subject: " + i, "", ".", "number " + i);
                box.add(message);
                commands.append("RETR ")
                        .append(i)
                        .append("\r\nNOOP\r\nDELE ")
                        .append(i)
                        .append("\r\n");
                expected.add("+OK " + message.length() + " octets\r\n" + message.replace("\r\n.", "\r\n..")
                        + ".\r\n+OK\r\n+OK");
            }
            expected.add("+OK bye");
            try (RawClient client = new RawClient(mailboxPort)) {
                client.say(commands + "QUIT");
                assertThat(client.rest()).isEqualTo(String.join("\r\n", expected) + "\r\n");
            }
            mailboxes.heard();
            assertThat(box.gone()).hasSize(20);
        }

        /** T32, T34: its DELE and QUIT have come, but it has not got what it wanted to delete. */
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void leavesInTheMiddle(boolean reset) throws Exception {
            String account = "expires-left-" + reset;
            FakeMailboxes.Box box = mailboxes.box(account);
            box.add(Mail.withAttachment(Mail.marker(), "image/png", "a.png", LARGE));
            mailboxes.heard();

            try (RawClient client = new RawClient(mailboxPort)) {
                client.say("USER " + account + "\r\nPASS secret\r\nRETR 1\r\nDELE 1\r\nQUIT");
                for (String line : List.of("+OK", "+OK", "+OK", "+OK", "X-Test", "From")) {
                    client.expect(line);
                }
                if (reset) {
                    client.leave(true);
                }
            } // closes with what it did not read

            assertThat(mailboxes.heard()).contains("RETR 1").doesNotContain("DELE 1", "QUIT");
            assertThat(box.gone()).isEmpty();
        }

        @Test
        void neverReads() throws Exception { // T40
            FakeMailboxes.Box box = mailboxes.box("expires-unread");
            box.add(Mail.withAttachment(Mail.marker(), "image/png", "a.png", LARGE));
            mailboxes.heard();

            try (RawClient client = new RawClient(mailboxPort)) {
                client.say("USER expires-unread\r\nPASS secret\r\nRETR 1\r\nDELE 1\r\nQUIT");
                Until.holds(
                        "the end of its session",
                        Duration.ofSeconds(3 * SECONDS),
                        () -> gateway.mailLog().contains("to=expires-unread"));
                assertThat(gateway.mailLogLine("to=expires-unread")).contains("delivered=no");
                assertThat(client.rest()).doesNotEndWith("\r\n.\r\n").doesNotContain("bye");
            }
            assertThat(mailboxes.heard()).doesNotContain("DELE 1", "QUIT");
            assertThat(box.gone()).isEmpty();
        }

        @Test
        void saysSomethingBehindItsStls() throws Exception { // T05
            goesOnAfter("STLS", "+OK begin\r\n");
            try (RawClient client = new RawClient(listeners.port("allow"))) {
                client.expect("+OK ready");
                client.say("STLS\r\nUSER mallory");
                assertThat(client.rest()).isEqualTo("-ERR Nothing may follow STLS\r\n");
            }
            assertThat(heard).contains("STLS").doesNotContain("USER mallory");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * T30, T31: between Postfix's {@code smtp-source} and {@code smtp-sink} the gateway changes nothing: the server gets the same
 * messages and the client the same kind of reply, whatever the server fails at.
 */
class SmtpSinkIT {
    private static final int SESSIONS = 10;
    private static final int MESSAGES = 3;

    private static int port;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        port = Ports.free();
        gateway = RunningGateway.before("127.0.0.1:" + port).start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    private static Command source(int to, int sessions, int messages, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "/usr/sbin/smtp-source",
                "-N",
                "-s",
                String.valueOf(sessions),
                "-m",
                String.valueOf(messages),
                "-f",
                "sender@example.net",
                "-t",
                "recipient@example.org",
                "-M",
                "client.test"));
        command.addAll(List.of(more));
        command.add("127.0.0.1:" + to);
        return Command.run(command, 90);
    }

    @Test
    void passesFiveThousandMessagesOfAHundredSessions() throws Exception {
        List<TreeSet<String>> recipients = new ArrayList<>();
        for (int to : List.of(port, gateway.port())) {
            try (SmtpSink sink = SmtpSink.start(port)) {
                Command sent = source(to, 100, 5000, "-d");
                assertThat(sent.exit()).as(sent.output()).isZero();
                assertThat(sent.output()).isEmpty();
                assertThat(sink.taken().values())
                        .allSatisfy(copies -> assertThat(copies).hasSize(1));
                recipients.add(new TreeSet<>(sink.taken().keySet()));
            }
        }
        assertThat(recipients.get(0)).hasSize(5000);
        assertThat(recipients.get(1)).isEqualTo(recipients.get(0));
    }

    @Test
    void passesMessagesOfFiftyKilobytesEachOnAConnectionOfItsOwn() throws Exception {
        try (SmtpSink sink = SmtpSink.start(port)) {
            Command sent = source(gateway.port(), 20, 200, "-l", "50000");

            assertThat(sent.exit()).as(sent.output()).isZero();
            assertThat(sink.taken()).hasSize(200);
        }
    }

    /** -q: hangs up; -Q: says 421 and hangs up; -r: refuses for now; -f: refuses for good. */
    @ParameterizedTest(name = "smtp-sink {0} {1}, greeted with {2}")
    @CsvSource({
        "-q, connect, EHLO", "-Q, connect, EHLO", "-r, connect, EHLO", "-f, connect, EHLO",
        "-q, ehlo, EHLO", "-Q, ehlo, EHLO", "-r, ehlo, EHLO", "-f, ehlo, EHLO",
        "-q, helo, HELO", "-Q, helo, HELO", "-r, helo, HELO", "-f, helo, HELO",
        "-q, mail, EHLO", "-Q, mail, EHLO", "-r, mail, EHLO", "-f, mail, EHLO",
        "-q, rcpt, EHLO", "-Q, rcpt, EHLO", "-r, rcpt, EHLO", "-f, rcpt, EHLO",
        "-q, data, EHLO", "-Q, data, EHLO", "-r, data, EHLO", "-f, data, EHLO",
        "-q, ., EHLO", "-Q, ., EHLO", "-r, ., EHLO", "-f, ., EHLO",
        "-q, quit, EHLO", "-Q, quit, EHLO", "-r, quit, EHLO", "-f, quit, EHLO",
        "-q, rset, EHLO", "-f, 'rset,mail', EHLO", "-p, '', EHLO", "-e, '', EHLO"
    })
    void failsAsTheServerDoes(String flag, String command, String greeting) throws Exception {
        String[] flags = Arrays.stream(new String[] {flag, command})
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        Run direct = run(port, greeting, flags);

        Run through = run(gateway.port(), greeting, flags);

        assertThat(through.classes()).isEqualTo(direct.classes());
        assertThat(through.taken()).isEqualTo(direct.taken());
    }

    /** It stops at the first reply that is not as it hoped, and then takes a second to die. */
    @ParameterizedTest
    @CsvSource({"-q", "-Q", "-r", "-f"})
    void endsPostfixsClientInAnErrorWhereTheServerDoes(String flag) throws Exception {
        try (SmtpSink sink = SmtpSink.start(port, flag, "rcpt")) {
            Command sent = source(gateway.port(), 5, 20);

            assertThat(sent.exit()).isNotZero();
            assertThat(sent.output()).contains("fatal: ");
            assertThat(sink.taken()).isEmpty();
        }
    }

    private record Run(Map<String, Character> classes, Map<String, List<String>> taken) {}

    private static Run run(int to, String greeting, String... flags) throws Exception {
        try (SmtpSink sink = SmtpSink.start(port, flags)) {
            Map<String, Character> classes = new SinkClient(to, greeting).send(SESSIONS, MESSAGES);
            Map<String, List<String>> taken = sink.taken();
            assertThat(classes).hasSize(SESSIONS * (MESSAGES + 1));
            return new Run(classes, taken);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** M11: a signature that held before the gateway holds behind it, unless something was replaced. */
class DkimIT {
    private static KeepingServer server;
    private static PrivateDovecot dovecot;
    private static RunningGateway smtp;
    private static RunningGateway pop3;

    @BeforeAll
    static void start() throws Exception {
        server = new KeepingServer();
        dovecot = PrivateDovecot.start();
        smtp = RunningGateway.before(server.address()).start();
        pop3 = RunningGateway.beforePop3(dovecot.address()).start();
    }

    @AfterAll
    static void stop() throws Exception {
        pop3.close();
        smtp.close();
        dovecot.close();
        server.close();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("7bit", named("plain", "Seven bits.\r\n.\r\n..two\r\n trailing \t \r\n\r\n\r\n")),
                Arguments.of("8bit", named("not ASCII", "Gr\u00fc\u00dfe \u0080\u00ff\u00a0\r\n\u00e9\r\n")),
                Arguments.of(
                        "8bit",
                        named(
                                "a line of 1 MiB",
                                "x".repeat(1 << 19) + "\u00fc" + "y".repeat(1 << 19) + "\r\nlast\r\n")));
    }

    /** Of servers and clients that do not mind; POP3 servers end every line by CRLF. */
    static Stream<Arguments> bodiesWithBareLineEnds() {
        return Stream.concat(
                bodies(),
                Stream.of(Arguments.of("7bit", named("bare LF and CR", "one\ntwo\n\nthree \r\nfour\rfive\r\n"))));
    }

    private static String signed(String encoding, String body) throws Exception {
        String signed = Dkim.sign(Mail.header(Mail.marker())
                + Mail.lines(
                        "Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: " + encoding, "")
                + body);
        assertThat(Dkim.verifies(signed)).as("it verifies as signed").isTrue();
        assertThat(Dkim.verifies(signed + "x")).as("it verifies when changed").isFalse();
        return signed;
    }

    private static String throughData(String message) throws Exception {
        try (RawClient client = new RawClient(smtp.port()).envelope()) {
            client.say("DATA").expect("354");
            client.out()
                    .write(("\r\n" + message)
                            .replace("\r\n.", "\r\n..")
                            .substring(2)
                            .getBytes(ISO_8859_1));
            client.say(".").expect("250");
        }
        return server.next();
    }

    @ParameterizedTest
    @MethodSource("bodiesWithBareLineEnds")
    void holdsWhatComesByData(String encoding, String body) throws Exception {
        String signed = signed(encoding, body);

        String arrived = throughData(signed);

        assertThat(arrived.equals(signed)).as("octet for octet").isTrue();
        assertThat(Dkim.verifies(arrived)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bodiesWithBareLineEnds")
    void holdsWhatComesInChunks(String encoding, String body) throws Exception {
        String signed = signed(encoding, body);
        int half = signed.length() / 2;

        try (RawClient client = new RawClient(smtp.port()).envelope()) {
            client.chunk(signed.substring(0, half), false).chunk(signed.substring(half), true);
            client.expect("250");
            client.expect("250");
        }

        String arrived = server.next();
        assertThat(arrived.equals(signed)).as("octet for octet").isTrue();
        assertThat(Dkim.verifies(arrived)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void holdsWhatIsFetched(String encoding, String body) throws Exception {
        String signed = signed(encoding, body);
        dovecot.deliver("ann", signed);

        try (Pop3Login login = new Pop3Login(pop3.port(), "ann")) {
            String arrived = login.message("RETR " + dovecot.count("ann"));

            assertThat(arrived.equals(signed)).as("octet for octet").isTrue();
            assertThat(Dkim.verifies(arrived)).isTrue();
        }
    }

    /** The control: it is not that everything verifies. */
    @Test
    void doesNotHoldWhereSomethingWasReplaced() throws Exception {
        String infected = Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar());
        String signed = Dkim.sign(infected);
        assertThat(Dkim.verifies(signed)).isTrue();
        dovecot.deliver("bob", signed);

        String sent = throughData(signed);
        String fetched;
        try (Pop3Login login = new Pop3Login(pop3.port(), "bob")) {
            fetched = login.message("RETR 1");
        }

        for (String arrived : List.of(sent, fetched)) {
            assertThat(arrived).startsWith("DKIM-Signature: ").contains("postern-notice");
            assertThat(Dkim.verifies(arrived)).isFalse();
        }
    }
}

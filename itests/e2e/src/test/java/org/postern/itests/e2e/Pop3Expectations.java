// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Mail that is fetched from a Dovecot, by whatever engine it is scanned: T03, T14, T15, T16, M05, M06, M10, M14. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Pop3Expectations {
    private static final String BEHIND_THE_PART = "\r\n--=_outer 1\r\nContent-Type: text/html";
    PrivateDovecot dovecot;
    RunningGateway gateway;

    /** Puts the gateway before the server, with the engine that is to be tried. */
    abstract RunningGateway before(PrivateDovecot server) throws Exception;

    @BeforeAll
    void start() throws Exception {
        dovecot = PrivateDovecot.start();
        gateway = before(dovecot);
        gateway.start();
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        dovecot.close();
    }

    @Test
    void cleanMailAndListingsAreWhatTheServerSays() throws Exception {
        dovecot.deliver("ann", Mail.text(Mail.marker()));
        dovecot.deliver("ann", Mail.withAttachment(Mail.marker(), "image/png", "a.png", new byte[3_000_000]));
        dovecot.deliver("ann", Mail.header(Mail.marker()) + Mail.lines("", ".", "..", ".a", "", "", ".".repeat(900)));
        dovecot.deliver("ann", "Subject: no body\r\n");
        dovecot.deliver("ann", "\r\n");

        try (Pop3Login direct = new Pop3Login(dovecot.port(), "ann");
                Pop3Login through = new Pop3Login(gateway.port(), "ann")) {
            assertThat(through.ask("STAT")).isEqualTo(direct.ask("STAT")).startsWith("+OK 5 ");
            for (String listing : List.of("LIST", "UIDL")) {
                assertThat(through.askMany(listing)).isEqualTo(direct.askMany(listing));
            }
            for (int i = 1; i <= 5; i++) {
                for (String command : List.of("RETR " + i, "TOP " + i + " 0", "TOP " + i + " 3", "TOP " + i + " 50")) {
                    String wire = through.askMany(command);
                    assertThat(wire.equals(direct.askMany(command))).as(command).isTrue();
                }
                for (String command : List.of("TOP " + i + " 51", "TOP " + i + " 100000")) {
                    assertThat(through.message(command).equals(direct.message(command)))
                            .as(command)
                            .isTrue();
                }
            }
            assertThat(through.ask("RETR 6")).isEqualTo(direct.ask("RETR 6")).startsWith("-ERR");
            assertThat(through.ask("DELE 1")).startsWith("+OK");
            assertThat(through.ask("QUIT")).startsWith("+OK");
        }
        Until.holds("the deletion", Duration.ofSeconds(5), () -> dovecot.count("ann") == 4);
    }

    @Test
    void offersWhatItUnderstands() throws Exception {
        try (Pop3Login through = new Pop3Login(gateway.port(), "bob")) {
            assertThat(through.askMany("CAPA"))
                    .contains("TOP\r\n", "UIDL\r\n", "PIPELINING\r\n")
                    .doesNotContain("STLS");
            assertThat(through.ask("STLS")).startsWith("-ERR");
            assertThat(through.ask("XTND")).startsWith("-ERR");
            assertThat(through.ask("STAT")).startsWith("+OK 0 ");
        }
    }

    /** Fetches the last message; everything before one text and from another on (if it is one) must be as delivered. */
    private void arrivesReplaced(String message, String from, String to) throws Exception {
        dovecot.deliver("cid", message);
        long number = dovecot.count("cid");
        String arrived;
        try (Pop3Login through = new Pop3Login(gateway.port(), "cid")) {
            arrived = through.message("RETR " + number);
        }
        int start = message.indexOf(from);
        assertThat(start).isPositive();
        String before = message.substring(0, start);
        String after = to.isEmpty() ? "" : message.substring(message.indexOf(to, start));
        assertThat(arrived).startsWith(before).endsWith(after);
        assertThat(arrived.substring(before.length(), arrived.length() - after.length()))
                .startsWith("Content-")
                .contains("postern-notice")
                .doesNotContain("EICAR-STANDARD");
        assertThat(gateway.mailLogLine("to=cid size=" + message.length() + " ")).contains("action=replaced", "Eicar");
        assertThat(Quarantined.in(gateway.base()))
                .anySatisfy(original -> assertThat(original).isEqualTo(message.getBytes(ISO_8859_1)));
    }

    @Test
    void replacesWhatIsInfectedAndNothingElse() throws Exception {
        byte[] eicar = Mail.eicar();
        arrivesReplaced(
                Mail.withAttachment(Mail.marker(), "application/octet-stream", "eicar.com", eicar),
                "Content-Type: application/octet-stream",
                BEHIND_THE_PART);
        arrivesReplaced(
                Mail.withAttachment(Mail.marker(), "application/zip", "a.zip", Mail.zip("e.com", eicar)),
                "Content-Type: application/zip",
                BEHIND_THE_PART);
        String inner = Mail.withAttachment("inner", "application/octet-stream", "eicar.com", eicar)
                .replace("=_outer 1", "=_inner 2");
        arrivesReplaced(
                Mail.header(Mail.marker())
                        + Mail.lines(
                                "Content-Type: multipart/mixed; boundary=outermost",
                                "",
                                "--outermost",
                                "Content-Type: message/rfc822",
                                "")
                        + inner
                        + Mail.lines("--outermost--"),
                "Content-Type: application/octet-stream",
                "\r\n--=_inner 2\r\nContent-Type: text/html");
        arrivesReplaced(
                Mail.header(Mail.marker())
                        + Mail.lines("Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64", "")
                        + Mail.base64(eicar),
                "Content-Type: application/octet-stream",
                "");
    }

    @Test
    void aReplacedMessageMayBeDeleted() throws Exception {
        dovecot.deliver("dan", Mail.withAttachment(Mail.marker(), "text/plain", "e.com", Mail.eicar()));
        try (Pop3Login through = new Pop3Login(gateway.port(), "dan")) {
            assertThat(through.askMany("RETR 1")).startsWith("+OK message follows\r\n");
            assertThat(through.ask("DELE 1")).startsWith("+OK");
            assertThat(through.ask("QUIT")).startsWith("+OK");
        }
        Until.holds("the deletion", Duration.ofSeconds(5), () -> dovecot.count("dan") == 0);
    }

    @Test
    void scansTopToo() throws Exception { // T14
        String message = Mail.withAttachment(Mail.marker(), "text/plain", "e.com", Mail.eicar());
        dovecot.deliver("eve", message);
        try (Pop3Login through = new Pop3Login(gateway.port(), "eve")) {
            assertThat(through.message("TOP 1 50"))
                    .contains("postern-notice")
                    .startsWith(Mail.header(markerOf(message)));
            assertThat(through.message("TOP 1 1000")).contains("postern-notice").endsWith("An epilogue.\r\n");
            String few = through.message("TOP 1 2");
            assertThat(few).isEqualTo(message.substring(0, message.indexOf("Content-Type: text/plain")));
        }
    }

    private static String markerOf(String message) {
        return message.substring("X-Test: ".length(), message.indexOf("\r\n"));
    }

    @Test
    void treatsAnEncryptedZipAsTheProfileSays() throws Exception {
        String message = Mail.withAttachment(Mail.marker(), "application/zip", "secret.zip", Mail.encryptedZip());
        dovecot.deliver("fay", message);
        try (Pop3Login through = new Pop3Login(gateway.port(), "fay")) {
            assertThat(through.message("RETR 1")).contains("postern-notice");
        }
        assertThat(gateway.mailLogLine("encryptedArchive")).contains("action=replaced");

        gateway.profile("engineWaitSeconds = 3", "unscannable.encryptedArchive = ALLOW");
        Until.holds("the changed profile", Duration.ofSeconds(20), () -> {
            try (Pop3Login through = new Pop3Login(gateway.port(), "fay")) {
                return through.message("RETR 1").equals(message);
            }
        });
        assertThat(gateway.mailLogLine("action=passed_unscanned")).contains("encryptedArchive");
    }

    @Test
    void servesAnOrdinaryClient() throws Exception {
        dovecot.deliver("gil", Mail.text(Mail.marker()));
        String script = """
                import poplib, sys
                sizes = []
                for port in sys.argv[1:]:
                    box = poplib.POP3('127.0.0.1', int(port), timeout=60)
                    box.capa(); box.user('gil'); box.pass_('secret')
                    sizes.append((box.stat(), box.list(), box.uidl(), box.retr(1), box.top(1, 2)))
                    box.quit()
                print('same' if sizes[0] == sizes[1] else sizes)
                """;

        Command fetched = Command.run(
                List.of("python3", "-c", script, Integer.toString(dovecot.port()), Integer.toString(gateway.port())));

        assertThat(fetched.output().strip()).isEqualTo("same");
    }
}

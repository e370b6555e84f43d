// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * T12: what comes in chunks leaves in a chunk, octet for octet. The server is Postfix, and for what Postfix does not keep
 * (it stores lines) a server that counts octets. The client is our own: Postfix sends no chunks, nor does swaks.
 */
class ChunkingIT {
    private static RawClient client(RunningGateway gateway) throws Exception {
        RawClient client = new RawClient(gateway.port());
        client.expect("220");
        assertThat(client.say("EHLO client.test").expect("250")).contains("CHUNKING");
        return client;
    }

    private static RawClient envelope(RawClient client, String parameter) throws Exception {
        client.say("MAIL FROM:<sender@example.net>" + parameter).expect("250");
        client.say("RCPT TO:<recipient@example.org>").expect("250");
        return client;
    }

    private static String header(String marker, String encoding) {
        return Mail.header(marker)
                + Mail.lines("Content-Type: application/x-test", "Content-Transfer-Encoding: " + encoding, "");
    }

    private static String sha256(String octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets.getBytes(ISO_8859_1)));
    }

    @Nested
    class BeforeAServerThatCountsOctets {
        private static RecordingServer server;
        private static RunningGateway gateway;

        @BeforeAll
        static void start() throws Exception {
            server = new RecordingServer();
            gateway = RunningGateway.before(server.address()).start();
        }

        @AfterAll
        static void stop() throws Exception {
            gateway.close();
            server.close();
        }

        private void arrives(String message) throws Exception {
            RecordingServer.Received received = server.next(20);

            assertThat(received.command()).isEqualTo("BDAT " + message.length() + " LAST");
            assertThat(received.text()).isEqualTo(message.substring(0, Math.min(message.length(), 1 << 16)));
            assertThat(received.sha256()).isEqualTo(sha256(message));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "\r\n.\r\n",
                    "\n.\n",
                    "\r.\r",
                    ".",
                    "no end of line",
                    "lines\nthat end\nin LF\n",
                    "a\r\n.\r\nMAIL FROM:<evil@example.net>\r\nRCPT TO:<recipient@example.org>\r\nBDAT 5 LAST\r\nhello",
                    "octets above 127: \u00ff\u00fe\u00e4"
                })
        void passesOctetForOctet(String body) throws Exception {
            String message = header(Mail.marker(), "8bit") + body;
            try (RawClient client = client(gateway)) {
                envelope(client, " BODY=8BITMIME").chunk(message, true).expect("250 2.0.0 taken");
                client.say("QUIT").expect("221");
            }

            arrives(message);
            assertThat(server.poll()).isEmpty();
        }

        @Test
        void passesBinaryContentInManyChunks() throws Exception {
            byte[] octets = new byte[300_000];
            new Random(1).nextBytes(octets);
            String message = header(Mail.marker(), "binary") + "\0\0\r\n.\r\n" + new String(octets, ISO_8859_1);
            try (RawClient client = client(gateway)) {
                envelope(client, " BODY=BINARYMIME SIZE=" + message.length());
                for (int at = 0; at < message.length(); at += 7777) {
                    String chunk = message.substring(at, Math.min(message.length(), at + 7777));
                    client.chunk(chunk, false).expect("250 2.0.0 " + chunk.length() + " octets");
                }
                client.chunk("", true).expect("250 2.0.0 taken");
            }

            arrives(message);
        }

        @Test
        void passesBinaryParts() throws Exception {
            byte[] octets = new byte[100_000];
            new Random(2).nextBytes(octets);
            String part = "\r\n--b\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n";
            String message =
                    header(Mail.marker(), "binary").replace("application/x-test", "multipart/mixed; boundary=b")
                            + part
                            + new String(octets, ISO_8859_1)
                            + part
                            + "\0\r\r\n\n.\n"
                            + "\r\n--b--";
            try (RawClient client = client(gateway)) {
                envelope(client, " BODY=BINARYMIME").chunk(message, true).expect("250 2.0.0 taken");
            }

            arrives(message);
        }

        @Test
        void replacesMalwareInBinaryContentAndNothingElse() throws Exception {
            String before =
                    header(Mail.marker(), "binary").replace("application/x-test", "multipart/mixed; boundary=b");
            String message = before
                    + "--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                    + new String(Mail.zip("eicar.com", Mail.eicar()), ISO_8859_1)
                    + "\r\n--b\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\n\r\n\r.\r"
                    + "\r\n--b--no end of line";
            try (RawClient client = client(gateway)) {
                envelope(client, " BODY=BINARYMIME").chunk(message, true).expect("250 2.0.0 taken");
            }

            RecordingServer.Received received = server.next(20);
            assertThat(received.command()).isEqualTo("BDAT " + received.size() + " LAST");
            assertThat(received.text())
                    .startsWith(before + "--b\r\n")
                    .contains("postern-notice")
                    .doesNotContain("eicar.com\0", "EICAR-STANDARD")
                    .endsWith(message.substring(message.indexOf("\r\n--b\r\nContent-Type: image/x")));
        }

        @Test
        void leavesDataAsData() throws Exception {
            String marker = Mail.marker();
            try (RawClient client = client(gateway)) {
                envelope(client, "").say("DATA").expect("354");
                client.say(Mail.header(marker) + "\r\n..\r\n.").expect("250 2.0.0 taken");
            }

            RecordingServer.Received received = server.next(20);
            assertThat(received.command()).isEqualTo("DATA");
            assertThat(received.text()).isEqualTo(Mail.header(marker) + "\r\n..\r\n");
        }

        @Test
        void sendsNothingOfAMessageThatIsNotFinished() throws Exception {
            try (RawClient client = client(gateway)) {
                envelope(client, "").chunk(header(Mail.marker(), "8bit"), false).expect("250");
            }
            String message = header(Mail.marker(), "8bit");
            try (RawClient client = client(gateway)) {
                envelope(client, "").chunk("of another message", false).expect("250");
                client.say("RSET").expect("250");
                envelope(client, "").chunk(message, true).expect("250 2.0.0 taken");
            }

            arrives(message);
            assertThat(server.poll()).isEmpty();
        }
    }

    @Nested
    class BeforePostfix {
        private static PrivatePostfix postfix;
        private static RunningGateway gateway;

        @BeforeAll
        static void start() throws Exception {
            postfix = PrivatePostfix.start();
            gateway = RunningGateway.before(postfix.address()).start();
        }

        @AfterAll
        static void stop() throws Exception {
            gateway.close();
            postfix.close();
        }

        @Test
        void offersChunksAndNoBinaryContentAsPostfixDoes() throws Exception {
            try (RawClient client = new RawClient(gateway.port())) {
                client.expect("220");
                assertThat(client.say("EHLO client.test").expect("250"))
                        .contains("CHUNKING")
                        .doesNotContain("BINARYMIME");
                client.say("MAIL FROM:<a@example.net> BODY=BINARYMIME").expect("555");
            }
        }

        @Test
        void passesLinesWithDotsAndOctetsAbove127() throws Exception {
            String marker = Mail.marker();
            String message = Mail.text(marker) + ".\r\nMAIL FROM:<evil@example.net>\r\nDATA\r\n.\r\nno end of line";
            try (RawClient client = client(gateway)) {
                envelope(client, " BODY=8BITMIME");
                client.chunk(message.substring(0, 500), false).expect("250");
                client.chunk(message.substring(500), true).expect("250");
                client.say("QUIT").expect("221");
            }

            // Postfix stores lines, and gives the last one an end
            assertThat(postfix.await(marker)).isEqualTo(Mail.stored(message + "\r\n"));
        }

        @Test
        void passesWholeTransactionsInOnePacket() throws Exception {
            String first = Mail.marker();
            String second = Mail.marker();
            try (RawClient client = client(gateway)) {
                client.say(transaction(Mail.text(first)) + transaction(Mail.text(second)) + "QUIT");
                for (int message = 0; message < 2; message++) {
                    client.expect("250 2.1.0");
                    client.expect("250 2.1.5");
                    client.expect("250 2.0.0 100 octets");
                    client.expect("250 2.0.0 Ok");
                }
                client.expect("221");
            }

            assertThat(postfix.await(first)).isEqualTo(Mail.stored(Mail.text(first)));
            assertThat(postfix.await(second)).isEqualTo(Mail.stored(Mail.text(second)));
        }

        private static String transaction(String message) {
            return Mail.lines("MAIL FROM:<sender@example.net>", "RCPT TO:<recipient@example.org>", "BDAT 100")
                    + message.substring(0, 100)
                    + Mail.lines("BDAT " + (message.length() - 100) + " LAST")
                    + message.substring(100);
        }

        @Test
        void replacesMalware() throws Exception {
            String marker = Mail.marker();
            String message = Mail.withAttachment(marker, "application/octet-stream", "eicar.com", Mail.eicar());
            try (RawClient client = client(gateway)) {
                envelope(client, "").chunk(message, true).expect("250");
            }

            assertThat(new String(postfix.await(marker), ISO_8859_1))
                    .startsWith(new String(
                            Mail.stored(message.substring(0, message.indexOf("Content-Type: application/octet"))),
                            ISO_8859_1))
                    .contains("postern-notice")
                    .endsWith(new String(
                            Mail.stored(message.substring(message.indexOf("--=_outer 1\r\nContent-Type: text/html"))),
                            ISO_8859_1));
        }

        /** A server that refuses a chunk is asked for nothing more of it, and takes the next message. */
        @Test
        void goesOnAfterPostfixRefused() throws Exception {
            String marker = Mail.marker();
            try (RawClient client = client(gateway)) {
                client.say("MAIL FROM:<sender@example.net>").expect("250");
                client.say("RCPT TO:<recipient@example.org> NOTIFY=WRONG").expect("501");
                client.chunk("RSET\r\n", false).expect("554 5.5.1");
                client.chunk("RSET\r\n", true).expect("554 5.5.1");
                client.say("RSET").expect("250");
                envelope(client, "").chunk(Mail.text(marker), true).expect("250");
            }

            assertThat(postfix.await(marker)).isEqualTo(Mail.stored(Mail.text(marker)));
        }
    }
}

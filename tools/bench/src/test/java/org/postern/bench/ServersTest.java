// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServersTest {
    private final Tally tally = new Tally();

    @Nested
    class TheSink {
        @Test
        void countsContentWithoutStuffing() throws IOException {
            try (var server = TcpServer.open("sink", new SmtpSink(tally));
                    var wire = Wire.connect(server.address())) {
                wire.expectReply(220);
                send(wire, "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
                expect(wire, 250, 250, 250, 354);
                send(wire, "A: b\r\n\r\n..\r\n.\r\n");
                expect(wire, 250);
            }

            assertThat(tally.count().messages()).isEqualTo(1);
            assertThat(tally.count().octets()).isEqualTo("A: b\r\n\r\n.\r\n".length());
        }

        @Test
        void takesMessagesThatComeAtOnceWithTheirCommands() throws IOException {
            var one = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\ntext\r\n.\r\n";
            try (var server = TcpServer.open("sink", new SmtpSink(tally));
                    var wire = Wire.connect(server.address())) {
                wire.expectReply(220);
                send(wire, "EHLO me\r\n" + one + one + "VRFY x\r\nQUIT\r\n");
                expect(wire, 250, 250, 250, 354, 250, 250, 250, 354, 250, 502, 221);
            }

            assertThat(tally.count().messages()).isEqualTo(2);
        }

        @Test
        void aMessageWithoutItsEndDoesNotCount() throws IOException {
            try (var server = TcpServer.open("sink", new SmtpSink(tally))) {
                try (var wire = Wire.connect(server.address())) {
                    wire.expectReply(220);
                    send(wire, "DATA\r\n");
                    expect(wire, 354);
                    send(wire, "text\r\n.\r");
                }
                try (var wire = Wire.connect(server.address())) {
                    wire.expectReply(220);
                    send(wire, "DATA\r\ntext\r\n.\r\n");
                    expect(wire, 354, 250);
                }
            }

            assertThat(tally.count().messages()).isEqualTo(1);
        }

        private static void expect(Wire wire, int... codes) throws IOException {
            for (var code : codes) {
                wire.expectReply(code);
            }
        }
    }

    @Nested
    class TheMailbox {
        private final Pop3Server mailbox = new Pop3Server(tally);
        private final Mail first = mail("one\r\n");
        private final Mail second = mail(".dots\r\n..\r\n");

        @Test
        void answersWithSizesAndNumbers() throws IOException {
            mailbox.holds(List.of(first, second));
            var sizes = new int[] {Stamp.LENGTH + 5, Stamp.LENGTH + 11};
            try (var server = TcpServer.open("mailbox", mailbox);
                    var wire = Wire.connect(server.address())) {
                send(
                        wire,
                        "USER me\r\nPASS x\r\nSTAT\r\nLIST 2\r\nLIST\r\nUIDL\r\nUIDL 1\r\nLIST 3\r\nRETR x\r\nTOP 1 0\r\n");

                for (var line : List.of(
                        "+OK mailbox.example.org",
                        "+OK",
                        "+OK",
                        "+OK 2 " + (sizes[0] + sizes[1]),
                        "+OK 2 " + sizes[1],
                        "+OK",
                        "1 " + sizes[0],
                        "2 " + sizes[1],
                        ".",
                        "+OK",
                        "1 1",
                        "2 2",
                        ".",
                        "+OK 1 1",
                        "-ERR no such message",
                        "-ERR no such message",
                        "-ERR not here")) {
                    assertThat(wire.readLine()).isEqualTo(line);
                }
            }
        }

        @Test
        void sendsMailWithItsSizeAndStuffedDots() throws IOException {
            mailbox.holds(List.of(second));
            try (var server = TcpServer.open("mailbox", mailbox);
                    var wire = Wire.connect(server.address())) {
                wire.expectOk();
                send(wire, "RETR 1\r\n");

                assertThat(wire.expectOk()).isEqualTo("+OK " + (Stamp.LENGTH + 11) + " octets");
                assertThat(wire.readLine()).matches("X-Bench-Id: [0-9a-f]{16}");
                assertThat(wire.readLine()).isEqualTo("..dots");
                assertThat(wire.readLine()).isEqualTo("...");
                assertThat(wire.readLine()).isEqualTo(".");
            }
            assertThat(tally.count().octets()).isEqualTo(Stamp.LENGTH + 11L);
        }

        @Test
        void sendsNoMessageTwiceAlike() throws IOException {
            mailbox.holds(List.of(first));
            var content = new DotContent();
            try (var server = TcpServer.open("mailbox", mailbox);
                    var wire = Wire.connect(server.address())) {
                wire.expectOk();
                send(wire, "RETR 1\r\nRETR 1\r\n");
                wire.expectOk();
                wire.readContent(content);
                var before = content.check();
                wire.expectOk();
                wire.readContent(content);

                assertThat(content.check()).isNotEqualTo(before);
            }
        }

        private static Mail mail(String text) {
            return Mail.of(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void send(Wire wire, String text) throws IOException {
        wire.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
}

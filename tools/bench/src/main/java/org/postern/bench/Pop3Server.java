// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The server's half of RFC 1939, as fast as can be. Every user has the same mailbox, in which nothing is ever deleted; each
 * RETR sends its message with another stamp.
 */
final class Pop3Server implements TcpServer.Session {
    private final Tally sent;
    private volatile List<Mail> mailbox = List.of();

    Pop3Server(Tally sent) {
        this.sent = sent;
    }

    /** What sessions that begin from now on find. */
    void holds(List<Mail> mails) {
        mailbox = List.copyOf(mails);
    }

    @Override
    public void serve(Wire wire) throws IOException {
        new Drop(mailbox).serve(wire);
    }

    /** The mailbox as it was when the session began, numbered from 1. */
    private final class Drop {
        private final List<Mail> mails;
        private final long octets;

        Drop(List<Mail> mails) {
            this.mails = mails;
            octets = mails.stream().mapToLong(Pop3Server::size).sum();
        }

        void serve(Wire wire) throws IOException {
            wire.writeLine("+OK mailbox.example.org");
            while (true) {
                var words = wire.readLine().split(" ");
                var mail = words.length > 1 ? find(words[1]) : Optional.<Mail>empty();
                switch (words[0].toUpperCase(Locale.ROOT)) {
                    case "STAT" -> wire.writeLine("+OK " + mails.size() + " " + octets);
                    case "LIST" -> list(wire, words, number -> size(mails.get(number - 1)));
                    case "UIDL" -> list(wire, words, number -> number);
                    case "RETR" -> retrieve(wire, mail);
                    case "CAPA" -> wire.writeLine("+OK\r\nUSER\r\nUIDL\r\nRESP-CODES\r\n.");
                    case "USER", "PASS", "NOOP", "RSET" -> wire.writeLine("+OK");
                    case "QUIT" -> {
                        wire.writeLine("+OK bye");
                        return;
                    }
                    default -> wire.writeLine("-ERR not here");
                }
            }
        }

        private void retrieve(Wire wire, Optional<Mail> mail) throws IOException {
            if (mail.isEmpty()) {
                wire.writeLine("-ERR no such message");
                return;
            }
            var stamp = Stamp.next();
            // Counted first: when the client has the last octet it may look at once.
            sent.add(stamp, mail.get());
            wire.write(
                    ByteBuffer.wrap(("+OK " + size(mail.get()) + " octets\r\n").getBytes(StandardCharsets.US_ASCII)),
                    ByteBuffer.wrap(stamp),
                    ByteBuffer.wrap(mail.get().wire()));
        }

        private void list(Wire wire, String[] words, IntToLongFunction value) throws IOException {
            if (words.length > 1) {
                var known = find(words[1]).isPresent();
                wire.writeLine(
                        known
                                ? "+OK " + words[1] + " " + value.applyAsLong(Integer.parseInt(words[1]))
                                : "-ERR no such message");
                return;
            }
            var lines = new StringBuilder("+OK\r\n");
            for (var number = 1; number <= mails.size(); number++) {
                lines.append(number)
                        .append(' ')
                        .append(value.applyAsLong(number))
                        .append("\r\n");
            }
            wire.writeLine(lines.append('.').toString());
        }

        private Optional<Mail> find(String word) {
            if (!word.matches("\\d{1,6}")) {
                return Optional.empty();
            }
            var number = Integer.parseInt(word);
            return number >= 1 && number <= mails.size() ? Optional.of(mails.get(number - 1)) : Optional.empty();
        }
    }

    private static long size(Mail mail) {
        return mail.content().length + (long) Stamp.LENGTH;
    }
}

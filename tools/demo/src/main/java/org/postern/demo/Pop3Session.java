// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The server's half of RFC 1939. Every user with every password sees the one mailbox. */
final class Pop3Session implements TcpServer.Session {
    private static final List<String> CAPABILITIES = List.of("USER", "TOP", "UIDL", "RESP-CODES", "PIPELINING");

    private final Mailbox mailbox;

    Pop3Session(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        wire.writeLine("+OK demo.postern.example");
        var loggedIn = false;
        while (!loggedIn) {
            var words = wire.readLine().split(" ", 2);
            switch (words[0].toUpperCase(Locale.ROOT)) {
                case "USER" -> wire.writeLine("+OK and the password?");
                case "PASS" -> {
                    wire.writeLine("+OK come in");
                    loggedIn = true;
                }
                case "CAPA" -> writeList(wire, CAPABILITIES);
                case "QUIT" -> {
                    wire.writeLine("+OK bye");
                    return;
                }
                default -> wire.writeLine("-ERR log in first");
            }
        }
        new Drop(mailbox.all()).serve(wire, mailbox);
    }

    private static void writeList(Wire wire, List<String> lines) throws IOException {
        wire.writeLine("+OK");
        for (var line : lines) {
            wire.writeLine(line);
        }
        wire.writeLine(".");
    }

    /** The messages as they were at the log-in, numbered from 1. */
    private static final class Drop {
        private final List<StoredMessage> messages;
        private final Set<StoredMessage> deleted = new HashSet<>();

        Drop(List<StoredMessage> messages) {
            this.messages = messages;
        }

        void serve(Wire wire, Mailbox mailbox) throws IOException {
            while (true) {
                var words = wire.readLine().split(" ");
                var message = words.length > 1 ? find(words[1]) : Optional.<StoredMessage>empty();
                switch (words[0].toUpperCase(Locale.ROOT)) {
                    case "STAT" ->
                        wire.writeLine("+OK " + left().size() + " "
                                + left().stream()
                                        .mapToInt(m -> m.octets().length)
                                        .sum());
                    case "LIST" -> list(wire, words, message, m -> Integer.toString(m.octets().length));
                    case "UIDL" -> list(wire, words, message, m -> "demo-" + m.number());
                    case "RETR" -> write(wire, message, Integer.MAX_VALUE);
                    case "TOP" -> write(wire, message, words.length > 2 ? number(words[2]) : 0);
                    case "DELE" -> {
                        message.ifPresent(deleted::add);
                        wire.writeLine(message.isPresent() ? "+OK" : "-ERR no such message");
                    }
                    case "RSET" -> {
                        deleted.clear();
                        wire.writeLine("+OK");
                    }
                    case "NOOP" -> wire.writeLine("+OK");
                    case "CAPA" -> writeList(wire, CAPABILITIES);
                    case "QUIT" -> {
                        deleted.forEach(mailbox::remove);
                        wire.writeLine("+OK bye");
                        return;
                    }
                    default -> wire.writeLine("-ERR not here");
                }
            }
        }

        private interface Column {
            String of(StoredMessage message);
        }

        private void list(Wire wire, String[] words, Optional<StoredMessage> message, Column column)
                throws IOException {
            if (words.length == 1) {
                var lines = new ArrayList<String>();
                for (var stored : left()) {
                    lines.add((messages.indexOf(stored) + 1) + " " + column.of(stored));
                }
                writeList(wire, lines);
            } else {
                wire.writeLine(
                        message.map(m -> "+OK " + words[1] + " " + column.of(m)).orElse("-ERR no such message"));
            }
        }

        private static void write(Wire wire, Optional<StoredMessage> message, int bodyLines) throws IOException {
            if (message.isEmpty()) {
                wire.writeLine("-ERR no such message");
                return;
            }
            wire.writeLine("+OK");
            wire.writeBlock(top(message.get().octets(), bodyLines));
        }

        private List<StoredMessage> left() {
            return messages.stream().filter(m -> !deleted.contains(m)).toList();
        }

        private Optional<StoredMessage> find(String word) {
            var number = number(word);
            return number >= 1 && number <= messages.size()
                    ? Optional.of(messages.get(number - 1)).filter(m -> !deleted.contains(m))
                    : Optional.empty();
        }

        private static int number(String word) {
            return word.matches("\\d{1,9}") ? Integer.parseInt(word) : 0;
        }

        /** The header, the empty line, and so many lines of the body. */
        private static byte[] top(byte[] octets, int bodyLines) {
            var part = new ByteArrayOutputStream();
            var inBody = false;
            var lines = 0;
            var lineStart = 0;
            for (var i = 0; i < octets.length && !(inBody && lines >= bodyLines); i++) {
                part.write(octets[i]);
                if (octets[i] == '\n' && i > 0 && octets[i - 1] == '\r') {
                    lines += inBody ? 1 : 0;
                    inBody |= i - 1 == lineStart;
                    lineStart = i + 1;
                }
            }
            return part.toByteArray();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The server's half of RFC 5321, for whoever comes; no TLS, no AUTH, no BDAT. */
final class SmtpSession implements TcpServer.Session {
    private static final Pattern PATH = Pattern.compile("(?i)(?:MAIL FROM|RCPT TO): ?<([^<>]*)>.*");
    private static final int RECIPIENTS = 100;

    /** Where a message goes before it is acknowledged. */
    interface Delivery {
        StoredMessage deliver(String sender, List<String> recipients, byte[] octets) throws IOException;
    }

    private final Delivery delivery;

    SmtpSession(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public void serve(Wire wire) throws IOException {
        wire.writeLine("220 demo.postern.example ESMTP");
        var transaction = new Transaction();
        while (true) {
            var line = wire.readLine();
            var verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> {
                    transaction = new Transaction();
                    wire.writeLine("250-demo.postern.example");
                    wire.writeLine("250-PIPELINING");
                    wire.writeLine("250-SIZE 67108864");
                    wire.writeLine("250-8BITMIME");
                    wire.writeLine("250 ENHANCEDSTATUSCODES");
                }
                case "HELO" -> {
                    transaction = new Transaction();
                    wire.writeLine("250 demo.postern.example");
                }
                case "MAIL" -> wire.writeLine(transaction.from(line));
                case "RCPT" -> wire.writeLine(transaction.to(line));
                case "DATA" -> {
                    if (transaction.recipients.isEmpty()) {
                        wire.writeLine("503 5.5.1 no recipient yet");
                    } else {
                        wire.writeLine("354 end with a line that is a dot");
                        var stored = delivery.deliver(transaction.sender, transaction.recipients, wire.readBlock());
                        transaction = new Transaction();
                        wire.writeLine("250 2.0.0 stored as number " + stored.number());
                    }
                }
                case "RSET" -> {
                    transaction = new Transaction();
                    wire.writeLine("250 2.0.0 forgotten");
                }
                case "NOOP" -> wire.writeLine("250 2.0.0 here");
                case "VRFY" -> wire.writeLine("252 2.1.5 try it");
                case "QUIT" -> {
                    wire.writeLine("221 2.0.0 bye");
                    return;
                }
                default -> wire.writeLine("502 5.5.1 not here");
            }
        }
    }

    private static final class Transaction {
        private boolean begun;
        private String sender = "";
        private final List<String> recipients = new ArrayList<>();

        String from(String line) {
            var path = PATH.matcher(line);
            if (!path.matches()) {
                return "501 5.5.4 MAIL FROM:<address>";
            }
            if (begun) {
                return "503 5.5.1 one sender a message";
            }
            begun = true;
            sender = path.group(1);
            return "250 2.1.0 sender accepted";
        }

        String to(String line) {
            var path = PATH.matcher(line);
            if (!path.matches() || path.group(1).isEmpty()) {
                return "501 5.5.4 RCPT TO:<address>";
            }
            if (!begun) {
                return "503 5.5.1 MAIL first";
            }
            if (recipients.size() == RECIPIENTS) {
                return "452 4.5.3 too many recipients";
            }
            recipients.add(path.group(1));
            return "250 2.1.5 recipient accepted";
        }
    }
}

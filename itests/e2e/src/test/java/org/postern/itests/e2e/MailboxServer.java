// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A POP3 server with one mailbox, which lets anybody in and gives out its messages octet for octet. */
final class MailboxServer implements AutoCloseable {
    private final List<String> messages;
    private final FakeServer server;

    /** @param messages each character an octet; they are numbered from 1 */
    MailboxServer(List<String> messages) throws IOException {
        this.messages = List.copyOf(messages);
        this.server = new FakeServer(this::serve);
    }

    String address() {
        return server.address();
    }

    /** @return the message as a server has to send it: POP3 knows none that does not end a line */
    static String given(String message) {
        return message.isEmpty() || message.endsWith("\r\n") ? message : message + "\r\n";
    }

    /** @return with a dot before each line that begins with one, and the end marker (RFC 1939 section 3) */
    static String stuffed(String message) {
        return ("\r\n" + message).replace("\r\n.", "\r\n..").substring(2) + ".\r\n";
    }

    private void serve(FakeServer.Talk talk) throws IOException {
        talk.say("+OK mailbox.test");
        while (true) {
            String[] words = talk.line().split(" ");
            switch (words[0].toUpperCase(Locale.ROOT)) {
                case "STAT" -> talk.say("+OK " + messages.size() + " 1000");
                case "RETR" -> {
                    talk.say("+OK here it is");
                    talk.send(stuffed(given(messages.get(Integer.parseInt(words[1]) - 1)))
                            .getBytes(ISO_8859_1));
                }
                case "USER", "PASS", "NOOP" -> talk.say("+OK");
                case "QUIT" -> {
                    talk.say("+OK bye");
                    return;
                }
                default -> talk.say("-ERR not here");
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A server that demands one command at a time, and draws conclusions from what is fetched, as many do at QUIT: RFC 2449
 * section 6.7 (EXPIRE 0), archives. Its answers wait until they are fetched.
 */
final class ModelMailbox {
    private static final List<String> MESSAGES =
            List.of("a: b\r\n\r\n.\r\n..x\r\n\n.\nend\r\n", "c: d\r\n\r\n1\r\n2\r\n\r\n.\r\n\r\n");

    private final StringBuilder answers = new StringBuilder("+OK <1@model>\r\n");
    private List<String> asked = List.of();
    private final Set<Integer> fetched = new HashSet<>();

    /** @return what was asked for last, as the client should have it */
    List<String> asked() {
        return asked;
    }

    /** @return what was asked for by RETR, so that it is marked, archived or deleted at QUIT */
    Set<Integer> fetched() {
        return fetched;
    }

    void take(String command) {
        assertThat(answers.toString())
                .as("answers not awaited before " + command)
                .isEmpty();
        String[] words = command.split(" ");
        switch (words[0]) {
            case "RETR", "TOP" -> message(words);
            case "LIST", "UIDL" -> answers.append("+OK\r\n1 22\r\n2 23\r\n.\r\n");
            case "STAT" -> answers.append("+OK 2 45\r\n");
            case "DELE", "RSET", "NOOP", "QUIT" -> answers.append("+OK\r\n");
            default -> throw new AssertionError("not allowed: " + command);
        }
    }

    private void message(String[] words) {
        int number = Integer.parseInt(words[1]);
        if (number > MESSAGES.size()) {
            answers.append("-ERR no such message\r\n");
            return;
        }
        String message = MESSAGES.get(number - 1);
        if (words[0].equals("RETR")) {
            fetched.add(number);
        }
        boolean few = words.length > 2 && words[2].equals("1");
        String content =
                few ? message.substring(0, message.indexOf("\r\n", message.indexOf("\r\n\r\n") + 4) + 2) : message;
        asked = List.of(content);
        answers.append("+OK\r\n")
                .append(("\r\n" + content).replace("\r\n.", "\r\n..").substring(2))
                .append(".\r\n");
    }

    /** @return up to so many octets of its answers */
    String fetch(int most) {
        int length = Math.min(most, answers.length());
        String fetched = answers.substring(0, length);
        answers.delete(0, length);
        return fetched;
    }
}

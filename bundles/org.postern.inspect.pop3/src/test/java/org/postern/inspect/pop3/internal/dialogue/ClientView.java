// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A session as a client sees it that sends well-formed lines: which messages it asked for, and which it believes to have. */
final class ClientView {
    private static final String END = "\r\n.\r\n";

    private final StringBuilder said = new StringBuilder();
    private final StringBuilder heard = new StringBuilder();
    private final Deque<String> unanswered = new ArrayDeque<>();
    private final Map<Integer, Optional<String>> fetched = new HashMap<>();
    private int wholeMessages;
    private boolean greeted;
    private boolean inBlock;

    void says(String octets) {
        said.append(octets);
        for (int end = said.indexOf("\r\n"); end >= 0; end = said.indexOf("\r\n")) {
            unanswered.add(said.substring(0, end));
            said.delete(0, end + 2);
        }
    }

    void hears(String octets) {
        heard.append(octets);
        boolean more = true;
        while (more) {
            more = inBlock ? block() : status();
        }
    }

    private boolean status() {
        int end = heard.indexOf("\r\n");
        if (end < 0) {
            return false;
        }
        boolean good = heard.indexOf("+OK") == 0;
        if (!greeted) {
            greeted = true;
            heard.delete(0, end + 2);
            return true;
        }
        String command = unanswered.isEmpty() ? "" : unanswered.element();
        inBlock = good && command.matches("(RETR|TOP|LIST|UIDL).*");
        if (inBlock) {
            heard.delete(0, end); // an empty block is a dot behind this very line end
        } else {
            heard.delete(0, end + 2);
            unanswered.poll();
        }
        retr(command).ifPresent(number -> fetched.put(number, Optional.empty()));
        return true;
    }

    private boolean block() {
        int end = heard.indexOf(END);
        if (end < 0) {
            return false;
        }
        String content = heard.substring(0, end + 2).replace("\r\n.", "\r\n").substring(2);
        heard.delete(0, end + END.length());
        inBlock = false;
        retr(unanswered.remove()).ifPresent(number -> {
            wholeMessages++;
            fetched.put(number, Optional.of(content));
        });
        return true;
    }

    private static Optional<Integer> retr(String command) {
        return command.matches("RETR [0-9]+") ? Optional.of(Integer.valueOf(command.substring(5))) : Optional.empty();
    }

    /** @return whether this is what it asked next, and has no answer to */
    boolean isAsking(String command) {
        return retr(unanswered.isEmpty() ? "" : unanswered.element()).equals(retr(command));
    }

    /** @return whether it asked for the message with RETR, and an answer began */
    boolean askedFor(int number) {
        return fetched.containsKey(number);
    }

    /** @return how many times a RETR brought something that looks whole */
    int wholeMessages() {
        return wholeMessages;
    }

    /** @return the message as its latest RETR brought it, if it looks whole */
    Optional<String> has(int number) {
        return fetched.getOrDefault(number, Optional.empty());
    }
}

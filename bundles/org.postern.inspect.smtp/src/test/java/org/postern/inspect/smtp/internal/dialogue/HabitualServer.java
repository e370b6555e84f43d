// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server that accepts everything, and loses patience as servers in the field do (T38). */
final class HabitualServer {
    /**
     * When it closes.
     *
     * @param nonMail after more commands than these that are not MAIL, RCPT or DATA, the first EHLO not counted
     * @param junk after more NOOP, RSET, VRFY and the like than these in a row
     * @param idleSeconds after so long without a command
     * @param totalSeconds after so long in all
     * @param farewell what it says then; empty: nothing
     */
    record Habits(int nonMail, int junk, int idleSeconds, int totalSeconds, String farewell) {}

    private final Habits habits;
    private final StringBuilder unread = new StringBuilder();
    private final StringBuilder replies = new StringBuilder("220 habitual\r\n");
    private final List<String> messages = new ArrayList<>();
    private final long begunAt;
    private long heardAt;
    private int nonMail = -1;
    private int junk;
    private boolean data;
    private boolean closed;

    HabitualServer(Habits habits, long seconds) {
        this.habits = habits;
        this.begunAt = seconds;
        this.heardAt = seconds;
    }

    void take(String octets, long seconds) {
        unread.append(octets);
        heardAt = octets.isEmpty() ? heardAt : seconds;
        for (Optional<String> next = next(); next.isPresent() && !closed; next = next()) {
            if (data) {
                data = false;
                messages.add(next.get());
                replies.append("250 queued\r\n");
            } else {
                answer(next.get().split(" ", 2)[0]);
            }
        }
    }

    private Optional<String> next() {
        String end = data ? "\r\n.\r\n" : "\r\n";
        int at = unread.indexOf(end);
        if (at < 0) {
            return Optional.empty();
        }
        String taken = unread.substring(0, at);
        unread.delete(0, at + end.length());
        return Optional.of(taken);
    }

    private void answer(String verb) {
        switch (verb) {
            case "MAIL", "RCPT" -> replies.append("250 ok\r\n");
            case "DATA" -> {
                data = true;
                replies.append("354 go on\r\n");
            }
            default -> {
                junk += verb.equals("EHLO") || verb.equals("AUTH") ? 0 : 1;
                if (++nonMail > habits.nonMail() || junk > habits.junk()) {
                    close();
                } else {
                    replies.append(verb.equals("AUTH") ? "235 ok\r\n" : "250 ok\r\n");
                }
            }
        }
    }

    /** Time has passed. */
    void tick(long seconds) {
        if (seconds - heardAt >= habits.idleSeconds() || seconds - begunAt >= habits.totalSeconds()) {
            close();
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            replies.append(habits.farewell());
        }
    }

    String fetch() {
        String fetched = replies.toString();
        replies.setLength(0);
        return fetched;
    }

    boolean isClosed() {
        return closed;
    }

    List<String> messages() {
        return messages;
    }
}

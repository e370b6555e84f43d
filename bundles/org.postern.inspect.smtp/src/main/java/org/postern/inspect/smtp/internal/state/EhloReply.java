// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.inspect.smtp.internal.wire.Reply;

/**
 * The reply to EHLO (RFC 5321 section 4.1.1.1) as the client may see it. Only keywords that the gateway understands
 * pass (T07, T12, T60); whatever else a server offers could carry content past it.
 *
 * @param reply the reply for the client
 * @param pipelining whether the server takes several commands at once (RFC 2920)
 */
public record EhloReply(Reply reply, boolean pipelining) {
    private static final Set<String> PASSED = Set.of(
            "8BITMIME", "AUTH", "DSN", "ENHANCEDSTATUSCODES", "EXPN", "HELP", "PIPELINING", "SIZE", "SMTPUTF8", "VRFY");

    public EhloReply {
        requireNonNull(reply);
    }

    /**
     * @param reply a positive reply of the server
     * @param maxMessageBytes the gateway's own limit
     */
    public static EhloReply filter(Reply reply, long maxMessageBytes) {
        List<String> texts = new ArrayList<>();
        boolean pipelining = false;
        for (String line : reply.lines()) {
            String text = line.length() > 4 ? line.substring(4) : "";
            String keyword = keyword(text);
            if (texts.isEmpty()) {
                texts.add(text); // the greeting, which may begin with any word
            } else if (keyword.equals("SIZE")) {
                texts.add("SIZE " + smaller(text, maxMessageBytes));
            } else if (PASSED.contains(keyword)) {
                pipelining |= keyword.equals("PIPELINING");
                texts.add(text);
            }
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            lines.add(reply.code() + (i == texts.size() - 1 ? " " : "-") + texts.get(i));
        }
        return new EhloReply(new Reply(reply.code(), lines), pipelining);
    }

    /** {@code AUTH=LOGIN} is how servers answer clients older than RFC 2554. */
    private static String keyword(String text) {
        return text.split("[ \t=]", 2)[0].toUpperCase(Locale.ROOT);
    }

    /** RFC 1870 section 4: no number, or 0, is no limit. */
    private static long smaller(String text, long maxMessageBytes) {
        String digits = text.substring("SIZE".length()).strip();
        if (!digits.matches("[0-9]{1,18}") || Long.parseLong(digits) == 0) {
            return maxMessageBytes;
        }
        return Math.min(Long.parseLong(digits), maxMessageBytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.inspect.smtp.internal.wire.Reply;

/**
 * The reply to EHLO (RFC 5321 section 4.1.1.1) as the client may see it. Only keywords that the gateway understands
 * pass (T07, T12, T60); whatever else a server offers could carry content past it.
 *
 * @param reply the reply for the client
 * @param offered the keywords in it, in upper case
 */
public record EhloReply(Reply reply, Set<String> offered) {
    private static final Set<String> PASSED = Set.of(
            "8BITMIME",
            "AUTH",
            "BINARYMIME",
            "CHUNKING",
            "DSN",
            "ENHANCEDSTATUSCODES",
            "EXPN",
            "HELP",
            "PIPELINING",
            "SIZE",
            "SMTPUTF8",
            "VRFY");

    public EhloReply {
        requireNonNull(reply);
        offered = Set.copyOf(offered);
    }

    /**
     * @param reply a positive reply of the server
     * @param maxMessageBytes the gateway's own limit
     */
    public static EhloReply filter(Reply reply, long maxMessageBytes) {
        Set<String> offered = offered(reply);
        List<String> texts = new ArrayList<>();
        for (String line : reply.lines()) {
            String text = text(line);
            String keyword = keyword(text);
            if (texts.isEmpty()) {
                texts.add(text); // the greeting, which may begin with any word
            } else if (offered.contains(keyword)) {
                texts.add(keyword.equals("SIZE") ? "SIZE " + smaller(text, maxMessageBytes) : text);
            }
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            lines.add(reply.code() + (i == texts.size() - 1 ? " " : "-") + texts.get(i));
        }
        return new EhloReply(new Reply(reply.code(), lines), offered);
    }

    private static Set<String> offered(Reply reply) {
        Set<String> offered = reply.lines().stream()
                .skip(1)
                .map(line -> keyword(text(line)))
                .filter(PASSED::contains)
                .collect(Collectors.toSet());
        if (!offered.contains("CHUNKING")) {
            offered.remove("BINARYMIME"); // RFC 3030 section 3: nothing else can carry it
        }
        return offered;
    }

    /** @return whether the server takes several commands at once (RFC 2920) */
    public boolean pipelining() {
        return offered.contains("PIPELINING");
    }

    /** @return whether it takes BDAT (RFC 3030 section 2) */
    public boolean chunking() {
        return offered.contains("CHUNKING");
    }

    /** @return whether it takes BODY=BINARYMIME (RFC 3030 section 3) */
    public boolean binaryMime() {
        return offered.contains("BINARYMIME");
    }

    private static String text(String line) {
        return line.length() > 4 ? line.substring(4) : "";
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

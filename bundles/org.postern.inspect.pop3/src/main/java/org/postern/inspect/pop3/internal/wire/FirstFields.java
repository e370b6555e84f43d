// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first lines of a message that nothing the gateway may do to it can change (T46): whole header fields (RFC 5322 section
 * 2.2) up to the first one that a notice or a prefix may stand in the place of. What is not a plain field ends them too, since readers
 * may disagree about it. Bounded, whatever comes.
 */
public final class FirstFields {
    /** How much of a message is looked at. */
    public static final int MOST_OCTETS = 64 * 1024;

    private static final Pattern FIELD = Pattern.compile("([!-9;-~]+):.*", Pattern.DOTALL);

    /** How far it is known what comes first. */
    private enum End {
        OPEN,
        /** A field that may change, or the end of the header: another field may be put before it. */
        BEFORE_FIELD,
        /** Something else, or too much. */
        ANYWHERE
    }

    private final Deque<byte[]> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean subjectAwaited;
    private End end = End.OPEN;
    private boolean headerOver;
    private int octetsSeen;
    private boolean first = true;

    /** @param subjectAwaited whether there are none unless a Subject is seen: else one may be put before everything */
    public FirstFields(boolean subjectAwaited) {
        this.subjectAwaited = subjectAwaited;
    }

    /** @param octets what comes next of the message, consumed */
    public void add(ByteBuffer octets) {
        while (octets.hasRemaining() && !isDone()) {
            byte octet = octets.get();
            line.write(octet);
            if (octet == '\n') {
                take(line.toByteArray());
                line.reset();
            }
            if (++octetsSeen == MOST_OCTETS) {
                stop(End.ANYWHERE);
                headerOver = true;
            }
        }
        octets.position(octets.limit());
        if (isDone()) {
            line.reset();
        }
    }

    private boolean isDone() {
        return headerOver || end != End.OPEN && !subjectAwaited;
    }

    private void take(byte[] octets) {
        String text = new String(octets, ISO_8859_1);
        String content = text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : "\n";
        boolean plain = content.chars().noneMatch(c -> c == 0 || c == '\r' || c == '\n');
        if (!plain || content.isEmpty()) {
            headerOver = true;
            stop(plain ? End.BEFORE_FIELD : End.ANYWHERE);
            return;
        }
        if (isField(content, "subject")) {
            subjectAwaited = false;
        }
        if (end == End.OPEN) {
            keep(octets, content);
        }
    }

    private void keep(byte[] octets, String content) {
        boolean folded = content.charAt(0) == ' ' || content.charAt(0) == '\t';
        if (folded && !first && !content.isBlank()) {
            lines.add(octets);
        } else if (isChangeable(content)) {
            stop(End.BEFORE_FIELD);
        } else if (FIELD.matcher(content).matches()) {
            lines.add(octets);
        } else {
            stop(End.ANYWHERE);
        }
        first = false;
    }

    private void stop(End how) {
        if (end == End.OPEN) {
            end = how;
        }
    }

    private static boolean isChangeable(String content) {
        String lower = content.toLowerCase(Locale.ROOT);
        return isField(content, "subject")
                || isField(content, "mime-version")
                || lower.startsWith("content-") && FIELD.matcher(content).matches();
    }

    private static boolean isField(String content, String name) {
        return content.length() > name.length()
                && content.charAt(name.length()) == ':'
                && content.regionMatches(true, 0, name, 0, name.length());
    }

    /** @return the next of these lines with its CRLF, if it came already */
    public Optional<byte[]> next() {
        return hasNext() ? Optional.of(lines.remove()) : Optional.empty();
    }

    /** @return whether there is a next one now */
    public boolean hasNext() {
        return !subjectAwaited && !lines.isEmpty();
    }

    /** @return whether there is no more of them, and another header field may follow them without changing any */
    public boolean mayBeFollowed() {
        return end == End.BEFORE_FIELD && (lines.isEmpty() || subjectAwaited);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply (RFC 5321 section 4.2).
 *
 * @param code its three digits, 200 to 599
 * @param lines its lines as they are sent, with code and separator, without CRLF; each character is an octet
 * @param origin whose it is
 */
public record Reply(int code, List<String> lines, Origin origin) {
    /** Who replies. */
    public enum Origin {
        SERVER,
        GATEWAY
    }

    /** RFC 5321 section 4.5.3.1.5, without CRLF. */
    private static final int LONGEST_LINE = 510;

    private static final Pattern STATUS = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3} ");

    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("no reply: " + code);
        }
    }

    /** A reply of the server. */
    public Reply(int code, List<String> lines) {
        this(code, lines, Origin.SERVER);
    }

    /**
     * A reply of the gateway's own.
     *
     * @param code its three digits
     * @param enhancedStatus such as {@code 5.5.1} (RFC 3463)
     * @param text for people
     */
    public static Reply of(int code, String enhancedStatus, String text) {
        return new Reply(code, List.of(code + " " + enhancedStatus + " " + text), Origin.GATEWAY);
    }

    /** @return whether it accepts */
    public boolean isPositive() {
        return code < 300;
    }

    /** @return whether it asks for more: 334 and 354 */
    public boolean isIntermediate() {
        return code >= 300 && code < 400;
    }

    /**
     * @param footer for people, may be empty
     * @return the same with it as one more line, if this is a refusal of the gateway's own; what the server says is
     *     changed by nobody (T31)
     */
    public Reply withFooter(String footer) {
        if (footer.isEmpty() || origin == Origin.SERVER || code < 400) {
            return this;
        }
        List<String> more = new ArrayList<>();
        lines.forEach(line -> more.add(line.substring(0, 3) + "-" + line.substring(4)));
        Matcher status = STATUS.matcher(lines.get(0).substring(4));
        String last = code + " " + (status.lookingAt() ? status.group() : "") + footer;
        more.add(last.substring(0, Math.min(last.length(), LONGEST_LINE)));
        return new Reply(code, more, origin);
    }

    /** @return what goes over the wire */
    public ByteBuffer octets() {
        return ByteBuffer.wrap((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @return the lines in one, for the journal */
    public String text() {
        return String.join(" ", lines);
    }
}

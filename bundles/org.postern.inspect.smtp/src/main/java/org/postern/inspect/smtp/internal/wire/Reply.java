// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reply (RFC 5321 section 4.2).
 *
 * @param code its three digits, 200 to 599
 * @param lines its lines as they are sent, with code and separator, without CRLF; each character is an octet
 */
public record Reply(int code, List<String> lines) {
    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("no reply: " + code);
        }
    }

    /**
     * A reply of the gateway's own.
     *
     * @param code its three digits
     * @param enhancedStatus such as {@code 5.5.1} (RFC 3463)
     * @param text for people
     */
    public static Reply of(int code, String enhancedStatus, String text) {
        return new Reply(code, List.of(code + " " + enhancedStatus + " " + text));
    }

    /** @return whether it accepts */
    public boolean isPositive() {
        return code < 300;
    }

    /** @return whether it asks for more: 334 and 354 */
    public boolean isIntermediate() {
        return code >= 300 && code < 400;
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

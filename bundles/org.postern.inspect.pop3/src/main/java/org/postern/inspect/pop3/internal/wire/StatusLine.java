// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The first line of an answer (RFC 1939 section 3, RFC 5034 section 4).
 *
 * @param text the line as it is sent, without CRLF; each character is an octet
 */
public record StatusLine(String text) {
    private static final Pattern TLS =
            Pattern.compile("\\b(TLS|STLS|STARTTLS|SSL|under a layer)\\b", Pattern.CASE_INSENSITIVE);

    public StatusLine {
        if (!text.startsWith("+OK") && !text.startsWith("-ERR") && !text.equals("+") && !text.startsWith("+ ")) {
            throw new IllegalArgumentException("no status line");
        }
    }

    /** @return whether it is +OK */
    public boolean isOk() {
        return text.startsWith("+OK");
    }

    /** @return whether it asks for more of an authentication exchange */
    public boolean isChallenge() {
        return text.charAt(0) == '+' && !isOk();
    }

    /** @return whether it speaks of TLS; Cyrus calls that a layer */
    public boolean namesTls() {
        return TLS.matcher(text).find();
    }

    /** @return what goes over the wire */
    public ByteBuffer octets() {
        return ByteBuffer.wrap((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}

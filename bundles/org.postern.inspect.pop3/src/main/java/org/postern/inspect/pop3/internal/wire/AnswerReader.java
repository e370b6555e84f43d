// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads the lines of the server's answers, messages excepted. A status line may end in a bare LF and goes on with CRLF; in
 * a listing a CR or LF alone is malformed, since clients do not agree on where such a listing ends (T16).
 */
public final class AnswerReader {
    private final int lineOctets;
    private final StringBuilder line = new StringBuilder();

    /** @param lineOctets the longest line */
    public AnswerReader(int lineOctets) {
        this.lineOctets = lineOctets;
    }

    /**
     * @param in consumed up to the end of the line, or wholly
     * @return the status line, once it is complete
     * @throws ReplyException if this is none, which is told at the first wrong octet: what is no POP3 server need never
     *     send a line end (T08)
     */
    public Optional<StatusLine> status(ByteBuffer in) throws ReplyException {
        while (in.hasRemaining()) {
            char octet = (char) (in.get() & 0xff);
            if (octet == '\n') {
                Optional<StatusLine> status = Optional.of(endStatus());
                line.setLength(0);
                return status;
            }
            if (!fits(octet)) {
                throw new ReplyException("the server's answer is malformed");
            }
            append(octet);
        }
        return Optional.empty();
    }

    /**
     * @param in consumed up to the end of the line, or wholly
     * @return the next line of a listing without its CRLF, once it is complete
     * @throws ReplyException if it is malformed or too long
     */
    public Optional<String> listing(ByteBuffer in) throws ReplyException {
        while (in.hasRemaining()) {
            char octet = (char) (in.get() & 0xff);
            boolean afterCr = isAfterCr();
            if (octet == 0 || afterCr != (octet == '\n')) {
                throw new ReplyException("the server's listing is malformed");
            }
            if (afterCr) {
                String whole = line.substring(0, line.length() - 1);
                line.setLength(0);
                return Optional.of(whole);
            }
            append(octet);
        }
        return Optional.empty();
    }

    private void append(char octet) throws ReplyException {
        if (line.length() + 1 >= lineOctets) {
            throw new ReplyException("a line of the server is too long");
        }
        line.append(octet);
    }

    private boolean fits(char octet) {
        int at = line.length();
        if (octet == 0 || isAfterCr()) {
            return false;
        }
        if (at == 0) {
            return octet == '+' || octet == '-';
        }
        if (line.charAt(0) == '-') {
            return at > 3 || "-ERR".charAt(at) == octet;
        }
        boolean challenge = at == 1 ? octet == ' ' || octet == '\r' : line.charAt(1) == ' ';
        return challenge || at > 2 || "+OK".charAt(at) == octet;
    }

    private boolean isAfterCr() {
        return line.length() > 0 && line.charAt(line.length() - 1) == '\r';
    }

    private StatusLine endStatus() throws ReplyException {
        if (isAfterCr()) {
            line.setLength(line.length() - 1);
        }
        try {
            return new StatusLine(line.toString());
        } catch (IllegalArgumentException e) {
            throw new ReplyException("the server's answer is malformed");
        }
    }
}

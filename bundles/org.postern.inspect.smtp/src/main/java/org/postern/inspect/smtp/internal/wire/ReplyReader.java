// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the server's replies. A line that ends in a bare LF is taken and goes on with CRLF; nothing else is changed.
 */
public final class ReplyReader {
    private final int replyOctets;
    private final StringBuilder line = new StringBuilder();
    private final List<String> lines = new ArrayList<>();
    private int octets;

    /** @param replyOctets the longest reply, all its lines */
    public ReplyReader(int replyOctets) {
        this.replyOctets = replyOctets;
    }

    /**
     * @param in consumed up to the end of the reply, or wholly
     * @return the reply, once it is complete
     * @throws ReplyException if this is no reply (T08), or too long a one
     */
    public Optional<Reply> read(ByteBuffer in) throws ReplyException {
        while (in.hasRemaining()) {
            char octet = (char) (in.get() & 0xff);
            if (++octets > replyOctets) {
                throw new ReplyException("the server's reply is too long");
            }
            if (octet != '\n') {
                append(octet);
            } else if (endLine()) {
                Reply reply = new Reply(Integer.parseInt(lines.get(0).substring(0, 3)), lines);
                lines.clear();
                octets = 0;
                return Optional.of(reply);
            }
        }
        return Optional.empty();
    }

    /** Told at the first wrong octet: what is no SMTP server need never send a line end. */
    private void append(char octet) throws ReplyException {
        int at = line.length();
        boolean fits = switch (at) {
            case 0 -> octet >= '2' && octet <= '5';
            case 1, 2 -> octet >= '0' && octet <= '9';
            case 3 -> octet == ' ' || octet == '-' || octet == '\r';
            default -> line.charAt(at - 1) != '\r';
        };
        if (!fits) {
            throw new ReplyException("the server's reply is malformed");
        }
        line.append(octet);
    }

    private boolean endLine() throws ReplyException {
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            line.setLength(--end);
        }
        if (end < 3 || (!lines.isEmpty() && !lines.get(0).startsWith(line.substring(0, 3)))) {
            throw new ReplyException("the server's reply is malformed");
        }
        boolean last = end == 3 || line.charAt(3) == ' ';
        lines.add(line.toString());
        line.setLength(0);
        return last;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.line;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.postern.inspect.line.Line.Flaw;

/**
 * Reads the client's lines. Only CRLF ends a line. One that is too long is skipped to its end without being kept (T13);
 * after a bare newline or a NUL nothing sensible can follow, so these are told at once.
 */
public final class LineReader {
    private static final byte[] AUTH = {'A', 'U', 'T', 'H'};

    private final int commandOctets;
    private final int authOctets;
    private byte[] line = new byte[80];
    private int length;
    private boolean cr;
    private boolean skipping;

    /**
     * @param commandOctets the longest command line with its CRLF
     * @param authOctets the same for an AUTH command and the lines of its exchange (RFC 4954 and RFC 5034, section 4)
     */
    public LineReader(int commandOctets, int authOctets) {
        this.commandOctets = commandOctets;
        this.authOctets = authOctets;
    }

    /**
     * @param in consumed up to the end of the line, or wholly
     * @param authExchange whether a line of an authentication exchange is expected
     * @return the line, once it is complete
     */
    public Optional<Line> read(ByteBuffer in, boolean authExchange) {
        while (in.hasRemaining()) {
            byte octet = in.get();
            if (octet == '\n' && cr) {
                return Optional.of(take());
            }
            if (!skipping && (cr || octet == '\n')) {
                return Optional.of(Line.flawed(Flaw.BARE_NEWLINE));
            }
            if (!skipping && octet == 0) {
                return Optional.of(Line.flawed(Flaw.NUL));
            }
            cr = octet == '\r';
            if (!cr && !skipping) {
                append(octet, authExchange);
            }
        }
        return Optional.empty();
    }

    private Line take() {
        Line taken = skipping ? Line.flawed(Flaw.TOO_LONG) : Line.of(Arrays.copyOf(line, length));
        length = 0;
        cr = false;
        skipping = false;
        return taken;
    }

    private void append(byte octet, boolean authExchange) {
        if (length + 2 >= commandOctets && length + 2 >= (authExchange || isAuth() ? authOctets : commandOctets)) {
            skipping = true;
            line = new byte[80];
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = octet;
    }

    private boolean isAuth() {
        int at = 0;
        while (at < length && isBlank(line[at])) {
            at++;
        }
        for (byte letter : AUTH) {
            if (at == length || (line[at++] & ~0x20) != letter) {
                return false;
            }
        }
        return at < length && isBlank(line[at]);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}

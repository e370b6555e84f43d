// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.line;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** One line of the client, without its CRLF; empty if it has a flaw. */
public final class Line {
    /** What is wrong with a line. */
    public enum Flaw {
        /** Nothing. */
        NONE,
        /** Longer than allowed; it was skipped to its end. */
        TOO_LONG,
        /** A CR or LF that stands alone (T02): where the line ends is open, and so is what follows. */
        BARE_NEWLINE,
        /** A NUL (T13). */
        NUL
    }

    private final byte[] octets;
    private final Flaw flaw;

    private Line(byte[] octets, Flaw flaw) {
        this.octets = octets;
        this.flaw = requireNonNull(flaw);
    }

    /** @return a line without flaw */
    public static Line of(byte[] octets) {
        return new Line(octets.clone(), Flaw.NONE);
    }

    static Line flawed(Flaw flaw) {
        return new Line(new byte[0], flaw);
    }

    /** @return its octets without CRLF */
    public byte[] octets() {
        return octets.clone();
    }

    /** @return its octets as they are sent on, with CRLF */
    public byte[] withCrlf() {
        byte[] sent = Arrays.copyOf(octets, octets.length + 2);
        sent[octets.length] = '\r';
        sent[octets.length + 1] = '\n';
        return sent;
    }

    /** @return what is wrong with it */
    public Flaw flaw() {
        return flaw;
    }

    /** @return nothing of what the line says: it may be a password (T56) */
    @Override
    public String toString() {
        return "Line[" + flaw + "]";
    }
}

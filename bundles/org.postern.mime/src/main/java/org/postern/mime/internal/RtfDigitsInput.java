// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;

/**
 * The octets of an object in RTF: hexadecimal digits, with anything between them, and binary. Groups that may be ignored are, up to
 * those that are objects themselves.
 */
final class RtfDigitsInput extends OctetByOctetInput {
    private static final int NONE = -1;

    private final RtfTokens tokens;
    private RtfTokens.Kind last = RtfTokens.Kind.OTHER;
    private long depth;

    /** The depth of the group that is ignored. */
    private long ignored = Long.MAX_VALUE;

    private int half = NONE;

    RtfDigitsInput(InputStream in) {
        this(new RtfTokens(in));
    }

    private RtfDigitsInput(RtfTokens tokens) {
        super(tokens);
        this.tokens = tokens;
    }

    @Override
    public int read() throws IOException {
        RtfTokens.Kind before = last;
        last = tokens.next();
        while (last != RtfTokens.Kind.END) {
            int octet = octet(before);
            if (octet >= 0) {
                return octet;
            }
            before = last;
            last = tokens.next();
        }
        return -1;
    }

    private int octet(RtfTokens.Kind before) {
        switch (last) {
            case OPEN -> depth++;
            case CLOSE -> {
                depth--;
                ignored = depth < ignored ? Long.MAX_VALUE : ignored;
            }
            case WORD -> {
                if (before == RtfTokens.Kind.STAR && depth < ignored && !tokens.isWord(Rtf.OBJECT)) {
                    ignored = depth > 0 ? depth : Long.MAX_VALUE;
                }
            }
            case TEXT -> {
                return depth < ignored ? digit(Character.digit(tokens.octet(), 16)) : NONE;
            }
            case BINARY -> {
                half = NONE;
                return depth < ignored ? tokens.octet() : NONE;
            }
            default -> {} // says nothing of the digits
        }
        return NONE;
    }

    private int digit(int value) {
        if (value < 0) {
            return NONE;
        }
        if (half == NONE) {
            half = value;
            return NONE;
        }
        int octet = half << 4 | value;
        half = NONE;
        return octet;
    }
}

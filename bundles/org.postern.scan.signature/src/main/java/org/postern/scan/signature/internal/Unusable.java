// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

/** A line that cannot be used, and why. There may be a million of them, so it has no stack trace. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Whose fault it is. */
    enum Kind {
        /** The line's: it is none of the format. */
        MALFORMED,
        /** The engine's: the line may well be right. */
        UNSUPPORTED
    }

    private Unusable(Kind kind, String why) {
        super(why, null, false, false);
        this.kind = kind;
    }

    static Unusable malformed(String why) {
        return new Unusable(Kind.MALFORMED, why);
    }

    static Unusable unsupported(String why) {
        return new Unusable(Kind.UNSUPPORTED, why);
    }

    Kind kind() {
        return kind;
    }
}

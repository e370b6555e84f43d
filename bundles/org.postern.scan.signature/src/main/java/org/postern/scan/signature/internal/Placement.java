// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a body signature may begin.
 *
 * @param anchor what is counted from
 * @param distance how far from it: forwards from the start, backwards from the end
 * @param shift how much further forwards it may lie
 */
record Placement(Anchor anchor, long distance, long shift) {
    static final Placement ANYWHERE = new Placement(Anchor.ANYWHERE, 0, 0);

    private static final Pattern FORM = Pattern.compile("(EOF-)?(\\d{1,15})(?:,(\\d{1,15}))?");

    /** Of programs only, after ClamAV: entry point, sections; and version information. */
    private static final Pattern OF_PROGRAMS =
            Pattern.compile("(?:EP[+-]\\d+|S\\d+\\+\\d+|SL\\+\\d+|SE\\d+|VI)(?:,\\d+)?");

    /** What places are counted from. */
    enum Anchor {
        ANYWHERE,
        START,
        END
    }

    /** @return the placement of an offset field: {@code *}, {@code n}, {@code EOF-n}, the last two with {@code ,shift} */
    static Placement of(String offset) throws Unusable {
        if (offset.equals("*")) {
            return ANYWHERE;
        }
        Matcher matcher = FORM.matcher(offset);
        if (!matcher.matches()) {
            throw OF_PROGRAMS.matcher(offset).matches()
                    ? Unusable.unsupported("offsets in a program's sections are not looked for")
                    : Unusable.malformed("the third field is none of *, n, EOF-n, with or without ,shift");
        }
        return new Placement(
                matcher.group(1) == null ? Anchor.START : Anchor.END,
                Long.parseLong(matcher.group(2)),
                matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3)));
    }

    /** @return whether a match may begin there in content of this size */
    boolean allows(long start, long size) {
        long first = anchor == Anchor.END ? size - distance : distance;
        return anchor == Anchor.ANYWHERE || (start >= first && start <= first + shift);
    }
}

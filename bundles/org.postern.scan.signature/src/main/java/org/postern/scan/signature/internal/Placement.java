// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.Optional;
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
    private static final Pattern FORM = Pattern.compile("(EOF-)?(\\d{1,15})(?:,(\\d{1,15}))?");

    /** What places are counted from. */
    enum Anchor {
        ANYWHERE,
        START,
        END
    }

    /** @return the placement of an offset field: {@code *}, {@code n}, {@code EOF-n}, the last two with {@code ,shift} */
    static Optional<Placement> of(String offset) {
        if (offset.equals("*")) {
            return Optional.of(new Placement(Anchor.ANYWHERE, 0, 0));
        }
        Matcher matcher = FORM.matcher(offset);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Placement(
                matcher.group(1) == null ? Anchor.START : Anchor.END,
                Long.parseLong(matcher.group(2)),
                matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3))));
    }

    /** @return whether a match may begin there in content of this size */
    boolean allows(long start, long size) {
        long first = anchor == Anchor.END ? size - distance : distance;
        return anchor == Anchor.ANYWHERE || start >= first && start <= first + shift;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.List;
import java.util.Optional;
import org.postern.api.scan.Unscannable;

/**
 * What lies in a content.
 *
 * @param all in no order
 * @param problem why some of it cannot be looked at
 */
record Finds(List<Find> all, Optional<Unscannable> problem) {
    static final Finds NOTHING = new Finds(List.of(), Optional.empty());

    Finds {
        all = List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty() && problem.isEmpty();
    }

    /** @return the same, counted in octets of which so many stand before those that were looked at */
    Finds movedBy(long octets) {
        return octets == 0
                ? this
                : new Finds(all.stream().map(find -> find.movedBy(octets)).toList(), problem);
    }
}

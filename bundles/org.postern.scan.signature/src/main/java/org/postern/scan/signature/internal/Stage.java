// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.List;

/**
 * What comes next in a body signature.
 *
 * @param before how far behind the stage before; for the first one the placement counts
 * @param variants any of them, each of another length
 */
record Stage(Gap before, List<Segment> variants) {
    Stage {
        variants = List.copyOf(variants);
    }
}

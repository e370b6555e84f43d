// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;

/** The checksums of several things in the header of a 7z archive; not each thing has one. */
final class SevenZDigests {
    static final long UNKNOWN = -1;
    static final SevenZDigests NONE = new SevenZDigests(SevenZBits.same(false), new SevenZCursor(new byte[0]));

    private final SevenZBits defined;
    private final SevenZCursor values;

    private SevenZDigests(SevenZBits defined, SevenZCursor values) {
        this.defined = defined;
        this.values = values;
    }

    /** Takes what lies there for so many things, and goes behind it. */
    static SevenZDigests take(SevenZCursor at, int count) throws IOException {
        SevenZCursor bits = at.copy();
        SevenZBits counted = SevenZBits.defined(at, count);
        SevenZDigests digests = new SevenZDigests(SevenZBits.defined(bits, count), at.copy());
        for (int i = 0; i < count; i++) {
            if (counted.next()) {
                at.skip(4);
            }
        }
        return digests;
    }

    /** @return the same at the same place */
    SevenZDigests copy() {
        return new SevenZDigests(defined.copy(), values.copy());
    }

    /** @return the checksum of the next thing, or unknown */
    long next() throws IOException {
        return defined.next() ? values.u32() : UNKNOWN;
    }
}

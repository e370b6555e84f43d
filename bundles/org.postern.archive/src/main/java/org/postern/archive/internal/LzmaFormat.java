// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.postern.api.spool.Octets;

/**
 * An LZMA stream that stands alone (.lzma). It has no mark of its own. Its properties must be those that nearly all have, or its
 * size unknown, which is eight octets of ones; its dictionary one of those that writers use; and its first octet zero. Less
 * would fit to tables of small numbers, as many formats begin, and call them damaged.
 */
final class LzmaFormat implements MemberFormat {
    private static final int HEADER = 13;
    private static final int MOST_PROPERTIES = 9 * 5 * 5;
    private static final int USUAL_PROPERTIES = 0x5d;
    private static final int SMALLEST_DICTIONARY = 12;
    private static final long MOST_OCTETS = 1L << 38;

    private final Octets octets;
    private final Window window;
    private final Ledger ledger;

    LzmaFormat(Octets octets, Ledger ledger) {
        this.octets = octets;
        this.window = new Window(octets);
        this.ledger = ledger;
    }

    static boolean begins(Window window) throws IOException {
        if (!window.has(0, HEADER + 5) || window.u8(0) >= MOST_PROPERTIES || window.u8(HEADER) != 0) {
            return false;
        }
        long size = window.i64(5);
        boolean known = size > 0 && size < MOST_OCTETS && window.u8(0) == USUAL_PROPERTIES;
        return isDictionary(window.u32(1)) && (known || size == Lzma.UNKNOWN);
    }

    /** Writers use powers of two, sometimes with half as much on top. */
    private static boolean isDictionary(long size) {
        if (size == 0xffffffffL) {
            return true;
        }
        long highest = Long.highestOneBit(size);
        return highest >= 1L << SMALLEST_DICTIONARY && (size == highest || size == highest + highest / 2);
    }

    @Override
    public String name() {
        return "lzma";
    }

    @Override
    public boolean startsAt(long at) {
        return false; // readers take one
    }

    @Override
    public Optional<BoundedInput> open(long at) throws IOException {
        int properties = window.u8(at);
        long claimed = window.u32(at + 1);
        long size = window.i64(at + 5);
        long start = at + HEADER;
        long packed = octets.size() - start;
        return Optional.of(DecodedInput.of(
                octets, start, packed, in -> stream(in, properties, claimed, size, packed, ledger), ledger));
    }

    /**
     * @param claimed the dictionary's size
     * @param size how many octets come out, or unknown
     * @param packed how many go in at most
     */
    static InputStream stream(InputStream in, int properties, long claimed, long size, long packed, Ledger ledger)
            throws IOException {
        long most = Lzma.mostFrom(packed, ledger.limits());
        long dictionary = Lzma.dictionary(claimed, size == Lzma.UNKNOWN ? most : Math.min(size, most));
        Memory.Loan loan = ledger.borrow(dictionary);
        boolean begun = false;
        try {
            InputStream stream = new LentInput(Lzma.stream(in, properties, dictionary, size), loan);
            begun = true;
            return stream;
        } finally {
            if (!begun) {
                loan.close();
            }
        }
    }

    @Override
    public long end(long at, BoundedInput member) {
        return at + HEADER + member.consumed();
    }

    @Override
    public Optional<String> fault(BoundedInput member) {
        String fault = ((DecodedInput) member).fault();
        return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.api.scan.UnscannableReason.DAMAGED;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what the headers of a zip archive claim, for every way of reading it: along the central directory, as file
 * managers do, and along the local headers, as readers of streams do. First come the directory's entries, each with its
 * local header's claim if that differs; then the local headers that lie outside of everything on which both agree.
 */
final class ZipClaims {
    private static final int LONGEST_DESCRIPTOR = 24;

    private final Window window;
    private final ZipHeaders headers;
    private final Ledger ledger;
    private final Deque<ZipDirectory.End> ends;
    private final Deque<ZipDirectory> directories = new ArrayDeque<>();
    private final Deque<Claimed> pending = new ArrayDeque<>();
    private final Set<ZipClaim> seen = new HashSet<>();
    private final TreeMap<Long, Long> agreed = new TreeMap<>();
    private final TreeSet<Long> entryEnds = new TreeSet<>();
    private boolean inDirectory;
    private long record;
    private long records;
    private long stray;

    /**
     * A claim and where it comes from.
     *
     * @param claim what a header says
     * @param origin which header that was
     */
    record Claimed(ZipClaim claim, Origin origin) {}

    /** Where a claim comes from. */
    enum Origin {
        /** Both headers agree. */
        BOTH,
        /** One header of two that contradict each other. */
        ONE,
        /** A local header that no directory names. */
        STRAY
    }

    ZipClaims(Window window, List<ZipDirectory.End> ends, Ledger ledger) {
        this.window = window;
        this.headers = new ZipHeaders(window);
        this.ledger = ledger;
        this.ends = new ArrayDeque<>(ends);
        if (!this.ends.isEmpty()) {
            enter(this.ends.pop());
        }
    }

    /** @return the next claim that was not made before */
    Optional<Claimed> next() throws IOException {
        while (ledger.inTime()) {
            if (!pending.isEmpty()) {
                Claimed claimed = pending.pop();
                if (seen.add(claimed.claim().withoutName())) {
                    return Optional.of(claimed);
                }
                if (!ledger.countEntry()) {
                    return Optional.empty();
                }
            } else if (!directories.isEmpty()) {
                readDirectory(directories.peek());
            } else if (!ends.isEmpty()) {
                enterIfOutside(ends.pop());
            } else if (!findStray()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Takes note of how far an entry reaches, so that what lies in it is not taken for an entry of this archive.
     *
     * @param intact whether it is what its headers say
     */
    void reaches(Claimed claimed, long end, boolean intact) {
        if (!intact) {
            return;
        }
        entryEnds.add(end);
        if (claimed.origin() == Origin.BOTH) {
            agreed.merge(claimed.claim().header(), end, Math::max);
        } else if (claimed.origin() == Origin.STRAY) {
            stray = Math.max(stray, end);
        }
    }

    private void enter(ZipDirectory.End end) {
        if (end.split()) {
            damaged("one volume of several");
        }
        if (end.directories().size() > 1) {
            damaged("two central directories");
        }
        directories.addAll(end.directories());
    }

    private void enterIfOutside(ZipDirectory.End end) {
        if (endOfAgreed(end.at()) == 0) {
            if (!end.directories().isEmpty()) {
                damaged("two central directories");
            }
            enter(end);
        }
    }

    private void readDirectory(ZipDirectory directory) throws IOException {
        if (!inDirectory) {
            inDirectory = true;
            record = directory.start();
            records = 0;
        }
        Optional<ZipHeaders.Record> found = headers.central(record);
        if (found.isPresent()) {
            ledger.countConsumed(found.get().next() - record);
            record = found.get().next();
            records++;
            claim(found.get(), directory.base());
        } else {
            if (directory.entries() != ZipDirectory.UNKNOWN && records != directory.entries()) {
                damaged("the central directory has another length than it says");
            }
            inDirectory = false;
            directories.pop();
        }
    }

    private void claim(ZipHeaders.Record found, long base) throws IOException {
        ZipClaim central = found.claim();
        if (found.split()) {
            damaged("an entry lies in another volume");
        }
        Optional<ZipClaim> local = headers.local(central.header() + base);
        if (local.isEmpty()) {
            local = headers.local(central.header());
        }
        if (local.isEmpty()) {
            damaged("an entry without a local header");
            return;
        }
        ZipClaim own = local.get();
        ZipClaim full = new ZipClaim(
                central.name(),
                own.header(),
                own.data(),
                central.flags(),
                central.method(),
                central.packed(),
                central.size(),
                central.crc());
        if (full.agreesWith(own)) {
            pending.add(new Claimed(full, Origin.BOTH));
        } else {
            damaged("the two headers of an entry contradict each other");
            pending.add(new Claimed(full, Origin.ONE));
            pending.add(new Claimed(own, Origin.ONE));
        }
    }

    private boolean findStray() throws IOException {
        for (long at = window.nextPk(stray, window.size(), ledger); at >= 0; ) {
            stray = at + 2;
            if (window.is(ZipHeaders.LOCAL, at)) {
                long end = endOfAgreed(at);
                Optional<ZipClaim> claim = headers.local(at);
                if (end > at) {
                    stray = end;
                } else if (claim.isPresent() && (claim.get().plausible() || followsAnEntry(at))) {
                    pending.add(new Claimed(claim.get(), Origin.STRAY));
                    return true;
                }
                if (!ledger.inTime()) {
                    return false;
                }
            }
            at = window.nextPk(stray, window.size(), ledger);
        }
        return false;
    }

    /** @return whether a reader of streams, which takes one entry after the other, gets exactly there */
    private boolean followsAnEntry(long at) {
        Long end = entryEnds.floor(at);
        return at == 0 || end != null && at - end <= LONGEST_DESCRIPTOR;
    }

    /** @return where the entry ends in which this place lies; 0 if it lies in none */
    private long endOfAgreed(long at) {
        Map.Entry<Long, Long> before = agreed.floorEntry(at);
        return before != null && before.getValue() > at ? before.getValue() : 0;
    }

    private void damaged(String detail) {
        ledger.problem(DAMAGED, "zip: " + detail);
    }
}

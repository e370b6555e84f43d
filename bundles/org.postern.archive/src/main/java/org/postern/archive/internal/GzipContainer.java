// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.api.scan.UnscannableReason.DAMAGED;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;

/**
 * A file of one or more gzip members (RFC 1952). Each member is an entry; where there are several, all of them together
 * are one more, since some readers take the first member only and others join them.
 */
final class GzipContainer implements Container {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final Octets octets;
    private final Window window;
    private final Spool spool;
    private final Ledger ledger;
    private final List<Long> members = new ArrayList<>();
    private long position;
    private boolean finished;
    private boolean foreign;

    GzipContainer(Octets octets, Spool spool, Ledger ledger) {
        this.octets = octets;
        this.window = new Window(octets);
        this.spool = spool;
        this.ledger = ledger;
    }

    static boolean startsAt(Window window, long at) throws IOException {
        return window.has(at, 3) && window.u16(at) == 0x8b1f && window.u8(at + 2) == 8;
    }

    @Override
    public Optional<Entry> next() throws IOException {
        if (finished) {
            return Optional.empty();
        }
        if (startsAt(window, position)) {
            return ledger.countEntry() ? member() : finish();
        }
        finished = true;
        checkRest();
        return members.size() > 1 && ledger.countEntry() ? Optional.of(joined()) : Optional.empty();
    }

    @Override
    public boolean hasForeignOctets() {
        return foreign;
    }

    private Optional<Entry> finish() {
        finished = true;
        return Optional.empty();
    }

    private Optional<Entry> member() throws IOException {
        long start = afterHeader();
        if (!window.has(start, 1)) {
            ledger.problem(DAMAGED, "gzip: the header breaks off");
            foreign = true;
            return finish();
        }
        Unpacked unpacked = Unpacked.inflate(octets.open(start, octets.size() - start), spool, ledger);
        members.add(start);
        position = start + unpacked.consumed() + TRAILER;
        if (unpacked.end() == InflatingInput.End.COMPLETE) {
            checkTrailer(unpacked);
        } else {
            if (unpacked.end() == InflatingInput.End.BROKEN) {
                ledger.problem(DAMAGED, "gzip: a member is broken");
            }
            finished = true;
            foreign = true;
        }
        return Optional.of(Entry.unpacked("member" + members.size(), unpacked.octets()));
    }

    /** @return where the member's deflate stream begins, possibly behind the end of the content */
    private long afterHeader() throws IOException {
        if (!window.has(position, HEADER)) {
            return window.size();
        }
        int flags = window.u8(position + 3);
        long at = position + HEADER;
        if ((flags & EXTRA) != 0) {
            at += window.has(at, 2) ? 2 + window.u16(at) : 2;
        }
        if ((flags & NAME) != 0) {
            at = afterZero(at);
        }
        if ((flags & COMMENT) != 0) {
            at = afterZero(at);
        }
        return (flags & HEADER_CRC) != 0 ? at + 2 : at;
    }

    private long afterZero(long from) throws IOException {
        long at = from;
        while (window.has(at, 1) && window.u8(at) != 0) {
            at++;
        }
        return at + 1;
    }

    private void checkTrailer(Unpacked unpacked) throws IOException {
        long trailer = position - TRAILER;
        if (!window.has(trailer, TRAILER)) {
            ledger.problem(DAMAGED, "gzip: the trailer breaks off");
            position = window.size();
        } else if (window.u32(trailer) != unpacked.crc()
                || window.u32(trailer + 4) != (unpacked.octets().size() & 0xffffffffL)) {
            ledger.problem(DAMAGED, "gzip: the checksum or the length is wrong");
        }
    }

    /** Zeros may follow, as tapes have them; anything else is seen by no reader of gzip, but somebody put it there. */
    private void checkRest() throws IOException {
        try (InputStream rest = octets.open(position, octets.size() - position)) {
            byte[] buffer = new byte[8192];
            for (int count = rest.read(buffer); count >= 0 && ledger.inTime(); count = rest.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] != 0) {
                        ledger.problem(DAMAGED, "gzip: something else follows");
                        foreign = true;
                        return;
                    }
                }
            }
        }
    }

    private Entry joined() throws IOException {
        byte[] buffer = new byte[8192];
        try (SpoolWriter writer = spool.begin()) {
            for (long start : members) {
                try (InputStream in = new InflatingInput(octets.open(start, octets.size() - start), ledger)) {
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        writer.write(ByteBuffer.wrap(buffer, 0, count));
                    }
                }
            }
            return Entry.unpacked("all members", writer.complete());
        }
    }
}

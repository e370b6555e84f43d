// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Optional;
import org.postern.api.spool.Octets;

/** gzip members (RFC 1952). */
final class GzipFormat implements MemberFormat {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final Octets octets;
    private final Window window;
    private final Ledger ledger;
    private long deflated;

    GzipFormat(Octets octets, Ledger ledger) {
        this.octets = octets;
        this.window = new Window(octets);
        this.ledger = ledger;
    }

    static boolean begins(Window window, long at) throws IOException {
        return window.has(at, 3) && window.u16(at) == 0x8b1f && window.u8(at + 2) == 8;
    }

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public boolean startsAt(long at) throws IOException {
        return begins(window, at);
    }

    @Override
    public Optional<BoundedInput> open(long at) throws IOException {
        deflated = afterHeader(at);
        return window.has(deflated, 1)
                ? Optional.of(new InflatingInput(octets.open(deflated, octets.size() - deflated), ledger))
                : Optional.empty();
    }

    @Override
    public long end(long at, BoundedInput member) {
        return Math.min(trailer(member) + TRAILER, window.size());
    }

    @Override
    public Optional<String> fault(BoundedInput member) throws IOException {
        if (member.end() != BoundedInput.End.COMPLETE) {
            return Optional.empty();
        }
        long trailer = trailer(member);
        if (!window.has(trailer, TRAILER)) {
            return Optional.of("the trailer breaks off");
        }
        boolean right =
                window.u32(trailer) == member.crc() && window.u32(trailer + 4) == (member.produced() & 0xffffffffL);
        return right ? Optional.empty() : Optional.of("the checksum or the length is wrong");
    }

    private long trailer(BoundedInput member) {
        return deflated + member.consumed();
    }

    /** @return where the member's deflate stream begins, possibly behind the end of the content */
    private long afterHeader(long header) throws IOException {
        if (!window.has(header, HEADER)) {
            return window.size();
        }
        int flags = window.u8(header + 3);
        long at = header + HEADER;
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
}

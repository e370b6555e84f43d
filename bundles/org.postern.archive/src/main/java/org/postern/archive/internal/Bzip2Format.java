// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.postern.api.spool.Octets;

/** bzip2 streams. */
final class Bzip2Format implements MemberFormat {
    private static final int SHORTEST = 14;

    private final Octets octets;
    private final Window window;
    private final Ledger ledger;
    private Optional<Bzip2Input> decoder = Optional.empty();

    Bzip2Format(Octets octets, Ledger ledger) {
        this.octets = octets;
        this.window = new Window(octets);
        this.ledger = ledger;
    }

    static boolean begins(Window window, long at) throws IOException {
        if (!window.has(at, SHORTEST) || window.u16(at) != 0x5a42 || window.u8(at + 2) != 'h') {
            return false;
        }
        int level = window.u8(at + 3);
        long mark = Long.reverseBytes(window.i64(at + 4)) >>> 16;
        return level >= '1' && level <= '9' && (mark == Bzip2Input.BLOCK || mark == Bzip2Input.END);
    }

    @Override
    public String name() {
        return "bzip2";
    }

    @Override
    public boolean startsAt(long at) throws IOException {
        return begins(window, at);
    }

    @Override
    public Optional<BoundedInput> open(long at) throws IOException {
        return Optional.of(DecodedInput.of(octets, at, octets.size() - at, this::decoder, ledger));
    }

    private InputStream decoder(InputStream source) throws IOException {
        Bzip2Input input = new Bzip2Input(source, ledger::borrow);
        decoder = Optional.of(input);
        return input;
    }

    @Override
    public long end(long at, BoundedInput member) {
        return at + member.consumed();
    }

    @Override
    public Optional<String> fault(BoundedInput member) {
        String fault = ((DecodedInput) member).fault();
        return fault.isEmpty() ? decoder.flatMap(Bzip2Input::fault) : Optional.of(fault);
    }
}

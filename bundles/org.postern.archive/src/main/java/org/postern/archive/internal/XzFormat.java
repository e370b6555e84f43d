// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Optional;
import org.postern.api.spool.Octets;

/** xz streams (.xz file format 1.2.1). */
final class XzFormat implements MemberFormat {
    private final Octets octets;
    private final Window window;
    private final Ledger ledger;
    private Optional<XzInput> decoder = Optional.empty();

    XzFormat(Octets octets, Ledger ledger) {
        this.octets = SpoolFailure.markedIn(octets);
        this.window = new Window(octets);
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "xz";
    }

    @Override
    public boolean startsAt(long at) throws IOException {
        return XzHeaders.begins(window, at);
    }

    @Override
    public long afterPadding(long from) throws IOException {
        long at = from;
        while (window.has(at, 4) && window.u32(at) == 0 && ledger.inTime()) {
            at += 4;
        }
        return at;
    }

    @Override
    public Optional<BoundedInput> open(long at) {
        return Optional.of(stream(at));
    }

    /** @return what comes out of the one stream that is all of the content */
    DecodedInput only() {
        return stream(0);
    }

    private DecodedInput stream(long at) {
        decoder = Optional.empty();
        return new DecodedInput(
                () -> {
                    XzInput input = new XzInput(octets, at, ledger);
                    decoder = Optional.of(input);
                    return input;
                },
                () -> decoder.map(XzInput::consumed).orElse(0L),
                ledger,
                ledger.limits().entryOctets());
    }

    @Override
    public long end(long at, BoundedInput member) {
        return at + member.consumed();
    }

    @Override
    public Optional<String> fault(BoundedInput member) {
        String fault = ((DecodedInput) member).fault();
        return fault.isEmpty() ? decoder.flatMap(XzInput::fault) : Optional.of(fault);
    }
}

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
 * A compressed file of one or more members. Each member is an entry; where there are several, all of them together are
 * one more, since some readers take the first member only and others join them.
 */
final class MembersContainer implements Container {
    private final Octets octets;
    private final Spool spool;
    private final Ledger ledger;
    private final MemberFormat format;
    private final List<Long> members = new ArrayList<>();
    private long position;
    private boolean finished;
    private boolean foreign;

    MembersContainer(Octets octets, Spool spool, Ledger ledger, MemberFormat format) {
        this.octets = octets;
        this.spool = spool;
        this.ledger = ledger;
        this.format = format;
    }

    @Override
    public Optional<Entry> next() throws IOException {
        if (finished) {
            return Optional.empty();
        }
        long next = format.afterPadding(position);
        if (members.isEmpty() || format.startsAt(next)) {
            position = next;
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
        Optional<BoundedInput> in = format.open(position);
        if (in.isEmpty()) {
            damaged("the header breaks off");
            foreign = true;
            return finish();
        }
        members.add(position);
        BoundedInput unpacking = in.get();
        Unpacked unpacked = Unpacked.of(unpacking, spool, ledger);
        if (unpacked.end() == BoundedInput.End.COMPLETE) {
            position = format.end(position, unpacking);
            format.fault(unpacking).ifPresent(this::damaged);
        } else {
            if (unpacked.end() == BoundedInput.End.BROKEN) {
                damaged("a member is broken"
                        + format.fault(unpacking).map(fault -> ": " + fault).orElse(""));
            }
            finished = true;
            foreign = true;
        }
        return Optional.of(Entry.unpacked("member" + members.size(), unpacked.octets()));
    }

    /** Zeros may follow, as tapes have them; anything else is seen by no reader, but somebody put it there. */
    private void checkRest() throws IOException {
        long from = Math.min(position, octets.size());
        try (InputStream rest = octets.open(from, octets.size() - from)) {
            byte[] buffer = new byte[8192];
            for (int count = rest.read(buffer); count >= 0 && ledger.inTime(); count = rest.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] != 0) {
                        damaged("something else follows");
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
                try (InputStream in = format.open(start).orElseThrow()) {
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        writer.write(ByteBuffer.wrap(buffer, 0, count));
                    }
                }
            }
            return Entry.unpacked("all members", writer.complete());
        }
    }

    private void damaged(String detail) {
        ledger.problem(DAMAGED, format.name() + ": " + detail);
    }
}

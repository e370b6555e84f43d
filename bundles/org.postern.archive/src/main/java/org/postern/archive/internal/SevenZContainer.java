// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;
import static org.postern.api.scan.UnscannableReason.LIMITS;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;

/**
 * A 7z archive. Its folders are unpacked one after the other, each as a whole, and their entries lie in what came out: to get
 * at one entry of a folder all before it must be unpacked anyway.
 */
final class SevenZContainer implements Container {
    private final Octets octets;
    private final Spool spool;
    private final Ledger ledger;
    private final SevenZHeader header;
    private Optional<SevenZArchive> archive = Optional.empty();
    private Optional<Unpacked> unpacked = Optional.empty();
    private Optional<SevenZStreams.Folder> folder = Optional.empty();
    private boolean begun;
    private int taken;
    private long position;
    private boolean foreign;

    SevenZContainer(Octets octets, Spool spool, Ledger ledger) {
        this.octets = SpoolFailure.markedIn(octets);
        this.spool = spool;
        this.ledger = ledger;
        this.header = new SevenZHeader(this.octets, ledger);
    }

    @Override
    public boolean hasForeignOctets() {
        return foreign || header.foreign();
    }

    @Override
    public Optional<Entry> next() throws IOException {
        if (!begun) {
            begun = true;
            archive = header.read();
        }
        while (archive.isPresent() && ledger.inTime()) {
            if (folder.isPresent() && taken < folder.get().streams()) {
                Optional<Entry> entry = entry(folder.get(), archive.get());
                if (entry.isPresent()) {
                    return entry;
                }
            } else {
                close();
                folder = nextFolder(archive.get());
                if (folder.isEmpty()) {
                    end(archive.get());
                } else {
                    unpack(folder.get());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SevenZStreams.Folder> nextFolder(SevenZArchive from) {
        try {
            return from.streams().next();
        } catch (IOException e) {
            return broken();
        }
    }

    private void end(SevenZArchive ended) {
        archive = Optional.empty();
        foreign |= ended.streams().end() == 0;
        if (!nextName(ended).isEmpty()) {
            damaged("an entry without octets");
        }
    }

    private void unpack(SevenZStreams.Folder next) throws IOException {
        taken = 0;
        position = 0;
        unpacked = Optional.empty();
        if (next.folder().encrypts()) {
            ledger.problem(ENCRYPTED_ARCHIVE, "7z: some of it");
            return;
        }
        if (next.streams() == 0) {
            damaged("octets that are no entry");
            return;
        }
        SevenZDecoder decoder = new SevenZDecoder(octets, SevenZHeader.LENGTH, next, ledger);
        DecodedInput in =
                new DecodedInput(decoder::open, decoder, ledger, ledger.limits().octets());
        Unpacked found = Unpacked.of(in, spool, ledger);
        unpacked = Optional.of(found);
        if (found.end() == BoundedInput.End.BROKEN) {
            damaged(in.fault());
        } else if (found.end() == BoundedInput.End.COMPLETE
                && (found.octets().size() != next.size()
                        || next.crc() != SevenZDigests.UNKNOWN && next.crc() != found.crc())) {
            damaged("a length or a checksum is wrong");
        }
    }

    private Optional<Entry> entry(SevenZStreams.Folder from, SevenZArchive in) throws IOException {
        if (!ledger.countEntry()) {
            return Optional.empty();
        }
        taken++;
        String name = nextName(in);
        long size;
        long crc;
        try {
            size = taken < from.streams() ? in.streams().size() : Math.max(0, from.size() - position);
            boolean ofFolder = from.streams() == 1 && from.crc() != SevenZDigests.UNKNOWN;
            crc = ofFolder ? SevenZDigests.UNKNOWN : in.streams().digest();
        } catch (IOException e) {
            return broken();
        }
        if (unpacked.isEmpty()) {
            return Optional.empty();
        }
        Octets whole = unpacked.get().octets();
        long start = Math.min(position, whole.size());
        long present = Math.min(size, whole.size() - start);
        position = start + present;
        if (present < size && unpacked.get().end() == BoundedInput.End.COMPLETE) {
            damaged(name + " is longer than what it lies in");
        }
        if (present == 0 && size > 0) {
            return Optional.empty();
        }
        return Optional.of(shown(name, whole, start, present, present == size ? crc : SevenZDigests.UNKNOWN));
    }

    private Entry shown(String name, Octets whole, long start, long length, long crc) throws IOException {
        long visible = Math.min(length, ledger.limits().entryOctets());
        if (visible < length) {
            ledger.problem(LIMITS, "7z: more than " + visible + " octets in one entry");
        } else if (crc != SevenZDigests.UNKNOWN && crc(whole, start, length) != crc) {
            damaged(name + ": its checksum is wrong");
        }
        return Entry.stored(name, whole, start, visible);
    }

    private static long crc(Octets whole, long start, long length) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[8192];
        try (InputStream in = whole.open(start, length)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                crc.update(buffer, 0, count);
            }
        }
        return crc.getValue();
    }

    /** @return the name of the next entry that has octets; without one it has a number */
    private String nextName(SevenZArchive from) {
        try {
            return from.files()
                    .next()
                    .map(name -> name.isEmpty() ? "entry" : name)
                    .orElse("");
        } catch (IOException e) {
            broken();
            return "";
        }
    }

    /** There is nothing to go on with. */
    private <T> Optional<T> broken() {
        archive = Optional.empty();
        damaged("the header breaks off or contradicts itself");
        return Optional.empty();
    }

    private void damaged(String detail) {
        foreign = true;
        ledger.problem(DAMAGED, "7z: " + detail);
    }

    @Override
    public void close() throws IOException {
        if (unpacked.isPresent()) {
            unpacked.get().octets().close();
            unpacked = Optional.empty();
        }
    }
}

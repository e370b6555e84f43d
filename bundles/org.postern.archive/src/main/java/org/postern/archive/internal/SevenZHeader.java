// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;
import static org.postern.api.scan.UnscannableReason.LIMITS;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.postern.api.spool.Octets;

/** Finds and unpacks the header of a 7z archive, which lies at its end. */
final class SevenZHeader {
    static final int LENGTH = 32;
    private static final byte[] MAGIC = {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c};
    private static final int ENCODED = 0x17;
    private static final int MOST = 1 << 20;
    private static final int MOST_TIMES_PACKED = 4;

    private final Octets octets;
    private final Window window;
    private final Ledger ledger;
    private boolean foreign;

    SevenZHeader(Octets octets, Ledger ledger) {
        this.octets = octets;
        this.window = new Window(octets);
        this.ledger = ledger;
    }

    static boolean begins(Window window, long at) throws IOException {
        return window.has(at, LENGTH) && Arrays.equals(window.bytes(at, MAGIC.length), MAGIC);
    }

    /** @return whether there are octets that belong to nothing */
    boolean foreign() {
        return foreign;
    }

    /** @return what the header says; empty if it cannot be read, which is recorded */
    Optional<SevenZArchive> read() throws IOException {
        try {
            return found();
        } catch (SpoolFailure e) {
            throw e.failure();
        } catch (IOException e) {
            // Not lost: there is no entry without a header, and that is told.
            foreign = true;
            String why = e.getMessage() == null ? "it breaks off" : e.getMessage();
            ledger.problem(DAMAGED, "7z: the header cannot be read: " + why);
            return Optional.empty();
        }
    }

    private Optional<SevenZArchive> found() throws IOException {
        if (XzHeaders.crc(window.bytes(12, 20), 0, 20) != window.u32(8)) {
            throw new IOException("its place has a wrong checksum");
        }
        long offset = window.i64(12);
        long size = window.i64(20);
        if (offset < 0 || size < 0 || !window.has(LENGTH, offset) || !window.has(LENGTH + offset, size)) {
            throw new IOException("it breaks off");
        }
        if (LENGTH + offset + size < window.size()) {
            ledger.problem(DAMAGED, "7z: something else follows");
            foreign = true;
        }
        if (size == 0) {
            foreign |= offset > 0;
            return Optional.empty();
        }
        if (size > MOST) {
            return tooLarge();
        }
        byte[] header = window.bytes(LENGTH + offset, (int) size);
        if (XzHeaders.crc(header, 0, header.length) != window.u32(28)) {
            throw new IOException("its checksum is wrong");
        }
        for (int i = 0; i < MOST_TIMES_PACKED && header[0] == ENCODED; i++) {
            Optional<byte[]> unpacked = unpacked(header);
            if (unpacked.isEmpty()) {
                return Optional.empty();
            }
            header = unpacked.get();
        }
        return Optional.of(SevenZArchive.of(header));
    }

    private Optional<byte[]> unpacked(byte[] header) throws IOException {
        SevenZCursor at = new SevenZCursor(header);
        at.skip(1);
        SevenZStreams.Folder folder =
                SevenZStreams.take(at).next().orElseThrow(() -> new IOException("it has no octets"));
        if (folder.folder().encrypts()) {
            ledger.problem(ENCRYPTED_ARCHIVE, "7z: names and all");
            return Optional.empty();
        }
        if (folder.size() > MOST || folder.size() == 0) {
            return tooLarge();
        }
        SevenZDecoder decoder = new SevenZDecoder(octets, LENGTH, folder, ledger);
        try (DecodedInput in = new DecodedInput(decoder::open, decoder, ledger, MOST)) {
            byte[] found = in.readNBytes((int) folder.size());
            if (in.end() == BoundedInput.End.BOUNDED) {
                return Optional.empty();
            }
            if (found.length < folder.size()
                    || folder.crc() != SevenZDigests.UNKNOWN && folder.crc() != XzHeaders.crc(found, 0, found.length)) {
                throw new IOException(in.fault().isEmpty() ? "its checksum is wrong" : in.fault());
            }
            return Optional.of(found);
        }
    }

    private <T> Optional<T> tooLarge() {
        ledger.problem(LIMITS, "7z: a header of more than " + MOST + " octets");
        return Optional.empty();
    }
}

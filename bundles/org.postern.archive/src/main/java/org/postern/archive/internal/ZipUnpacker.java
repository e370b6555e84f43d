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

/** Brings out the octets of one entry of a zip archive, as one header claims them. */
final class ZipUnpacker {
    private final Octets octets;
    private final Window window;
    private final Spool spool;
    private final Ledger ledger;
    private final ZipContainer.Trust trust;

    /**
     * What became of a claim.
     *
     * @param entry what came out
     * @param end where the entry ends in the archive
     * @param intact whether all is as claimed
     */
    record Result(Optional<Entry> entry, long end, boolean intact) {}

    ZipUnpacker(Octets octets, Window window, Spool spool, Ledger ledger, ZipContainer.Trust trust) {
        this.octets = octets;
        this.window = window;
        this.spool = spool;
        this.ledger = ledger;
        this.trust = trust;
    }

    Result unpack(ZipClaim claim) throws IOException {
        if (claim.encrypted()) {
            ledger.problem(ENCRYPTED_ARCHIVE, "zip: " + claim.name());
            return closed(claim, true);
        }
        Result result = switch (claim.method()) {
            case ZipClaim.STORED ->
                claim.packed() == ZipClaim.UNKNOWN
                        ? storedTo(claim, endOfStored(claim))
                        : stored(claim, claim.packed());
            case ZipClaim.DEFLATED, Methods.DEFLATE64, Methods.BZIP2, Methods.LZMA, Methods.XZ -> decoded(claim);
            default -> {
                damaged("method " + claim.method() + " is not opened", claim);
                yield closed(claim, true);
            }
        };
        return trust == ZipContainer.Trust.ARCHIVE || result.intact() ? result : dropped(result);
    }

    private static Result dropped(Result result) throws IOException {
        if (result.entry().isPresent()) {
            result.entry().get().close();
        }
        return new Result(Optional.empty(), result.end(), false);
    }

    private Result closed(ZipClaim claim, boolean intact) {
        long end = claim.packed() > 0 && window.has(claim.data(), claim.packed())
                ? claim.data() + claim.packed()
                : claim.data();
        return new Result(Optional.empty(), end, intact);
    }

    private Result storedTo(ZipClaim claim, long end) throws IOException {
        long length = end - claim.data();
        boolean described = window.is(ZipHeaders.DESCRIPTOR, end);
        if (!described) {
            damaged("nobody says where it ends", claim);
        }
        long crc = described ? window.u32(end + 4) : ZipClaim.UNKNOWN;
        Result result = stored(
                new ZipClaim(
                        claim.name(), claim.header(), claim.data(), claim.flags(), claim.method(), length, length, crc),
                length);
        return new Result(result.entry(), end, result.intact() && described);
    }

    /** A descriptor that names this very length ends the octets; the next header of any kind does so at the latest. */
    private long endOfStored(ZipClaim claim) throws IOException {
        long at = window.nextPk(claim.data(), window.size(), ledger);
        while (at >= 0) {
            boolean descriptor = window.is(ZipHeaders.DESCRIPTOR, at)
                    && window.has(at, 12)
                    && window.u32(at + 8) == at - claim.data();
            if (descriptor || window.is(ZipHeaders.LOCAL, at) || window.is(ZipHeaders.CENTRAL, at)) {
                return at;
            }
            at = window.nextPk(at + 1, window.size(), ledger);
        }
        return window.size();
    }

    private Result stored(ZipClaim claim, long packed) throws IOException {
        long rest = window.size() - claim.data();
        boolean whole = packed >= 0 && packed <= rest;
        long length = Math.min(whole ? packed : rest, ledger.limits().entryOctets());
        if (length == ledger.limits().entryOctets() && length < (whole ? packed : rest)) {
            ledger.problem(LIMITS, "zip: more than " + length + " octets in one entry");
            whole = false;
        }
        boolean intact = whole && length == claim.size() && crc(claim.data(), length) == claim.crc();
        if (!intact) {
            damaged("it is cut off, or its length or checksum is wrong", claim);
        }
        ledger.countProduced(length);
        Entry entry = Entry.stored(claim.name(), octets, claim.data(), length);
        return new Result(shown(entry), claim.data() + length, intact);
    }

    private long crc(long from, long length) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[8192];
        try (InputStream in = octets.open(from, length)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                crc.update(buffer, 0, count);
                if (!ledger.countConsumed(count)) {
                    return ZipClaim.UNKNOWN;
                }
            }
        }
        return crc.getValue();
    }

    private Result decoded(ZipClaim claim) throws IOException {
        long rest = window.size() - claim.data();
        long length = claim.packed() < 0 ? rest : Math.min(claim.packed(), rest);
        Unpacked unpacked = claim.method() == ZipClaim.DEFLATED
                ? Unpacked.inflate(octets.open(claim.data(), length), spool, ledger)
                : Unpacked.of(Methods.open(octets, claim, length, ledger), spool, ledger);
        long end = claim.data() + unpacked.consumed();
        boolean intact = unpacked.end() == BoundedInput.End.COMPLETE && isAsClaimed(claim, unpacked, end);
        if (!intact && unpacked.end() != BoundedInput.End.BOUNDED) {
            damaged("it is broken, or its lengths or checksum are wrong", claim);
        }
        return new Result(shown(Entry.unpacked(claim.name(), unpacked.octets())), end, intact);
    }

    private boolean isAsClaimed(ZipClaim claim, Unpacked unpacked, long end) throws IOException {
        if (claim.packed() == ZipClaim.UNKNOWN) {
            // The descriptor begins with a signature or without.
            return window.has(end, 12)
                    && (window.u32(end) == unpacked.crc()
                            || window.is(ZipHeaders.DESCRIPTOR, end) && window.u32(end + 4) == unpacked.crc());
        }
        return unpacked.consumed() == claim.packed()
                && unpacked.octets().size() == claim.size()
                && unpacked.crc() == claim.crc();
    }

    /** Folders are entries without octets, and nothing to look at. */
    private static Optional<Entry> shown(Entry entry) throws IOException {
        if (entry.octets().size() == 0 && entry.name().endsWith("/")) {
            entry.close();
            return Optional.empty();
        }
        return Optional.of(entry);
    }

    private void damaged(String detail, ZipClaim claim) {
        if (trust == ZipContainer.Trust.ARCHIVE) {
            ledger.problem(DAMAGED, "zip: " + claim.name() + ": " + detail);
        }
    }
}

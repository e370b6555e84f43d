// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;

/** A zip archive (APPNOTE 6.3.10): plain, zip64, self-extracting, streamed, cut off, or one that contradicts itself. */
final class ZipContainer implements Container {
    /** A compound file holds archives in fragments (a mail saved with a document): not even its end tells much. */
    private static final long OLE2 = 0xe011cfd0L;

    private final Ledger ledger;
    private final ZipClaims claims;
    private final ZipUnpacker unpacker;

    /** How sure it is that the content is an archive. */
    enum Trust {
        /** It is one: what is wrong with it is damage. */
        ARCHIVE,
        /** It is something else that may hold whole entries: what is no whole entry is none. */
        CONTENT
    }

    private ZipContainer(Octets octets, List<ZipDirectory.End> ends, Trust trust, Spool spool, Ledger ledger) {
        Window window = new Window(octets);
        this.ledger = ledger;
        this.claims = new ZipClaims(window, ends, ledger);
        this.unpacker = new ZipUnpacker(octets, window, spool, ledger, trust);
    }

    /**
     * @return the archive, if the content begins or ends like one: by its end readers find it behind a program or anything
     *     else
     */
    static Optional<Container> of(Octets octets, Window window, Spool spool, Ledger ledger) throws IOException {
        List<ZipDirectory.End> ends = ZipDirectory.ends(window);
        if (window.is(OLE2, 0)) {
            return Optional.empty();
        }
        boolean begins = window.is(ZipHeaders.LOCAL, 0) || window.is(ZipHeaders.DESCRIPTOR, 0);
        if (ends.isEmpty()) {
            if (begins) {
                ledger.problem(DAMAGED, "zip: no central directory");
                return Optional.of(new ZipContainer(octets, ends, Trust.ARCHIVE, spool, ledger));
            }
            return Optional.empty();
        }
        return Optional.of(new ZipContainer(octets, ends, Trust.ARCHIVE, spool, ledger));
    }

    /** @return the whole entries in something else, such as a self-extractor that lost its end */
    static Container in(Octets octets, Spool spool, Ledger ledger) {
        return new ZipContainer(octets, List.of(), Trust.CONTENT, spool, ledger);
    }

    @Override
    public Optional<Entry> next() throws IOException {
        Optional<ZipClaims.Claimed> claimed = claims.next();
        while (claimed.isPresent() && ledger.countEntry()) {
            ZipClaim claim = claimed.get().claim();
            ZipUnpacker.Result result = unpacker.unpack(claim);
            claims.reaches(claimed.get(), result.end(), result.intact());
            if (result.entry().isPresent()) {
                if (OpenDocument.isEncrypted(result.entry().get())) {
                    ledger.problem(ENCRYPTED_ARCHIVE, "an encrypted OpenDocument");
                }
                return result.entry();
            }
            claimed = claims.next();
        }
        return Optional.empty();
    }
}

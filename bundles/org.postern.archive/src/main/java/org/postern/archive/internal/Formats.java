// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;

/** Tells what content is, by its octets. It may be two things at once, and then it is looked into as both. */
final class Formats {
    private final Spool spool;
    private final Ledger ledger;

    Formats(Spool spool, Ledger ledger) {
        this.spool = spool;
        this.ledger = ledger;
    }

    /**
     * What content is.
     *
     * @param containers every container that it is
     * @param within what content that is no container may hold nevertheless
     */
    record Found(List<Container> containers, Optional<Container> within) {
        static final Found NOTHING = new Found(List.of(), Optional.empty());
    }

    /** Most content is text. It is read once, for the marks of zip, which may stand anywhere; all others stand first. */
    Found of(Octets octets) throws IOException {
        Window window = new Window(octets);
        List<Container> found = new ArrayList<>();
        members(octets, window)
                .ifPresent(
                        format -> found.add(new AlsoZip(octets, new MembersContainer(octets, spool, ledger, format))));
        if (SevenZHeader.begins(window, 0)) {
            found.add(new AlsoZip(octets, new SevenZContainer(octets, spool, ledger)));
        }
        if (TarHeader.of(window.bytes(0, TarHeader.BLOCK)).isPresent()) {
            found.add(new AlsoZip(octets, new TarContainer(octets, ledger)));
        }
        if (found.isEmpty()) {
            new Unopened(octets, window, ledger).look();
        }
        if (found.isEmpty() && window.nextMark(0, ledger) >= 0) {
            Optional<Container> zip = ZipContainer.of(octets, window, spool, ledger);
            zip.ifPresent(found::add);
            return new Found(found, zip.isPresent() ? zip : Optional.of(ZipContainer.in(octets, spool, ledger)));
        }
        return new Found(found, Optional.empty());
    }

    private Optional<MemberFormat> members(Octets octets, Window window) throws IOException {
        if (GzipFormat.begins(window, 0)) {
            return Optional.of(new GzipFormat(octets, ledger));
        }
        if (Bzip2Format.begins(window, 0)) {
            return Optional.of(new Bzip2Format(octets, ledger));
        }
        if (XzHeaders.begins(window, 0)) {
            return Optional.of(new XzFormat(octets, ledger));
        }
        return LzmaFormat.begins(window) ? Optional.of(new LzmaFormat(octets, ledger)) : Optional.empty();
    }

    /**
     * A container that is known by its beginning, and as a zip archive, which is known by its end, when there is more in
     * it. When there is not, an archive at the end is an entry that lies there, unpacked or in stored blocks.
     */
    private final class AlsoZip implements Container {
        private final Octets octets;
        private final Container first;
        private Optional<Container> second = Optional.empty();
        private boolean asked;

        AlsoZip(Octets octets, Container first) {
            this.octets = octets;
            this.first = first;
        }

        @Override
        public Optional<Entry> next() throws IOException {
            if (!asked) {
                Optional<Entry> entry = first.next();
                if (entry.isPresent() || !first.hasForeignOctets()) {
                    return entry;
                }
                asked = true;
                second = ZipContainer.of(octets, new Window(octets), spool, ledger);
            }
            return second.isPresent() ? second.get().next() : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            first.close();
        }
    }
}

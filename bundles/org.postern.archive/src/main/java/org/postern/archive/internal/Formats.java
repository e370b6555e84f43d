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

    /** @return every container that the content is */
    List<Container> of(Octets octets) throws IOException {
        Window window = new Window(octets);
        List<Container> found = new ArrayList<>();
        if (GzipContainer.startsAt(window, 0)) {
            found.add(new AlsoZip(octets, new GzipContainer(octets, spool, ledger)));
        }
        if (TarHeader.of(window.bytes(0, TarHeader.BLOCK)).isPresent()) {
            found.add(new AlsoZip(octets, new TarContainer(octets, ledger)));
        }
        if (found.isEmpty()) {
            ZipContainer.of(octets, window, spool, ledger).ifPresent(found::add);
        }
        return found;
    }

    /** @return what content that is no container may hold nevertheless */
    Container within(Octets octets) {
        return ZipContainer.in(octets, spool, ledger);
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
    }
}

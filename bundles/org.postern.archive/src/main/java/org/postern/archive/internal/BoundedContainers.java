// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.postern.api.archive.Containers;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;

/** Opens containers within {@link Limits}; see the package for the formats. Any number of threads. */
@Component
public final class BoundedContainers implements Containers {
    private final Spool spool;
    private final Limits limits;
    private final Memory memory = Memory.ofHeap();

    /** @param spool keeps what is unpacked while it is looked at */
    @Activate
    public BoundedContainers(@Reference Spool spool) {
        this(spool, Limits.DEFAULT);
    }

    BoundedContainers(Spool spool, Limits limits) {
        this.spool = spool;
        this.limits = limits;
    }

    @Override
    public Optional<Unscannable> open(Octets content, Unpacking unpacking, Deadline deadline, EntryVisitor visitor)
            throws IOException {
        try (Walk walk = new Walk(spool, new Ledger(limits, unpacking, deadline, memory))) {
            return walk.run(content, visitor);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;

import java.io.IOException;
import org.postern.api.spool.Octets;

/**
 * Formats that are not opened, since their content is an engine's work: only their headers are read, to tell what no engine
 * can look into.
 */
final class Unopened {
    private static final long CABINET = 0x4643534dL;
    private static final int CABINET_HEADER = 36;
    private static final int CABINET_VERSION = 0x0103;

    private final Octets octets;
    private final Window window;
    private final Ledger ledger;

    /** @param window over these octets */
    Unopened(Octets octets, Window window, Ledger ledger) {
        this.octets = octets;
        this.window = window;
        this.ledger = ledger;
    }

    /** Records what is found. Reads little of what is no such format. */
    void look() throws IOException {
        if (Rar4.begins(window)) {
            new Rar4(window, this).look();
        } else if (Rar5.begins(window)) {
            new Rar5(window, this).look();
        } else if (window.is(CABINET, 0)) {
            cabinet();
        } else if (CompoundFile.begins(window)) {
            new OfficeFile(new Window(SpoolFailure.markedIn(octets)), this).look();
        } else if (PdfFile.begins(window)) {
            new PdfFile(octets, window, ledger, this).look();
        }
    }

    /** A cabinet has no encryption; it may be one of several ([MS-CAB], section 2.1). */
    private void cabinet() throws IOException {
        if (!window.has(0, CABINET_HEADER) || window.u32(4) != 0 || window.u16(24) != CABINET_VERSION) {
            return;
        }
        if (window.u32(8) > window.size()) {
            damaged("cab: it breaks off");
        }
        if ((window.u16(30) & 3) != 0) {
            damaged("cab: one volume of several");
        }
    }

    void encrypted(String detail) {
        ledger.problem(ENCRYPTED_ARCHIVE, detail);
    }

    void damaged(String detail) {
        ledger.problem(DAMAGED, detail);
    }

    /** @return whether one more header may be read */
    boolean goesOn() {
        return ledger.countEntry();
    }
}

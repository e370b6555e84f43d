// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.ARM64Options;
import org.tukaani.xz.ARMOptions;
import org.tukaani.xz.ARMThumbOptions;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.IA64Options;
import org.tukaani.xz.PowerPCOptions;
import org.tukaani.xz.RISCVOptions;
import org.tukaani.xz.SPARCOptions;
import org.tukaani.xz.X86Options;

/** The filters of xz and 7z that change octets in place and need no memory. They share their numbers, 3 to 11. */
final class Filters {
    static final int DELTA = 3;
    static final int LAST = 11;

    private Filters() {}

    /**
     * @param id of the filter
     * @param property the distance of the delta, or where a program begins
     */
    static InputStream over(InputStream in, int id, int property) throws IOException {
        if (id == DELTA) {
            return new DeltaOptions(property).getInputStream(in, ArrayCache.getDummyCache());
        }
        return program(id, property).getInputStream(in, ArrayCache.getDummyCache());
    }

    private static FilterOptions program(int id, int offset) throws IOException {
        switch (id) {
            case 4:
                X86Options x86 = new X86Options();
                x86.setStartOffset(offset);
                return x86;
            case 5:
                PowerPCOptions powerPc = new PowerPCOptions();
                powerPc.setStartOffset(offset);
                return powerPc;
            case 6:
                IA64Options ia64 = new IA64Options();
                ia64.setStartOffset(offset);
                return ia64;
            case 7:
                ARMOptions arm = new ARMOptions();
                arm.setStartOffset(offset);
                return arm;
            case 8:
                ARMThumbOptions thumb = new ARMThumbOptions();
                thumb.setStartOffset(offset);
                return thumb;
            case 9:
                SPARCOptions sparc = new SPARCOptions();
                sparc.setStartOffset(offset);
                return sparc;
            case 10:
                ARM64Options arm64 = new ARM64Options();
                arm64.setStartOffset(offset);
                return arm64;
            case LAST:
                RISCVOptions riscV = new RISCVOptions();
                riscV.setStartOffset(offset);
                return riscV;
            default:
                throw new IOException("filter " + id + " is not opened");
        }
    }
}

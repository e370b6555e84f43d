// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import org.postern.api.spool.Octets;

/** The compression methods of zip beside stored and deflate (APPNOTE 6.3.10, section 4.4.5). */
final class Methods {
    static final int DEFLATE64 = 9;
    static final int BZIP2 = 12;
    static final int LZMA = 14;
    static final int XZ = 95;
    private static final int LZMA_HEADER = 4 + Lzma.PROPERTIES;

    private Methods() {}

    /**
     * @param claim of a method that is known
     * @param length how many octets may belong to it
     */
    static DecodedInput open(Octets octets, ZipClaim claim, long length, Ledger ledger) throws IOException {
        if (claim.method() == XZ) {
            return new XzFormat(Slice.of(octets, claim.data(), length), ledger).only();
        }
        DecodedInput.Decoder decoder = switch (claim.method()) {
            case DEFLATE64 -> Deflate64Input::new;
            case BZIP2 -> in -> new Bzip2Input(in, ledger::borrow);
            default -> in -> lzma(in, claim, length, ledger);
        };
        return DecodedInput.of(octets, claim.data(), length, decoder, ledger);
    }

    /** A version, the length of the properties, the properties (APPNOTE 6.3.10, section 5.8.8). */
    private static InputStream lzma(InputStream in, ZipClaim claim, long packed, Ledger ledger) throws IOException {
        byte[] header = in.readNBytes(LZMA_HEADER);
        if (header.length < LZMA_HEADER || header[2] != Lzma.PROPERTIES || header[3] != 0) {
            throw new IOException("LZMA without its properties");
        }
        long dictionary = 0;
        for (int i = 0; i < 4; i++) {
            dictionary |= (header[5 + i] & 0xffL) << 8 * i;
        }
        long size = claim.endMarked() ? Lzma.UNKNOWN : claim.size();
        return LzmaFormat.stream(in, header[4] & 0xff, dictionary, size, packed, ledger);
    }
}

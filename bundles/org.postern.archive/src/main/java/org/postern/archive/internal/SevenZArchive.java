// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;

/**
 * What the header of a 7z archive says, once it is unpacked.
 *
 * @param streams what lies in it
 * @param files how that is called
 */
record SevenZArchive(SevenZStreams streams, SevenZFiles files) {
    private static final int END = 0;
    private static final int HEADER = 1;
    private static final int PROPERTIES = 2;
    private static final int STREAMS = 4;
    private static final int FILES = 5;

    static SevenZArchive of(byte[] header) throws IOException {
        SevenZCursor at = new SevenZCursor(header);
        if (at.u8() != HEADER) {
            throw new IOException("no header");
        }
        int kind = at.u8();
        if (kind == PROPERTIES) {
            while (at.u8() != END) {
                at.skip(at.number());
            }
            kind = at.u8();
        }
        SevenZStreams streams = SevenZStreams.NONE;
        if (kind == STREAMS) {
            streams = SevenZStreams.take(at);
            kind = at.u8();
        }
        SevenZFiles files = SevenZFiles.NONE;
        if (kind == FILES) {
            files = SevenZFiles.take(at);
            kind = at.u8();
        }
        if (kind != END) {
            throw new IOException("something unknown in the header");
        }
        return new SevenZArchive(streams, files);
    }
}

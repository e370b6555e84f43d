// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Optional;

/** The names of what lies in a 7z archive, in the order of the streams. */
final class SevenZFiles {
    static final SevenZFiles NONE = new SevenZFiles(0);
    private static final int END = 0;
    private static final int EMPTY_STREAMS = 14;
    private static final int NAMES = 17;
    private static final int LONGEST_SHOWN = 255;

    private int left;
    private SevenZBits empty = SevenZBits.same(false);
    private Optional<SevenZCursor> names = Optional.empty();

    private SevenZFiles(int count) {
        this.left = count;
    }

    /** Takes what lies there, and goes behind it. */
    static SevenZFiles take(SevenZCursor at) throws IOException {
        SevenZFiles files = new SevenZFiles(at.count());
        for (int kind = at.u8(); kind != END; kind = at.u8()) {
            long size = at.number();
            SevenZCursor property = at.copy();
            at.skip(size);
            if (kind == EMPTY_STREAMS) {
                files.empty = SevenZBits.at(property);
            } else if (kind == NAMES) {
                if (property.u8() != 0) {
                    throw new IOException("names that lie elsewhere");
                }
                files.names = Optional.of(property);
            }
        }
        return files;
    }

    /** @return the name of the next file that has octets, empty if there is none */
    Optional<String> next() throws IOException {
        while (left > 0) {
            left--;
            String name = name();
            if (!empty.next()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private String name() throws IOException {
        StringBuilder name = new StringBuilder();
        if (names.isPresent()) {
            SevenZCursor at = names.get();
            for (char next = at.character(); next != 0; next = at.character()) {
                if (name.length() < LONGEST_SHOWN) {
                    name.append(next);
                }
            }
        }
        return name.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A central directory of a zip archive, as a record at the archive's end points to it (APPNOTE 6.3.10, sections 4.3.14 to
 * 4.3.16).
 *
 * @param start where its first record begins
 * @param base what is to be added to the places in it: the length of what stands before the archive
 * @param entries how many records there should be, or {@link #UNKNOWN}
 */
record ZipDirectory(long start, long base, long entries) {
    static final long UNKNOWN = -1;
    private static final int SATURATED = 0xffff;
    private static final long END_64 = 0x06064b50L;
    private static final long LOCATOR_64 = 0x07064b50L;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR_LENGTH = 20;
    private static final int END_64_LENGTH = 56;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int MOST_ENDS = 16;

    /**
     * An end record, and where its directory may be.
     *
     * @param at where it stands
     * @param split whether it says that the archive has several volumes
     * @param empty whether it says that there are no entries
     * @param directories the directories that readers may find by it: one, unless it contradicts itself
     */
    record End(long at, boolean split, boolean empty, List<ZipDirectory> directories) {
        /** @return whether it is the end of an archive, and not four octets that look like it */
        boolean plausible() {
            return empty || !directories.isEmpty();
        }
    }

    /** @return the last plausible end records in the content's last 64 KiB, the very last one first */
    static List<End> ends(Window window) throws IOException {
        List<End> ends = new ArrayList<>();
        long last = window.size() - END_LENGTH;
        byte[] tail = window.bytes(Math.max(0, last - LONGEST_COMMENT), END_LENGTH + LONGEST_COMMENT);
        long start = window.size() - tail.length;
        for (int i = tail.length - END_LENGTH; i >= 0 && ends.size() < MOST_ENDS; i--) {
            if (tail[i] == 'P' && tail[i + 1] == 'K' && tail[i + 2] == 5 && tail[i + 3] == 6) {
                End end = end(window, start + i);
                if (end.plausible()) {
                    ends.add(end);
                }
            }
        }
        return ends;
    }

    private static End end(Window window, long at) throws IOException {
        long entries = window.u16(at + 10);
        long length = window.u32(at + 12);
        long offset = window.u32(at + 16);
        int disk = window.u16(at + 4);
        List<ZipDirectory> found = new ArrayList<>();
        addPlausible(window, at, entries, length, offset, found);
        long locator = at - LOCATOR_LENGTH;
        if (window.is(LOCATOR_64, locator)) {
            long stated = window.i64(locator + 8);
            add64(window, stated, found);
            // With something before the archive the stated place is wrong: there it ends where the locator begins.
            if (stated != locator - END_64_LENGTH) {
                add64(window, locator - END_64_LENGTH, found);
            }
        }
        boolean empty = entries == 0 && length == 0 && disk == 0;
        return new End(at, disk != 0 && disk != 0xffff, empty, List.copyOf(found));
    }

    private static void add64(Window window, long at, List<ZipDirectory> found) throws IOException {
        if (window.is(END_64, at) && window.has(at, END_64_LENGTH)) {
            long entries = window.i64(at + 32);
            addPlausible(window, at, entries, window.i64(at + 40), window.i64(at + 48), found);
        }
    }

    /** Readers go back from the end, or forward from the start: both places count if there is a directory at both. */
    private static void addPlausible(
            Window window, long end, long entries, long length, long offset, List<ZipDirectory> found)
            throws IOException {
        long back = end - length;
        long stated = entries == SATURATED ? UNKNOWN : entries;
        if (window.is(ZipHeaders.CENTRAL, back)) {
            add(new ZipDirectory(back, back - offset, stated), found);
        }
        if (offset != back && window.is(ZipHeaders.CENTRAL, offset)) {
            add(new ZipDirectory(offset, 0, stated), found);
        }
    }

    private static void add(ZipDirectory directory, List<ZipDirectory> found) {
        if (found.stream().noneMatch(known -> known.start == directory.start && known.base == directory.base)) {
            found.add(directory);
        }
    }
}

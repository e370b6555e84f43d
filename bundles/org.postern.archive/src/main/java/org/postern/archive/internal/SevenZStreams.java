// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Optional;

/**
 * The streams of a 7z archive, folder after folder. They are read out of the header when it is their turn, and never held as
 * objects all together: how many there are is the sender's choice.
 */
final class SevenZStreams {
    private static final int END = 0;
    private static final int PACK_INFO = 6;
    private static final int UNPACK_INFO = 7;
    private static final int SUB_STREAMS = 8;
    private static final int SIZE = 9;
    private static final int DIGESTS = 10;
    private static final int FOLDERS = 11;
    private static final int UNPACK_SIZES = 12;
    private static final int SUB_STREAM_COUNTS = 13;

    private long place;
    private int folders;
    private int taken;
    private SevenZCursor packSizes = new SevenZCursor(new byte[0]);
    private SevenZCursor definitions = packSizes;
    private SevenZCursor unpackSizes = packSizes;
    private SevenZDigests digests = SevenZDigests.NONE;
    private Optional<SevenZCursor> counts = Optional.empty();
    private SevenZCursor sizes = packSizes;
    private SevenZDigests streamDigests = SevenZDigests.NONE;

    static final SevenZStreams NONE = new SevenZStreams();

    private SevenZStreams() {}

    /**
     * A folder with what belongs to it.
     *
     * @param unpackSizes for each coder how much it makes
     * @param packSizes for each packed stream how long it is
     * @param place where the first packed stream begins, counted from the archive's header
     * @param crc of all that comes out, or unknown
     * @param streams how many entries lie in it
     */
    record Folder(SevenZFolder folder, long[] unpackSizes, long[] packSizes, long place, long crc, int streams) {
        long size() {
            return unpackSizes[folder.last()];
        }
    }

    /** Takes what lies there, and goes behind it. */
    static SevenZStreams take(SevenZCursor at) throws IOException {
        SevenZStreams streams = new SevenZStreams();
        int kind = at.u8();
        if (kind == PACK_INFO) {
            streams.takePacked(at);
            kind = at.u8();
        }
        if (kind == UNPACK_INFO) {
            streams.takeFolders(at);
            kind = at.u8();
        }
        if (kind == SUB_STREAMS) {
            streams.takeSubStreams(at);
            kind = at.u8();
        }
        if (kind != END) {
            throw new IOException("something unknown in the header");
        }
        return streams;
    }

    private void takePacked(SevenZCursor at) throws IOException {
        place = at.number();
        int count = at.count();
        int kind = at.u8();
        if (kind == SIZE) {
            packSizes = at.copy();
            for (int i = 0; i < count; i++) {
                at.number();
            }
            kind = at.u8();
        }
        if (kind == DIGESTS) {
            SevenZDigests.take(at, count);
            kind = at.u8();
        }
        end(kind);
    }

    private void takeFolders(SevenZCursor at) throws IOException {
        expect(FOLDERS, at);
        folders = at.count();
        expect(0, at); // the definitions do not lie elsewhere
        definitions = at.copy();
        int coders = 0;
        for (int i = 0; i < folders; i++) {
            coders += SevenZFolder.take(at).coders().size();
        }
        expect(UNPACK_SIZES, at);
        unpackSizes = at.copy();
        for (int i = 0; i < coders; i++) {
            at.number();
        }
        int kind = at.u8();
        if (kind == DIGESTS) {
            digests = SevenZDigests.take(at, folders);
            kind = at.u8();
        }
        end(kind);
    }

    private void takeSubStreams(SevenZCursor at) throws IOException {
        int kind = at.u8();
        if (kind == SUB_STREAM_COUNTS) {
            counts = Optional.of(at.copy());
            for (int i = 0; i < folders; i++) {
                at.count();
            }
            kind = at.u8();
        }
        if (kind == SIZE) {
            sizes = at.copy();
            skipSizes(at);
            kind = at.u8();
        }
        if (kind == DIGESTS) {
            streamDigests = SevenZDigests.take(at, withoutDigest());
            kind = at.u8();
        }
        end(kind);
    }

    private void skipSizes(SevenZCursor at) throws IOException {
        SevenZCursor count = counts.orElse(at).copy();
        for (int i = 0; i < folders; i++) {
            for (int left = counts.isPresent() ? count.count() : 1; left > 1; left--) {
                at.number();
            }
        }
    }

    private int withoutDigest() throws IOException {
        SevenZStreams ahead = copy();
        long count = 0;
        for (int i = 0; i < folders; i++) {
            int streams = ahead.counts.isPresent() ? ahead.counts.get().count() : 1;
            boolean known = ahead.digests.next() != SevenZDigests.UNKNOWN;
            count += streams == 1 && known ? 0 : streams;
        }
        if (count > Integer.MAX_VALUE / 8) {
            throw new IOException("more things than there is room for");
        }
        return (int) count;
    }

    private SevenZStreams copy() {
        SevenZStreams copy = new SevenZStreams();
        copy.counts = counts.map(SevenZCursor::copy);
        copy.digests = digests.copy();
        return copy;
    }

    private static void expect(int kind, SevenZCursor at) throws IOException {
        if (at.u8() != kind) {
            throw new IOException("something unknown in the header");
        }
    }

    private static void end(int kind) throws IOException {
        if (kind != END) {
            throw new IOException("something unknown in the header");
        }
    }

    /** @return the next folder; its entries have to be taken before the one behind it */
    Optional<Folder> next() throws IOException {
        if (taken == folders) {
            return Optional.empty();
        }
        taken++;
        SevenZFolder folder = SevenZFolder.take(definitions);
        long[] unpacked = new long[folder.coders().size()];
        for (int i = 0; i < unpacked.length; i++) {
            unpacked[i] = unpackSizes.number();
        }
        long[] packed = new long[folder.packed().length];
        long from = place;
        for (int i = 0; i < packed.length; i++) {
            packed[i] = packSizes.number();
            if (packed[i] > Long.MAX_VALUE - place) {
                throw new IOException("a stream that reaches too far");
            }
            place += packed[i];
        }
        int streams = counts.isPresent() ? counts.get().count() : 1;
        return Optional.of(new Folder(folder, unpacked, packed, from, digests.next(), streams));
    }

    /** @return where the packed streams end of the folders that were taken, counted from the archive's header */
    long end() {
        return place;
    }

    /** @return the size of an entry that is not the last of its folder */
    long size() throws IOException {
        return sizes.number();
    }

    /** @return the checksum of an entry whose folder's is not its own */
    long digest() throws IOException {
        return streamDigests.next();
    }
}

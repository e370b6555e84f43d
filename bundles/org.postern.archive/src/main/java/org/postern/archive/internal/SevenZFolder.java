// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A folder of a 7z archive: coders that make one stream of octets out of one or several packed ones.
 *
 * @param coders each makes one stream, which has its number
 * @param feeds for each input of all coders, in order: the coder that feeds it, or -1
 * @param packed the inputs that read packed streams, in the order of these
 * @param last the coder whose stream is what comes out
 */
record SevenZFolder(List<Coder> coders, int[] feeds, int[] packed, int last) {
    static final int PACKED = -1;
    private static final int MOST_CODERS = 8;
    private static final int MOST_INPUTS = 16;
    private static final int COMPLEX = 0x10;
    private static final int HAS_PROPERTIES = 0x20;
    private static final int RESERVED = 0xc0;
    private static final int MOST_PROPERTIES = 64;
    private static final long CRYPTO = 0x06f1;

    /**
     * A coder.
     *
     * @param id its method
     * @param firstInput the number of its first input
     */
    record Coder(long id, int firstInput, int inputs, byte[] properties) {
        /** @return whether it encrypts: all methods that do are numbered so */
        boolean encrypts() {
            return id >> 16 == CRYPTO || id >> 8 == CRYPTO;
        }
    }

    static SevenZFolder take(SevenZCursor at) throws IOException {
        int count = checked(at.number(), MOST_CODERS);
        List<Coder> coders = new ArrayList<>();
        int inputs = 0;
        for (int i = 0; i < count; i++) {
            Coder coder = coder(at, inputs);
            inputs += coder.inputs();
            coders.add(coder);
        }
        int[] feeds = new int[checked(inputs, MOST_INPUTS)];
        Arrays.fill(feeds, PACKED);
        boolean[] used = new boolean[count];
        for (int i = 0; i < count - 1; i++) {
            int input = within(at.number(), inputs);
            int coder = within(at.number(), count);
            if (used[coder] || feeds[input] != PACKED) {
                throw new IOException("coders that are bound twice");
            }
            used[coder] = true;
            feeds[input] = coder;
        }
        int last = 0;
        while (used[last]) {
            last++;
        }
        return new SevenZFolder(List.copyOf(coders), feeds, packed(at, feeds, inputs - count + 1), last);
    }

    private static int[] packed(SevenZCursor at, int[] feeds, int count) throws IOException {
        int[] packed = new int[checked(count, MOST_INPUTS)];
        if (count == 1) {
            while (feeds[packed[0]] != PACKED) {
                packed[0]++;
            }
            return packed;
        }
        for (int i = 0; i < count; i++) {
            packed[i] = within(at.number(), feeds.length);
        }
        return packed;
    }

    private static Coder coder(SevenZCursor at, int firstInput) throws IOException {
        int flags = at.u8();
        if ((flags & RESERVED) != 0) {
            throw new IOException("flags of a later version");
        }
        long id = 0;
        for (int i = flags & 0xf; i > 0; i--) {
            id = id << 8 | at.u8();
        }
        int inputs = 1;
        if ((flags & COMPLEX) != 0) {
            inputs = checked(at.number(), MOST_INPUTS);
            if (at.number() != 1) {
                throw new IOException("a coder that makes several streams is not opened");
            }
        }
        byte[] properties = (flags & HAS_PROPERTIES) != 0 ? at.take(at.count()) : new byte[0];
        if (properties.length > MOST_PROPERTIES) {
            throw new IOException("a coder with properties that are none");
        }
        return new Coder(id, firstInput, inputs, properties);
    }

    private static int checked(long count, int most) throws IOException {
        if (count < 1 || count > most) {
            throw new IOException("a folder with " + count + " coders or streams");
        }
        return (int) count;
    }

    private static int within(long index, int count) throws IOException {
        if (index >= count) {
            throw new IOException("a coder or a stream that is not there");
        }
        return (int) index;
    }

    boolean encrypts() {
        return coders.stream().anyMatch(Coder::encrypts);
    }
}

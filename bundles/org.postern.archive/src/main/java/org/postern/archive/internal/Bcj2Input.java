// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Undoes BCJ2, which 7-Zip uses for programs: the targets of calls and jumps were made absolute and taken out of the main
 * stream into two others, and a range coder says which ones.
 */
final class Bcj2Input extends InputStream {
    private static final int TOP_BITS = 24;
    private static final int MODEL_BITS = 11;
    private static final int MOVE_BITS = 5;
    private static final int CALL = 0xe8;
    private static final int JUMP = 0xe9;
    private static final int CALLS = 256;

    private final InputStream main;
    private final InputStream calls;
    private final InputStream jumps;
    private final InputStream decisions;
    private final long size;
    private final int[] odds = new int[CALLS + 2];
    private long produced;
    private int range = -1;
    private int code;
    private int before;
    private int target;
    private int targetLeft;
    private boolean begun;

    /** @param size how many octets come out */
    Bcj2Input(InputStream main, InputStream calls, InputStream jumps, InputStream decisions, long size) {
        this.main = main;
        this.calls = calls;
        this.jumps = jumps;
        this.decisions = decisions;
        this.size = size;
        Arrays.fill(odds, 1 << MODEL_BITS - 1);
    }

    @Override
    public int read() throws IOException {
        if (!begun) {
            begun = true;
            for (int i = 0; i < 5; i++) {
                code = code << 8 | octet(decisions);
            }
        }
        if (produced == size) {
            return -1;
        }
        produced++;
        if (targetLeft > 0) {
            targetLeft--;
            int octet = target & 0xff;
            target >>>= 8;
            before = octet;
            return octet;
        }
        int octet = octet(main);
        if (isBranch(octet) && produced < size && isTaken(octet)) {
            takeTarget(octet == CALL ? calls : jumps);
        }
        before = octet;
        return octet;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int done = 0;
        for (int octet = 0; done < length; done++) {
            octet = read();
            if (octet < 0) {
                return done == 0 ? -1 : done;
            }
            buffer[from + done] = (byte) octet;
        }
        return done;
    }

    private boolean isBranch(int octet) {
        return (octet & 0xfe) == CALL || before == 0x0f && (octet & 0xf0) == 0x80;
    }

    private boolean isTaken(int octet) throws IOException {
        int model = octet == CALL ? before : octet == JUMP ? CALLS : CALLS + 1;
        int bound = (range >>> MODEL_BITS) * odds[model];
        boolean taken = Integer.compareUnsigned(code, bound) >= 0;
        if (taken) {
            range -= bound;
            code -= bound;
            odds[model] -= odds[model] >>> MOVE_BITS;
        } else {
            range = bound;
            odds[model] += (1 << MODEL_BITS) - odds[model] >>> MOVE_BITS;
        }
        if (range >>> TOP_BITS == 0) {
            range <<= 8;
            code = code << 8 | octet(decisions);
        }
        return taken;
    }

    private void takeTarget(InputStream from) throws IOException {
        int absolute = 0;
        for (int i = 0; i < 4; i++) {
            absolute = absolute << 8 | octet(from);
        }
        target = absolute - (int) (produced + 4);
        targetLeft = (int) Math.min(4, size - produced);
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        return octet;
    }

    @Override
    public void close() throws IOException {
        for (InputStream in : List.of(main, calls, jumps, decisions)) {
            in.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decodes one stream of Deflate64, method 9 of zip and a method of 7z: deflate (RFC 1951) with a window of 64 KiB, longer
 * runs, and two more codes for distances. Takes no octet before it is needed.
 */
final class Deflate64Input extends InputStream {
    private static final int WINDOW = 1 << 16;
    private static final int END_OF_BLOCK = 256;
    private static final int[] LENGTHS = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 3
    };
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 16
    };
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int MOST_DISTANCES = 32;

    private final InputStream in;
    private final byte[] window = new byte[WINDOW];
    private int kept;
    private int count;
    private long produced;
    private boolean last;
    private Optional<IOException> fault = Optional.empty();
    private Block block = Block.NONE;
    private int left;
    private int distance;
    private PrefixCode literals = PrefixCode.NONE;
    private PrefixCode distances = PrefixCode.NONE;

    private enum Block {
        NONE,
        STORED,
        CODED
    }

    Deflate64Input(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int octet = nextOrFault(done);
            if (octet < 0) {
                return done == 0 ? -1 : done;
            }
            window[(int) (produced++ & WINDOW - 1)] = (byte) octet;
            target[from + done++] = (byte) octet;
        }
        return done;
    }

    /** What came out before a fault is not lost. */
    private int nextOrFault(int done) throws IOException {
        if (fault.isPresent()) {
            throw fault.get();
        }
        try {
            return next();
        } catch (IOException e) {
            if (done == 0) {
                throw e;
            }
            fault = Optional.of(e);
            return -1;
        }
    }

    private int next() throws IOException {
        while (true) {
            if (left > 0) {
                left--;
                return block == Block.STORED ? octet() : window[(int) (produced - distance & WINDOW - 1)] & 0xff;
            }
            if (block == Block.CODED) {
                int symbol = literals.next(this::bit);
                if (symbol < END_OF_BLOCK) {
                    return symbol;
                }
                if (symbol > END_OF_BLOCK) {
                    run(symbol - END_OF_BLOCK - 1);
                    continue;
                }
                block = Block.NONE;
            }
            if (last) {
                return -1;
            }
            begin();
        }
    }

    private void run(int symbol) throws IOException {
        if (symbol >= LENGTHS.length) {
            throw new IOException("a length that is not there");
        }
        left = LENGTHS[symbol] + bits(LENGTH_BITS[symbol]);
        int code = distances.next(this::bit);
        int extra = Math.max(0, code / 2 - 1);
        distance = code < 4 ? code + 1 : (2 + code % 2 << extra) + bits(extra) + 1;
        if (distance > Math.min(produced, WINDOW)) {
            throw new IOException("a distance to before the beginning");
        }
    }

    private void begin() throws IOException {
        last = bits(1) == 1;
        switch (bits(2)) {
            case 0 -> {
                count = 0;
                kept = 0;
                int length = octet() | octet() << 8;
                if ((octet() | octet() << 8) != (~length & 0xffff)) {
                    throw new IOException("a stored block with two lengths");
                }
                block = Block.STORED;
                left = length;
            }
            case 1 -> {
                literals = PrefixCode.of(fixed());
                byte[] five = new byte[MOST_DISTANCES];
                Arrays.fill(five, (byte) 5);
                distances = PrefixCode.of(five);
                block = Block.CODED;
            }
            case 2 -> {
                readCodes();
                block = Block.CODED;
            }
            default -> throw new IOException("a block of an unknown kind");
        }
    }

    private static byte[] fixed() {
        byte[] lengths = new byte[288];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = (byte) (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
        }
        return lengths;
    }

    private void readCodes() throws IOException {
        int literalCount = bits(5) + 257;
        int distanceCount = bits(5) + 1;
        int codeCount = bits(4) + 4;
        byte[] first = new byte[ORDER.length];
        for (int i = 0; i < codeCount; i++) {
            first[ORDER[i]] = (byte) bits(3);
        }
        PrefixCode code = PrefixCode.of(first);
        byte[] lengths = new byte[literalCount + distanceCount];
        for (int i = 0; i < lengths.length; ) {
            int symbol = code.next(this::bit);
            if (symbol < 16) {
                lengths[i++] = (byte) symbol;
            } else {
                i = repeat(symbol, lengths, i);
            }
        }
        literals = PrefixCode.of(Arrays.copyOf(lengths, literalCount));
        distances = PrefixCode.of(Arrays.copyOfRange(lengths, literalCount, lengths.length));
    }

    private int repeat(int symbol, byte[] lengths, int from) throws IOException {
        int times = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
        if (times > lengths.length - from || symbol == 16 && from == 0) {
            throw new IOException("a repeat that does not fit");
        }
        byte value = symbol == 16 ? lengths[from - 1] : 0;
        Arrays.fill(lengths, from, from + times, value);
        return from + times;
    }

    private int bit() throws IOException {
        return bits(1);
    }

    private int bits(int wanted) throws IOException {
        while (count < wanted) {
            kept |= octet() << count;
            count += 8;
        }
        int value = kept & (1 << wanted) - 1;
        kept >>>= wanted;
        count -= wanted;
        return value;
    }

    private int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        return octet;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

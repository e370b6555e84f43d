// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Decodes one bzip2 stream. A checksum that is wrong is kept in {@link #fault()}, and decoding goes on. Blocks that are
 * <em>randomised</em>, which nobody writes since 1999, are not read.
 */
final class Bzip2Input extends InputStream {
    static final long BLOCK = 0x314159265359L;
    static final long END = 0x177245385090L;
    private static final int UNIT = 100_000;
    private static final int FEW = 1 << 16;

    private final InputStream in;
    private final Bzip2Bits bits;
    private final Memory.Loan loan;
    private final int mostSymbols;
    private Bzip2Block block = Bzip2Block.NONE;
    private int combined;
    private int statedCrc;
    private boolean inBlock;
    private boolean ended;
    private boolean wrong;

    /** Lends the memory that a decoder needs. */
    @FunctionalInterface
    interface Lender {
        Memory.Loan borrow(long octets) throws IOException;
    }

    Bzip2Input(InputStream in, Lender lender) throws IOException {
        this.in = in;
        this.bits = new Bzip2Bits(in);
        if (bits.take(24) != 0x425a68) {
            throw new IOException("no bzip2 stream");
        }
        int level = bits.take(8) - '0';
        if (level < 1 || level > 9) {
            throw new IOException("an unknown size of blocks");
        }
        this.mostSymbols = level * UNIT;
        this.loan = lender.borrow(4L * mostSymbols);
    }

    /** @return what is wrong beside what ended it */
    Optional<String> fault() {
        return wrong ? Optional.of("a checksum is wrong") : Optional.empty();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!ended) {
            if (!inBlock) {
                nextBlock();
            } else {
                int count = block.read(target, from, length);
                if (count > 0) {
                    return count;
                }
                inBlock = false;
                wrong |= block.crc() != statedCrc;
                combined = Integer.rotateLeft(combined, 1) ^ statedCrc;
            }
        }
        return -1;
    }

    private void nextBlock() throws IOException {
        long mark = (long) bits.take(24) << 24 | bits.take(24);
        statedCrc = bits.take(16) << 16 | bits.take(16);
        if (mark == END) {
            wrong |= statedCrc != combined;
            ended = true;
        } else if (mark == BLOCK) {
            if (block == Bzip2Block.NONE) {
                block = new Bzip2Block(Math.min(FEW, mostSymbols), mostSymbols);
            }
            block.decode(bits);
            inBlock = true;
        } else {
            throw new IOException("neither a block nor the end");
        }
    }

    @Override
    public void close() throws IOException {
        block = Bzip2Block.NONE;
        loan.close();
        in.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * What a look at an encoded content brought.
 *
 * @param finds in its lines; their ranges count in the decoded octets
 * @param head its first octets
 * @param odd whether base64 is written so that programs make different octets of it
 */
record Look(Finds finds, byte[] head, boolean odd) {
    static final int HEAD = 128;

    /** Where as much as can be is an escape. */
    private static final int ENCODED_HEAD = 3 * HEAD;

    /**
     * Goes over all of it, once.
     *
     * @param encoded closed
     * @param size about how many octets come out
     * @param most how many files are remembered
     */
    static Look at(InputStream encoded, long size, Coding coding, int most) throws IOException {
        Base64Decoder base64 = new Base64Decoder(Stop.NEVER);
        try (InputStream decoded = coding == Coding.BASE64
                        ? new DecodingInput(encoded, base64, size)
                        : coding.open(encoded, size);
                HeadInput in = new HeadInput(decoded);
                Lines lines = new Lines(in, size, Set.of())) {
            TextScan text = new TextScan(most);
            long end = 0;
            while (lines.next()) {
                text.line(lines);
                text.passOver(lines, false);
                end = lines.end();
            }
            return new Look(text.over(end), in.head(), base64.isOdd());
        }
    }

    /**
     * Looks at the first octets alone.
     *
     * @param encoded closed
     * @param size about how many octets come out
     */
    static Look atHead(InputStream encoded, long size, Coding coding) throws IOException {
        try (InputStream decoded = coding.open(encoded, Math.min(size, ENCODED_HEAD))) {
            return new Look(Finds.NOTHING, decoded.readNBytes(HEAD), false);
        }
    }

    /** Remembers the first octets. */
    private static final class HeadInput extends InputStream {
        private final InputStream in;
        private final java.io.ByteArrayOutputStream head = new java.io.ByteArrayOutputStream(HEAD);

        HeadInput(InputStream in) {
            this.in = in;
        }

        byte[] head() {
            return head.toByteArray();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count > 0 && head.size() < HEAD) {
                head.write(target, offset, Math.min(count, HEAD - head.size()));
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

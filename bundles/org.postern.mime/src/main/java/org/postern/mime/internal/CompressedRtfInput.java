// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.CRC32;

/**
 * RTF out of the value of PidTagRtfCompressed ([MS-OXRTFCP] section 2.1.3). Programs differ in whether they go by the sizes, the
 * checksum or the content; so all that the content gives comes out, whatever the header says, and what has no header comes as it is.
 */
final class CompressedRtfInput extends InputStream implements Breakable {
    private static final int BUFFER = 1 << 12;
    private static final int HEADER = 16;

    /** The octets of the header that its first size counts. */
    private static final int COUNTED = 12;

    private static final long COMPRESSED = 0x75465a4cL;
    private static final long UNCOMPRESSED = 0x414c454dL;

    private final Contents contents;
    private final InputStream rtf;
    private final long kind;
    private final long size;
    private final long checksum;
    private long count;
    private boolean over;
    private boolean broken;

    CompressedRtfInput(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        kind = header.length < HEADER ? 0 : little(header, 8);
        contents = new Contents(new BufferedInputStream(in, BUFFER), little(header, 0) - COUNTED);
        size = little(header, 4);
        checksum = little(header, 12);
        if (kind == COMPRESSED) {
            rtf = new LzfuInput(contents);
        } else if (kind == UNCOMPRESSED) {
            rtf = contents;
        } else {
            rtf = new SequenceInputStream(new ByteArrayInputStream(header), contents);
            broken = true;
        }
    }

    private static long little(byte[] octets, int at) {
        long number = 0;
        for (int i = 0; i < 4 && at + i < octets.length; i++) {
            number |= (octets[at + i] & 0xffL) << 8 * i;
        }
        return number;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = rtf.read(target, offset, length);
        if (read >= 0) {
            count += read;
        } else if (!over) {
            over = true;
            broken =
                    broken || count != size || !contents.fit() || kind == COMPRESSED && contents.checksum() != checksum;
        }
        return read;
    }

    @Override
    public boolean broken() {
        return broken;
    }

    @Override
    public void close() throws IOException {
        rtf.close();
    }

    /** Counts what is read, and sums up as much as there should be. */
    private static final class Contents extends FilterInputStream {
        private final CRC32 crc = new CRC32();
        private final long length;
        private long position;

        Contents(InputStream in, long length) {
            super(in);
            this.length = length;
            // The sum begins with zero and ends as it is; this undoes what CRC-32 begins with.
            crc.update(new byte[] {-1, -1, -1, -1});
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            if (octet >= 0) {
                if (position < length) {
                    crc.update(octet);
                }
                position++;
            }
            return octet;
        }

        @Override
        public int read(byte[] target, int offset, int most) throws IOException {
            int read = super.read(target, offset, most);
            if (read > 0) {
                crc.update(target, offset, (int) Math.max(0, Math.min(read, length - position)));
                position += read;
            }
            return read;
        }

        /** @return whether what was read lies within the length, and the length within what is there */
        boolean fit() throws IOException {
            boolean within = position <= length;
            byte[] rest = new byte[BUFFER];
            int read = 0;
            while (read >= 0 && position < length) {
                read = read(rest, 0, (int) Math.min(BUFFER, length - position));
            }
            return within && position == length;
        }

        long checksum() {
            return ~crc.getValue() & 0xffffffffL;
        }
    }
}

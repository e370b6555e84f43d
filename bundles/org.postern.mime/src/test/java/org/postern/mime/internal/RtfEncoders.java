// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** RTF as Outlook keeps it ([MS-OXRTFCP]); for tests. */
final class RtfEncoders {
    private static final byte[] WORDS = Encoders.text("{\\r"
            + "tf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript"
            + " \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\r"
            + "ed0\\green0\\blue0\r\n"
            + "\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx");

    private static final int SIZE = 4096;
    private static final int LONGEST = 17;

    private final byte[] in;
    private final byte[] dictionary = Arrays.copyOf(WORDS, SIZE);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tokens = new ByteArrayOutputStream();
    private int at = WORDS.length;
    private int control;
    private int inRun;

    private RtfEncoders(byte[] in) {
        this.in = in;
    }

    /** The value of a property in TNEF of its own. */
    static byte[] tnef(byte[] value) {
        byte[] properties = Encoders.join(
                WrapEncoders.little(1, 4),
                WrapEncoders.little(0x0102, 2),
                WrapEncoders.little(0x1009, 2),
                WrapEncoders.little(1, 4),
                WrapEncoders.little(value.length, 4),
                Arrays.copyOf(value, (value.length + 3) / 4 * 4));
        return Encoders.join(
                WrapEncoders.little(0x223e9f78, 4),
                WrapEncoders.little(1, 2),
                WrapEncoders.attribute(1, 0x00069003, properties));
    }

    static byte[] compressed(byte[] in) {
        byte[] contents = new RtfEncoders(in).contents();
        return withHeader(contents, in.length, 0x75465a4c, sum(contents));
    }

    static byte[] uncompressed(byte[] in) {
        return withHeader(in, in.length, 0x414c454d, 0);
    }

    static byte[] withHeader(byte[] contents, int size, int kind, int sum) {
        return Encoders.join(
                WrapEncoders.little(contents.length + 12, 4),
                WrapEncoders.little(size, 4),
                WrapEncoders.little(kind, 4),
                WrapEncoders.little(sum, 4),
                contents);
    }

    /** Bit by bit, as in the specification, to be sure of the other way of doing it. */
    static int sum(byte[] contents) {
        int sum = 0;
        for (byte octet : contents) {
            sum ^= octet & 0xff;
            for (int i = 0; i < 8; i++) {
                sum = (sum & 1) == 0 ? sum >>> 1 : sum >>> 1 ^ 0xedb88320;
            }
        }
        return sum;
    }

    private byte[] contents() {
        int position = 0;
        while (position < in.length) {
            int distance = 0;
            int longest = 1;
            for (int i = 1; i < SIZE && longest < LONGEST; i++) {
                int length = matching(position, i);
                if (length > 1 && length >= longest) {
                    longest = length;
                    distance = i;
                }
            }
            if (distance == 0) {
                token(0, in[position]);
            } else {
                reference((at - distance + SIZE) % SIZE, longest);
            }
            for (int i = 0; i < longest; i++) {
                dictionary[at] = in[position++];
                at = (at + 1) % SIZE;
            }
        }
        reference(at, 2);
        endRun();
        return out.toByteArray();
    }

    private int matching(int position, int distance) {
        int most = Math.min(LONGEST, in.length - position);
        int length = 0;
        while (length < most && in[position + length] == before(position, distance, length)) {
            length++;
        }
        return length;
    }

    private byte before(int position, int distance, int index) {
        return index >= distance ? in[position + index - distance] : dictionary[(at - distance + index + SIZE) % SIZE];
    }

    private void reference(int from, int length) {
        token(1, from >> 4, from << 4 | length - 2);
    }

    private void token(int bit, int... octets) {
        control |= bit << inRun;
        for (int octet : octets) {
            tokens.write(octet);
        }
        if (++inRun == 8) {
            endRun();
        }
    }

    private void endRun() {
        if (inRun > 0) {
            out.write(control);
            out.writeBytes(tokens.toByteArray());
        }
        tokens.reset();
        control = 0;
        inRun = 0;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

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

    /** An object of a program ([MS-OLEDS] section 2.2.5) in RTF. */
    static byte[] rtf(byte[] object) {
        return Encoders.text("{\\rtf1\\ansi\\pard hello {\\object\\objemb{\\*\\objclass Package}{\\*\\objdata "
                + HexFormat.of().formatHex(object) + "}{\\result{\\pict abcdef}}}\\par }\r\n");
    }

    /** The same, written to be hard to read. */
    static byte[] oddRtf(byte[] object) {
        StringBuilder out = new StringBuilder("{\\rt{\\object\\objocx{\\*{\\*}\\objdata\r\n");
        for (int i = 0; i < object.length; i++) {
            String digits = HexFormat.of().toHexDigits(object[i]);
            switch (i % 7) {
                case 0 -> out.append(digits.toUpperCase(Locale.ROOT));
                case 1 -> out.append(digits, 0, 1).append(" \t\r\n").append(digits, 1, 2);
                case 2 -> out.append("{\\*\\abcdef 11{22}33}").append(digits);
                case 3 ->
                    out.append("{\\*\\objdata ")
                            .append(digits, 0, 1)
                            .append("}")
                            .append(digits, 1, 2);
                case 4 -> out.append("\\bin1 ").append((char) (object[i] & 0xff));
                case 5 -> out.append("\\'e4\\}xyz").append(digits);
                default ->
                    out.append("{\\fs12 {").append(digits, 0, 1).append("}}").append(digits, 1, 2);
            }
        }
        return Encoders.text(out.append("}}").toString());
    }

    static byte[] object(String program, byte[] data) {
        return Encoders.join(
                WrapEncoders.little(0x00000501, 4),
                WrapEncoders.little(2, 4),
                WrapEncoders.little(program.length() + 1, 4),
                Encoders.text(program + "\0"),
                WrapEncoders.little(0, 4),
                WrapEncoders.little(0, 4),
                WrapEncoders.little(data.length, 4),
                data,
                HexFormat.of().parseHex("0105000000000000"));
    }

    /** A file in the form of the program that makes objects of files. */
    static byte[] packaged(byte[] file) {
        return Encoders.join(
                WrapEncoders.little(2, 2),
                Encoders.text("a.com\0C:\\x\\a.com\0"),
                WrapEncoders.little(0x00030000, 4),
                WrapEncoders.little(6, 4),
                Encoders.text("a.com\0"),
                WrapEncoders.little(file.length, 4),
                file,
                new byte[2]);
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

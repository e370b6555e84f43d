// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Undoes the compression of RTF ([MS-OXRTFCP] section 2.2): literals, and references into the last 4096 octets, which begin as words
 * of RTF. A reference to where none came yet gives zeros. It ends with a reference to itself, or where the octets end.
 */
final class LzfuInput extends OctetByOctetInput {
    private static final byte[] WORDS = ("{\\r"
                    + "tf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript"
                    + " \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\r"
                    + "ed0\\green0\\blue0\r\n"
                    + "\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
            .getBytes(StandardCharsets.US_ASCII);

    private static final int SIZE = 4096;
    private static final int TOKENS = 8;
    private static final int SHORTEST = 2;

    private final InputStream in;
    private final byte[] dictionary = new byte[SIZE];
    private int at = WORDS.length;
    private int control;
    private int tokens;
    private int from;
    private int run;
    private boolean over;

    LzfuInput(InputStream in) {
        super(in);
        this.in = in;
        System.arraycopy(WORDS, 0, dictionary, 0, WORDS.length);
    }

    @Override
    public int read() throws IOException {
        if (over) {
            return -1;
        }
        if (run > 0) {
            return repeated();
        }
        if (tokens == 0) {
            control = in.read();
            tokens = TOKENS;
        }
        int first = in.read();
        boolean reference = (control & 1) != 0;
        control >>= 1;
        tokens--;
        if (first >= 0 && !reference) {
            return remembered(first);
        }
        int second = first < 0 ? -1 : in.read();
        from = first << 4 | second >> 4;
        if (second < 0 || from == at) {
            over = true;
            return -1;
        }
        run = (second & 0xf) + SHORTEST;
        return repeated();
    }

    private int repeated() {
        int octet = dictionary[from] & 0xff;
        from = (from + 1) % SIZE;
        run--;
        return remembered(octet);
    }

    private int remembered(int octet) {
        dictionary[at] = (byte) octet;
        at = (at + 1) % SIZE;
        return octet;
    }
}

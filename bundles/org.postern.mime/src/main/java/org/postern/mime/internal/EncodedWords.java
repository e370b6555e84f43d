// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encoded words (RFC 2047 section 2), wherever they stand and whatever is wrong with them. */
final class EncodedWords {
    private EncodedWords() {}

    /** @return the text with its encoded words decoded; white space between two of them is dropped */
    static String decode(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        int lastEnd = text.lastIndexOf("?=");
        int done = 0;
        int begin = text.indexOf("=?");
        while (begin >= 0 && begin < lastEnd) {
            int charsetEnd = text.indexOf('?', begin + 2);
            int end = end(text, charsetEnd, lastEnd);
            if (end < 0) {
                begin = text.indexOf("=?", begin + 2);
                continue;
            }
            String between = text.substring(done, begin);
            if (done == 0 || !between.isBlank()) {
                decoded.append(between);
            }
            String charset = text.substring(begin + 2, charsetEnd).replaceFirst("\\*.*", "");
            decoded.append(word(charset, text.charAt(charsetEnd + 1), text.substring(charsetEnd + 3, end)));
            done = end + 2;
            begin = text.indexOf("=?", done);
        }
        return decoded.append(text, done, text.length()).toString();
    }

    /** @return where the word's text ends, negative if it is none; looks no further than it must, to stay linear (M08) */
    private static int end(String text, int charsetEnd, int lastEnd) {
        boolean word = charsetEnd >= 0 && charsetEnd + 3 <= lastEnd && text.charAt(charsetEnd + 2) == '?';
        return word ? text.indexOf("?=", charsetEnd + 3) : -1;
    }

    private static String word(String charset, char encoding, String encoded) {
        byte[] octets = encoded.getBytes(StandardCharsets.ISO_8859_1);
        if (encoding == 'B' || encoding == 'b') {
            Decoder decoder = new Base64Decoder(Stop.NEVER);
            byte[] out = new byte[decoder.atMost(octets.length)];
            int length = decoder.finish(out, decoder.decode(octets, 0, octets.length, out, 0));
            return Text.of(Arrays.copyOf(out, length), charset);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
            int low = i + 2 < octets.length ? Character.digit(octets[i + 2], 16) : -1;
            if (octets[i] == '=' && high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(octets[i] == '_' ? ' ' : octets[i]);
            }
        }
        return Text.of(out.toByteArray(), charset);
    }
}

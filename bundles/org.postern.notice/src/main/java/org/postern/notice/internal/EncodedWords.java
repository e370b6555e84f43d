// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Encoded words (RFC 2047 section 2). */
final class EncodedWords {
    /** {@code =?UTF-8?B?...?=} may have 75 characters, so that 63 are left: 15 whole groups of base64. */
    private static final int OCTETS_A_WORD = 45;

    private static final Pattern WORD = Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([BbQq])\\?([^?\\s]*)\\?=");

    private EncodedWords() {}

    /** @return the text as words, none of which cuts a character in two */
    static List<String> encode(String text) {
        List<String> words = new ArrayList<>();
        ByteBuffer word = ByteBuffer.allocate(OCTETS_A_WORD);
        text.codePoints().forEach(codePoint -> {
            byte[] octets = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            if (octets.length > word.remaining()) {
                words.add(word(word));
            }
            word.put(octets);
        });
        words.add(word(word));
        return words;
    }

    private static String word(ByteBuffer octets) {
        octets.flip();
        String encoded = StandardCharsets.US_ASCII
                .decode(Base64.getEncoder().encode(octets))
                .toString();
        octets.clear();
        return "=?UTF-8?B?" + encoded + "?=";
    }

    /** @return the text with its words decoded as far as they can be; white space between two of them is dropped */
    static String decode(String text) {
        StringBuilder decoded = new StringBuilder();
        Matcher word = WORD.matcher(text);
        int done = 0;
        while (word.find()) {
            String between = text.substring(done, word.start());
            if (done == 0 || !between.isBlank()) {
                decoded.append(between);
            }
            decoded.append(decoded(word));
            done = word.end();
        }
        return decoded.append(text.substring(done)).toString();
    }

    private static String decoded(Matcher word) {
        try {
            Charset charset = Charset.forName(word.group(1));
            boolean base64 = word.group(2).equalsIgnoreCase("B");
            byte[] octets = base64 ? Base64.getMimeDecoder().decode(word.group(3)) : unquoted(word.group(3));
            return new String(octets, charset);
        } catch (IllegalArgumentException undecodable) {
            return word.group(); // what nobody can decode is shown as it stands
        }
    }

    private static byte[] unquoted(String text) {
        ByteBuffer octets = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '=' && i + 2 < text.length()) {
                octets.put((byte) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                octets.put((byte) (next == '_' ? ' ' : next));
            }
        }
        return Arrays.copyOf(octets.array(), octets.position());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Octets of a header as characters; nothing is too strange (M13). */
final class Text {
    /** Longer names are cut: nobody could read them, and each of their words costs (M08). */
    private static final int LONGEST = 1000;

    /** All there are, by each of their names: asking the platform for one that it does not know is slow (M08). */
    private static final Map<String, Charset> CHARSETS = new HashMap<>();

    static {
        Charset.availableCharsets().values().forEach(charset -> {
            CHARSETS.put(charset.name().toLowerCase(Locale.ROOT), charset);
            charset.aliases().forEach(alias -> CHARSETS.put(alias.toLowerCase(Locale.ROOT), charset));
        });
    }

    private Text() {}

    /**
     * @param charset as the mail names it; unknown or empty: UTF-8 if they are, else one character an octet
     * @return the characters
     */
    static String of(byte[] octets, String charset) {
        Charset known = CHARSETS.getOrDefault(charset.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8);
        try {
            return known.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException | UnsupportedOperationException strange) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    /** @return a name out of a header: raw UTF-8 in it understood (RFC 6532), and encoded words wherever they stand */
    static String ofHeader(String raw) {
        String bounded = raw.substring(0, Math.min(LONGEST, raw.length()));
        boolean octets = bounded.chars().allMatch(character -> character <= 0xff);
        return EncodedWords.decode(octets ? of(bounded.getBytes(StandardCharsets.ISO_8859_1), "") : bounded);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.dialogue;

/** Raw octets in text: {@code \r \n \0 \\ \xNN}, and {@code \*NxC} for the character C, N times. */
public final class Escapes {
    private Escapes() {}

    /** @return the octets that the text stands for, as ISO 8859-1 */
    public static String decode(String text) {
        StringBuilder decoded = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '\\') {
                decoded.append(c);
                continue;
            }
            char kind = text.charAt(++at);
            switch (kind) {
                case 'r' -> decoded.append('\r');
                case 'n' -> decoded.append('\n');
                case 't' -> decoded.append('\t');
                case '0' -> decoded.append('\0');
                case '\\' -> decoded.append('\\');
                case 'x' -> {
                    decoded.append((char) Integer.parseInt(text.substring(at + 1, at + 3), 16));
                    at += 2;
                }
                case '*' -> {
                    int x = text.indexOf('x', at);
                    int count = Integer.parseInt(text.substring(at + 1, x));
                    decoded.append(String.valueOf(text.charAt(x + 1)).repeat(count));
                    at = x + 1;
                }
                default -> throw new IllegalArgumentException("unknown escape in: " + text);
            }
        }
        return decoded.toString();
    }

    /** @return octets for people to read, a line for each line */
    public static String show(String octets) {
        return octets.replace("\r", "\\r").replace("\n", "\\n\n").replace("\0", "\\0");
    }
}

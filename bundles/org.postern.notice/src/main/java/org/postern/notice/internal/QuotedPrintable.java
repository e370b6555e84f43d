// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text in quoted-printable (RFC 2045 section 6.7): ASCII, lines of at most 76 octets, each ended by CRLF. */
final class QuotedPrintable {
    private static final int LONGEST_LINE = 76;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QuotedPrintable() {}

    static byte[] encode(String text) {
        StringBuilder encoded = new StringBuilder();
        text.lines().forEach(line -> line(line.getBytes(StandardCharsets.UTF_8), encoded));
        return encoded.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void line(byte[] octets, StringBuilder encoded) {
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            boolean last = i == octets.length - 1;
            String next = escaped(octets[i], length == 0, last);
            if (length + next.length() > LONGEST_LINE - (last ? 0 : 1)) {
                encoded.append("=\r\n");
                length = 0;
                next = escaped(octets[i], true, last);
            }
            encoded.append(next);
            length += next.length();
        }
        encoded.append("\r\n");
    }

    /**
     * A line must never look like a boundary or an mbox separator, nor be a lone dot: names out of the mail stand in the text,
     * and may stand at the beginning of a line (T51).
     */
    private static String escaped(byte octet, boolean first, boolean last) {
        boolean risky = first && (octet == '-' || octet == '.' || octet == 'F');
        boolean plain = octet > ' ' && octet <= '~' && octet != '=' && !risky || octet == ' ' && !last;
        return plain ? String.valueOf((char) octet) : "=" + HEX.toHexDigits(octet);
    }
}

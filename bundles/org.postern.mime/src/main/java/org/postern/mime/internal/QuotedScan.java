// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/**
 * Tells whether a quoted-printable body need not be decoded to be looked at: none of its lines can become one that
 * {@link TextScan} looks for, whatever escapes and soft line breaks stand for. Most text is such.
 */
final class QuotedScan {
    private boolean mayHide;

    /** @return whether only decoding can tell */
    boolean mayHide() {
        return mayHide;
    }

    void line(Lines line) {
        // An escaped line end, and one that is none in this reading, begin lines that are not seen here.
        mayHide |= mayBegin(line) || line.isCut() || !line.crAndLfEnd() || line.holds(line.start(), '=', '0');
    }

    /**
     * Passes over lines that can become nothing.
     *
     * @param delimited whether there may be delimiters inside lines
     */
    void passOver(Lines lines, boolean delimited) {
        long from = lines.end();
        lines.passOver(TextScan.OF_INTEREST, delimited);
        mayHide |= lines.end() > from && lines.holds(from, '=', '0');
    }

    private static boolean mayBegin(Lines line) {
        return switch (line.length() == 0 ? -1 : line.at(0)) {
            case 'b' -> isLike(line, "begin");
            case '(' -> isLike(line, "(This file");
            case '-' -> isLike(line, "-----BEGIN PGP");
            case ':' -> true;
            case '=' -> mayBeginEscaped(line);
            default -> false;
        };
    }

    private static boolean mayBeginEscaped(Lines line) {
        int octet = line.length() < 3 ? -1 : QuotedPrintableDecoder.octet((byte) line.at(1), (byte) line.at(2));
        // An equals sign that is no escape stands for itself.
        return octet < 0 ? line.length() > 1 && "y=".indexOf(line.at(1)) >= 0 : TextScan.OF_INTEREST[octet];
    }

    /** Whether it begins like that as far as an equals sign, behind which it could go on in any way. */
    private static boolean isLike(Lines line, String begin) {
        for (int i = 0; i < begin.length(); i++) {
            if (i == line.length() || line.at(i) != begin.charAt(i)) {
                return i < line.length() && line.at(i) == '=';
            }
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.mime.OctetRange;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;

/** Looks for encoded files in lines, whatever else these are (M04), and for what is encrypted. */
final class TextScan {
    private static final String PGP = "-----BEGIN PGP MESSAGE-----";

    /** By the first octets of a line: whether it can begin anything, or be a delimiter of parts. */
    static final boolean[] OF_INTEREST = new boolean[256];

    static {
        "b=(:-".chars().forEach(first -> OF_INTEREST[first] = true);
    }

    /** So many octets tell well enough whether a line begins anything. */
    static final int LONGEST_BEGIN = 16;

    private final int most;
    private final List<Find> finds = new ArrayList<>();
    private final UuScan uu = new UuScan(finds);
    private final YencScan yenc = new YencScan(finds);
    private final BinHexScan binHex = new BinHexScan(finds);
    private Optional<Unscannable> problem = Optional.empty();

    /** @param most how many files are remembered */
    TextScan(int most) {
        this.most = most;
    }

    /**
     * Never says no where {@link #line} would find something.
     *
     * @param from where a line begins of which {@link #LONGEST_BEGIN} octets, or what is left and zeros, can be looked at
     */
    static boolean mayBegin(byte[] octets, int from) {
        return switch (octets[from]) {
            case 'b' -> isAt(octets, from, "begin") && (octets[from + 5] <= ' ' || octets[from + 5] == '-');
            case '=' -> isAt(octets, from, "=ybegin ");
            case '(' -> isAt(octets, from, BinHexScan.SAYS_SO);
            case ':' -> isBinHex(octets, from);
            case '-' -> isAt(octets, from, PGP);
            default -> false;
        };
    }

    private static boolean isAt(byte[] octets, int from, String begin) {
        for (int i = 0; i < Math.min(begin.length(), LONGEST_BEGIN); i++) {
            if (octets[from + i] != begin.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBinHex(byte[] octets, int from) {
        for (int i = 1; i < LONGEST_BEGIN; i++) {
            if (!BinHexDecoder.isDigit(octets[from + i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    void line(Lines line) {
        if (finds.size() > most) {
            return;
        }
        int first = line.length() == 0 ? -1 : line.at(0);
        if (uu.isOpen() || first == 'b') {
            uu.line(line);
        }
        if (first == '=') {
            yenc.line(line);
        } else if (first == '(' || first == ':') {
            binHex.line(line);
        } else if (first == '-' && line.startsWith(PGP)) {
            problem = Optional.of(new Unscannable(UnscannableReason.ENCRYPTED_MESSAGE, "a PGP message"));
        }
    }

    /**
     * Passes over lines that can be nothing.
     *
     * @param delimited whether there may be delimiters inside lines
     */
    void passOver(Lines lines, boolean delimited) {
        if (!uu.isOpen()) {
            lines.passOver(OF_INTEREST, delimited);
        }
    }

    /** @return all of it; what is open still goes up to the end of the body */
    Finds over(long end) {
        uu.over(end);
        yenc.over(end);
        binHex.over(end);
        List<Find> inside = finds.stream()
                .filter(find -> find.range().start() < end)
                .map(find -> upTo(end, find))
                .toList();
        return new Finds(inside, problem.or(yenc::problem));
    }

    /** The line end before a boundary is not the body's. */
    private static Find upTo(long end, Find find) {
        OctetRange range =
                new OctetRange(find.range().start(), Math.min(find.range().end(), end));
        return new Find(find.label(), find.name(), range, find.coding(), find.kind());
    }
}

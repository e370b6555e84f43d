// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.api.spool.Octets;
import org.postern.archive.internal.PdfDictionaries.Dictionary;

/**
 * Whether a PDF file (ISO 32000-2, section 7.6) needs a password to be opened. Many are encrypted with none, only to forbid printing
 * or copying: programs open them, and so do engines.
 */
final class PdfFile {
    private static final int LATEST_MARK = 1024;
    private static final byte[] MARK = "%PDF-".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL = 2048;
    private static final Pattern LAST_PLACE = Pattern.compile("startxref\\s+(\\d{1,18})");

    private final Octets octets;
    private final Window window;
    private final Ledger ledger;
    private final Unopened found;

    PdfFile(Octets octets, Window window, Ledger ledger, Unopened found) {
        this.octets = octets;
        this.window = window;
        this.ledger = ledger;
        this.found = found;
    }

    /** Programs take what has the mark anywhere in its first 1024 octets. */
    static boolean begins(Window window) throws IOException {
        byte[] first = window.bytes(0, LATEST_MARK);
        for (int at = 0; at <= first.length - MARK.length; at++) {
            if (first[at] == MARK[0] && Arrays.equals(first, at, at + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Programs find a trailer by its place, or by a search when that is wrong: all that could be one count. */
    void look() throws IOException {
        PdfDictionaries dictionaries = new PdfDictionaries(octets, ledger);
        dictionaries.read(0, false);
        Matcher place = LAST_PLACE.matcher(text(window.bytes(Math.max(0, window.size() - TAIL), TAIL)));
        while (place.find()) {
            long from = Long.parseLong(place.group(1));
            if (window.has(from, 1)) {
                dictionaries.read(from, true);
            }
        }
        boolean opens = !dictionaries.tooMany();
        for (Dictionary trailer : dictionaries.trailers()) {
            opens &= !dictionaries.encryptions(trailer).isEmpty()
                    && dictionaries.encryptions(trailer).stream()
                            .allMatch(encryption -> PdfPassword.isNotNeeded(encryption, trailer.get("ID")));
        }
        if (!opens) {
            found.encrypted("pdf: needs a password");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.List;
import org.postern.api.mime.OctetRange;

/** Finds BinHex 4.0: by the line that says so, or by a long line of its characters behind a colon. */
final class BinHexScan {
    static final String SAYS_SO = "(This file must be converted with BinHex";
    private static final int LONG = 24;

    private final List<Find> finds;
    private long start = -1;

    /** Whether the line that says so came, and no data yet. */
    private boolean announced;

    BinHexScan(List<Find> finds) {
        this.finds = finds;
    }

    /** Looks at a line that begins with a parenthesis or a colon. */
    void line(Lines line) {
        if (line.startsWith(SAYS_SO)) {
            begin(line);
            announced = true;
        } else if (line.at(0) == ':') {
            if (!announced && isData(line)) {
                begin(line);
            }
            announced = false;
        }
    }

    private void begin(Lines line) {
        over(line.start());
        start = line.start();
    }

    private static boolean isData(Lines line) {
        int length = line.trimmedLength();
        for (int i = 1; i < length; i++) {
            if (!BinHexDecoder.isDigit(line.at(i)) && !(i == length - 1 && line.at(i) == ':')) {
                return false;
            }
        }
        return length >= LONG;
    }

    void over(long end) {
        if (start >= 0) {
            OctetRange range = new OctetRange(start, Math.max(start, end));
            finds.add(new Find("hqx", "", range, Coding.BINHEX, Find.Kind.FORKS));
            start = -1;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.api.mime.OctetRange;

/** Finds uuencode and xxencode, which look alike until their lines are read, and the base64 of POSIX uuencode. */
final class UuScan {
    private static final int LONGEST_BEGIN = 1000;
    private static final Pattern BEGIN = Pattern.compile("begin(-base64)?\\s+[0-7]{1,6}(?:\\s+(\\S.*))?");

    private final List<Find> finds;
    private String name = "";
    private long start = -1;
    private boolean base64;
    private boolean irregular;
    private boolean xx;
    private boolean xxIrregular;

    UuScan(List<Find> finds) {
        this.finds = finds;
    }

    boolean isOpen() {
        return start >= 0;
    }

    void line(Lines line) {
        if (line.startsWith("begin") && line.length() <= LONGEST_BEGIN) {
            Matcher begin = BEGIN.matcher(line.text(0, line.trimmedLength()));
            if (begin.matches()) {
                over(line.start());
                begin(begin, line);
                return;
            }
        }
        if (!isOpen()) {
            return;
        }
        int length = line.trimmedLength();
        if (base64 ? length >= 4 && line.startsWith("====") : length == 3 && line.startsWith("end")) {
            over(line.end());
        } else if (!base64) {
            data(line, length);
        }
    }

    private void begin(Matcher begin, Lines line) {
        base64 = begin.group(1) != null;
        name = begin.group(2) == null ? "" : begin.group(2);
        // the first line of base64 would be taken for base64
        start = base64 ? line.end() : line.start();
        irregular = false;
        xx = false;
        xxIrregular = false;
    }

    private void data(Lines line, int trimmed) {
        irregular = irregular || !isRegular(line, UuAlphabet.UU, line.length());
        if (trimmed > 2 && isAll(line, UuAlphabet.XX, trimmed)) {
            xx = true;
            xxIrregular = xxIrregular || !isRegular(line, UuAlphabet.XX, trimmed);
        } else {
            xxIrregular = xxIrregular || trimmed != 1 || line.at(0) != '+';
        }
    }

    /** A line of no octets is regular as the last one; that it is, is not looked at: it costs one more decoding. */
    private static boolean isRegular(Lines line, UuAlphabet alphabet, int length) {
        if (length == 0 || !isAll(line, alphabet, length)) {
            return false;
        }
        int octets = alphabet.value(line.at(0));
        return octets == 0 && length <= 2 || UuDecoder.isRegular(length, octets);
    }

    private static boolean isAll(Lines line, UuAlphabet alphabet, int length) {
        for (int i = 0; i < length; i++) {
            if (!alphabet.has(line.at(i))) {
                return false;
            }
        }
        return true;
    }

    void over(long end) {
        if (!isOpen()) {
            return;
        }
        OctetRange range = new OctetRange(start, Math.max(start, end));
        start = -1;
        if (base64) {
            finds.add(Find.file("uu", name, range, Coding.BASE64));
            return;
        }
        finds.add(Find.file("uu", name, range, Coding.UUENCODE));
        if (irregular) {
            finds.add(Find.file("uu", name, range, Coding.UUENCODE_STRICT));
        }
        if (xx) {
            finds.add(Find.file("xx", name, range, Coding.XXENCODE));
            if (xxIrregular) {
                finds.add(Find.file("xx", name, range, Coding.XXENCODE_STRICT));
            }
        }
    }
}

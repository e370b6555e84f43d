// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.api.mime.OctetRange;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;

/** Finds yEnc; a file of which other parts are elsewhere cannot be looked at wholly (M06). */
final class YencScan {
    private static final int LONGEST = 2000;
    private static final Pattern NAME = Pattern.compile("\\sname=(.*)");
    private static final Pattern TOTAL = Pattern.compile("\\stotal=0*([0-9]{1,9})");
    private static final Pattern SIZE = Pattern.compile("\\ssize=0*([0-9]{1,18})");
    private static final Pattern PART = Pattern.compile("\\sbegin=0*([0-9]{1,18})\\s+end=0*([0-9]{1,18})");

    private final List<Find> finds;
    private String name = "";
    private String size = "";
    private long start = -1;
    private boolean partial;

    YencScan(List<Find> finds) {
        this.finds = finds;
    }

    /** Looks at a line that begins with an equals sign. */
    void line(Lines line) {
        if (!line.startsWith("=y") || line.length() > LONGEST) {
            return;
        }
        String text = line.text(0, line.trimmedLength());
        if (text.startsWith("=ybegin ") && (text.contains(" size=") || text.contains(" name="))) {
            over(line.start());
            start = line.start();
            name = first(NAME, text);
            size = first(SIZE, text);
            String total = first(TOTAL, text);
            partial |= !total.isEmpty() && !total.equals("1");
        } else if (start >= 0 && text.startsWith("=ypart ")) {
            Matcher part = PART.matcher(text);
            partial |=
                    !part.find() || !part.group(1).equals("1") || !part.group(2).equals(size);
        } else if (start >= 0 && text.startsWith("=yend")) {
            over(line.end());
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    void over(long end) {
        if (start >= 0) {
            finds.add(Find.file("yenc", name, new OctetRange(start, Math.max(start, end)), Coding.YENC));
            start = -1;
        }
    }

    Optional<Unscannable> problem() {
        return partial
                ? Optional.of(new Unscannable(UnscannableReason.PARTIAL, "a part of a yEnc file"))
                : Optional.empty();
    }
}

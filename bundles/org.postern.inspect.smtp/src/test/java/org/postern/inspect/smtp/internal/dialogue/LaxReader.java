// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Reads what a server got as software does that is generous about line ends, NULs and blanks (T01). */
enum LaxReader {
    LF("\r*\n", false, false),
    CR_OR_LF("\r\n|\r|\n", false, false),
    LF_DROPPING_NUL("\r*\n", true, false),
    CR_OR_LF_DROPPING_NUL("\r\n|\r|\n", true, false),
    CRLF_DROPPING_NUL("\r\n", true, false),
    LF_IGNORING_BLANKS("\r*\n", true, true),
    CR_OR_LF_IGNORING_BLANKS("\r\n|\r|\n", true, true);

    private final String lineEnd;
    private final boolean dropsNul;
    private final boolean ignoresBlanks;

    LaxReader(String lineEnd, boolean dropsNul, boolean ignoresBlanks) {
        this.lineEnd = lineEnd;
        this.dropsNul = dropsNul;
        this.ignoresBlanks = ignoresBlanks;
    }

    /** @return the verbs that it sees, as far as there are replies */
    List<String> verbs(String transcript, List<Integer> codes) {
        String octets = dropsNul ? transcript.replace("\0", "") : transcript;
        List<String> verbs = new ArrayList<>();
        Iterator<Integer> replies = codes.iterator();
        boolean data = false;
        boolean auth = false;
        for (String line : octets.split(lineEnd, -1)) {
            String read = ignoresBlanks ? line.stripTrailing() : line;
            if (data) {
                if (read.equals(".")) {
                    data = false;
                    if (replies.hasNext()) {
                        replies.next();
                    }
                }
                continue;
            }
            if (!replies.hasNext()) {
                break;
            }
            int code = replies.next();
            verbs.add(auth ? "continuation" : line.split(" ", 2)[0].toUpperCase(Locale.ROOT));
            data = code == 354;
            auth = code == 334;
        }
        return verbs;
    }
}

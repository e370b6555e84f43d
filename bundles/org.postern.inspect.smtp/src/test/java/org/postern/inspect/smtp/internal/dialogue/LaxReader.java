// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a server got as software does that is generous about line ends, NULs and blanks (T01). Chunks are counted: there
 * is nothing to be generous about.
 */
enum LaxReader {
    LF("\r*\n", false, false),
    CR_OR_LF("\r\n|\r|\n", false, false),
    LF_DROPPING_NUL("(\r\0*)*\n", true, false),
    CR_OR_LF_DROPPING_NUL("\r\0*\n|\r|\n", true, false),
    CRLF_DROPPING_NUL("\r\0*\n", true, false),
    LF_IGNORING_BLANKS("(\r\0*)*\n", true, true),
    CR_OR_LF_IGNORING_BLANKS("\r\0*\n|\r|\n", true, true);

    private static final Pattern BDAT = Pattern.compile("BDAT (\\d+)( LAST)?", Pattern.CASE_INSENSITIVE);

    private final Pattern lineEnd;
    private final boolean dropsNul;
    private final boolean ignoresBlanks;

    LaxReader(String lineEnd, boolean dropsNul, boolean ignoresBlanks) {
        this.lineEnd = Pattern.compile(lineEnd);
        this.dropsNul = dropsNul;
        this.ignoresBlanks = ignoresBlanks;
    }

    /** @return the verbs that it sees, as far as there are replies */
    List<String> verbs(String transcript, List<Integer> codes) {
        List<String> verbs = new ArrayList<>();
        Iterator<Integer> replies = codes.iterator();
        Matcher end = lineEnd.matcher(transcript);
        boolean data = false;
        boolean auth = false;
        for (int at = 0; at <= transcript.length(); ) {
            boolean ended = end.find(at);
            String line = transcript.substring(at, ended ? end.start() : transcript.length());
            at = ended ? end.end() : transcript.length() + 1;
            line = dropsNul ? line.replace("\0", "") : line;
            if (data) {
                if ((ignoresBlanks ? line.stripTrailing() : line).equals(".")) {
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
            Matcher chunk = BDAT.matcher(line);
            if (!auth && chunk.matches()) {
                at += Integer.parseInt(chunk.group(1));
            }
            data = code == 354;
            auth = code == 334;
        }
        return verbs;
    }
}

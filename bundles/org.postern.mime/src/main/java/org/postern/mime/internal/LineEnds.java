// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import org.postern.mime.internal.Lines.Ending;

/** Which line ends the structure of some octets hangs on (M02, T02). */
final class LineEnds {
    private final Notes notes;
    private boolean crlf;
    private boolean lf;
    private Ending last = Ending.NONE;

    LineEnds(Notes notes) {
        this.notes = notes;
    }

    /** A line of a header. */
    void structural(Lines line) {
        remark(line.ending());
    }

    /** A boundary delimiter line: the line end before it counts too. */
    void delimiter(Lines line) {
        remark(last);
        remark(line.ending());
        last = line.ending();
    }

    /** Any other line. */
    void passed(Lines line) {
        last = line.ending();
    }

    private void remark(Ending ending) {
        crlf |= ending == Ending.CRLF;
        lf |= ending == Ending.LF;
        if (ending == Ending.CR) {
            notes.met(Choice.BARE_CR_IS_TEXT);
        }
        if (crlf && lf) {
            notes.met(Choice.BARE_LF_IS_TEXT);
        }
    }
}

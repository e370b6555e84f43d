// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/**
 * A point on which mail programs differ (M01-M03). A reading is made with some choices active; meeting one that is not
 * active asks for a further reading in which it is.
 */
enum Choice {
    LAST_TYPE_WINS("several Content-Type fields"),
    LAST_ENCODING_WINS("several Content-Transfer-Encoding fields"),
    LAST_BOUNDARY_WINS("several boundary parameters"),
    LOOSE_PARAMETERS("a boundary with doubtful quoting"),
    BARE_CR_IS_TEXT("bare CR at a header or boundary line"),
    BARE_LF_IS_TEXT("bare LF beside CRLF at header or boundary lines"),
    MALFORMED_LINE_DECIDES_OTHERWISE("a line that is no field in a header"),
    WHITE_LINE_ENDS_HEADER("a line of white space in a header"),
    PREFIX_IS_BOUNDARY("a line that begins like a boundary"),
    OUTER_BOUNDARY_WINS("the same boundary twice"),
    CLOSED_GOES_ON("a boundary after the closing one"),
    GUESS_OTHERWISE("a multipart whose boundary is missing"),
    COMPOSITE_IS_NOT_ENCODED("an encoded multipart or message"),
    STOP_AT_PADDING("base64 that goes on after its padding"),
    STOP_AT_GARBAGE("base64 with what does not belong to it"),
    EMPTY_BOUNDARY("an empty boundary"),
    LOOSE_TYPE("a multipart where another type is declared"),
    LOOSE_ENCODING("an encoding that is not quite declared");

    private final String text;

    Choice(String text) {
        this.text = text;
    }

    /** @return why there is more than one reading, for the journal */
    String text() {
        return text;
    }
}

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
    STRANGE_NAME_IS_ANOTHER("white space or controls in the name of a field"),
    LAST_BOUNDARY_WINS("several boundary parameters"),
    LOOSE_PARAMETERS("a boundary with doubtful quoting"),
    BARE_CR_IS_TEXT("bare CR at a header or boundary line"),
    BARE_LF_IS_TEXT("bare LF beside CRLF at header or boundary lines"),
    MALFORMED_LINE_DECIDES_OTHERWISE("a line that is no field in a header"),
    WHITE_LINE_ENDS_HEADER("a line of white space in a header"),
    PREFIX_IS_BOUNDARY("a line that begins like a boundary"),
    INSIDE_IS_BOUNDARY("a boundary inside a line"),
    OUTER_BOUNDARY_WINS("the same boundary twice"),
    CLOSED_GOES_ON("a boundary after the closing one"),
    CLOSE_BEGINS_PART("fields behind a closing boundary"),
    GUESS_OTHERWISE("a multipart whose boundary is missing"),
    MULTIPART_IS_NOT_ENCODED("an encoded multipart"),
    MESSAGE_IS_NOT_ENCODED("an encoded message"),
    ENCODING_IS_INHERITED("an encoding that parts may inherit"),
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

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;

/** The elements of ASN.1 data, one after another, of definite or indefinite length (X.690 section 8.1); no recursion. */
final class Ber {
    private static final long INDEFINITE = Long.MAX_VALUE;

    /**
     * What an element begins with.
     *
     * @param tag its first octet
     * @param length of its content
     * @param start where its content begins
     */
    record Element(int tag, long length, long start) {
        boolean isIndefinite() {
            return length == INDEFINITE;
        }

        /** @return whether this is no element but the end of one of indefinite length */
        boolean isEnd() {
            return tag == 0 && length == 0;
        }

        boolean goesOnAt(long position) {
            return isIndefinite() || position < start + length;
        }
    }

    private final Cursor cursor;

    Ber(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Goes into the next element, behind its length. */
    Element next() throws IOException {
        int tag = cursor.octet();
        if ((tag & 0x1f) == 0x1f) {
            for (int i = 0; i < 6 && (cursor.octet() & 0x80) != 0; i++) {}
        }
        int first = cursor.octet();
        long length = first;
        if (first == 0x80) {
            length = INDEFINITE;
        } else if (first > 0x80) {
            length = 0;
            for (int i = first & 0x7f; i > 0 && !cursor.overrun(); i--) {
                length = length > Integer.MAX_VALUE ? length : length << 8 | cursor.octet();
            }
        }
        return new Element(tag, length, cursor.position());
    }

    /** Goes behind an element from the beginning of its content. */
    void skip(Element element) throws IOException {
        if (element.isIndefinite()) {
            skipToEnd();
        } else {
            cursor.skip(element.length());
        }
    }

    /** Goes behind an element from somewhere between the elements in it. */
    void skipRest(Element element) throws IOException {
        if (element.isIndefinite()) {
            skipToEnd();
        } else {
            cursor.skip(Math.max(0, element.start() + element.length() - cursor.position()));
        }
    }

    private void skipToEnd() throws IOException {
        int open = 1;
        while (open > 0 && !cursor.overrun()) {
            Element element = next();
            if (element.isEnd()) {
                open--;
            } else if (element.isIndefinite()) {
                open++;
            } else {
                cursor.skip(element.length());
            }
        }
    }
}

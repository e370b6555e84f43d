// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.zip.CRC32C;

/**
 * Reads message data to its end, the line that is a lone dot, and counts the content: dots that were stuffed are taken
 * out (RFC 5321, 4.5.2; RFC 1939, 3). Only CRLF ends a line. May be fed at any split.
 */
final class DotContent {
    private enum State {
        TEXT,
        AFTER_CR,
        LINE_START,
        AFTER_DOT,
        AFTER_DOT_CR
    }

    private static final byte[] CR = {'\r'};

    private final CRC32C check = new CRC32C();
    private State state = State.LINE_START;
    private long length;

    /** Makes it ready for another message. */
    void reset() {
        check.reset();
        state = State.LINE_START;
        length = 0;
    }

    long length() {
        return length;
    }

    long check() {
        return check.getValue();
    }

    /** Takes octets; gives the place after the end of the data, or -1 when it is not among them. */
    int accept(byte[] octets, int from, int to) {
        var start = from;
        var at = from;
        while (at < to) {
            switch (state) {
                case TEXT -> {
                    while (at < to && octets[at] != '\r') {
                        at++;
                    }
                    if (at < to) {
                        state = State.AFTER_CR;
                        at++;
                    }
                }
                case AFTER_CR -> {
                    var octet = octets[at++];
                    state = octet == '\n' ? State.LINE_START : octet == '\r' ? State.AFTER_CR : State.TEXT;
                }
                case LINE_START -> {
                    if (octets[at] == '.') {
                        take(octets, start, at);
                        start = ++at;
                        state = State.AFTER_DOT;
                    } else {
                        state = State.TEXT;
                    }
                }
                case AFTER_DOT -> {
                    if (octets[at] == '\r') {
                        state = State.AFTER_DOT_CR;
                        at++;
                    } else {
                        state = State.TEXT;
                    }
                }
                case AFTER_DOT_CR -> {
                    if (octets[at] == '\n') {
                        return at + 1;
                    }
                    // The CR was content after all; when it came with earlier octets it was held back.
                    if (at == from) {
                        take(CR, 0, 1);
                    }
                    state = State.AFTER_CR;
                }
            }
        }
        take(octets, start, state == State.AFTER_DOT_CR ? to - 1 : to);
        return -1;
    }

    private void take(byte[] octets, int from, int to) {
        if (to > from) {
            check.update(octets, from, to - from);
            length += to - from;
        }
    }
}

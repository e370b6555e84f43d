// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

/** What all variants are measured with: a protocol, mail, and how it comes. */
record Cell(Protocol protocol, Corpus corpus, Shape shape) {
    /**
     * How mail comes.
     *
     * @param sessions how many at a time
     * @param perSession how many messages a session has
     */
    record Shape(int sessions, int perSession) {
        static final int USUAL = 10;

        Shape {
            if (sessions < 1 || perSession < 1) {
                throw new IllegalArgumentException("no sessions, or no messages in them");
            }
        }

        static Shape of(int sessions) {
            return new Shape(sessions, USUAL);
        }
    }

    /** As a heading of the table. */
    String title() {
        return "%s, %s (mean %,d octets), %d session%s, %d message%s a session"
                .formatted(
                        protocol,
                        corpus.name(),
                        corpus.meanOctets(),
                        shape.sessions(),
                        shape.sessions() == 1 ? "" : "s",
                        shape.perSession(),
                        shape.perSession() == 1 ? "" : "s");
    }
}

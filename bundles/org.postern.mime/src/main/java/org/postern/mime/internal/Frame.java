// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.Optional;
import org.postern.mime.internal.Node.Content;

/** A part that is not over yet, on the stack of open parts. */
final class Frame {
    enum State {
        /** Its header is being read. */
        HEADER,
        /** A leaf's body, or one that is read further once it is decoded. */
        BODY,
        /** A message whose own message stands above it on the stack. */
        MESSAGE,
        /** A multipart before its first boundary. */
        PREAMBLE,
        /** A multipart; a part of it stands above it on the stack. */
        PARTS,
        /** A multipart after its closing boundary. */
        EPILOGUE
    }

    final Node node;
    final HeaderBlock header;

    /** Whether the ranges of the node count in other octets than those that are being read: those were decoded. */
    final boolean decoded;

    State state;
    Optional<String> delimiter = Optional.empty();
    Optional<Needle> needle = Optional.empty();
    LeafWatch watch = LeafWatch.NOTHING;
    long areaStart;
    boolean dashesSeen;

    private Frame(Node node, HeaderBlock header, boolean decoded, State state) {
        this.node = node;
        this.header = header;
        this.decoded = decoded;
        this.state = state;
    }

    /** @return a part of which the header comes next */
    static Frame header(Node node, Limits limits) {
        return new Frame(node, new HeaderBlock(limits.fieldOctets()), false, State.HEADER);
    }

    /** @return a multipart of which the decoded body comes next */
    static Frame decodedBody(Node node) {
        return new Frame(node, new HeaderBlock(1), true, State.PREAMBLE);
    }

    boolean isOpenMultipart() {
        return state == State.PREAMBLE || state == State.PARTS;
    }

    /** @return whether lines are watched, and change nothing but what is found */
    boolean isWatching() {
        return state == State.BODY || state == State.PREAMBLE; // behind the parts fields may begin one more
    }

    boolean isArea() {
        return state == State.PREAMBLE || state == State.EPILOGUE;
    }

    /** Begins a preamble or an epilogue. */
    void area(State which, long from, Limits limits) {
        state = which;
        areaStart = from;
        watch = new LeafWatch(Content.PLAIN, limits.parts());
    }
}

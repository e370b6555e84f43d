// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.postern.inspect.line.DotStuffing;

/**
 * Reads a message up to its end (RFC 1939 section 3): only CRLF.CRLF ends it (T16), and the first CRLF belongs to the
 * message. A dot after CRLF is taken away, one after a bare CR or LF is not, so that {@link DotStuffing} makes the same
 * octets of it again.
 */
public final class DotUnstuffing {
    private enum State {
        /** After CRLF, or at the beginning. */
        LINE_START,
        TEXT,
        CR,
        /** A dot at the beginning of a line, taken away. */
        DOT,
        /** CRLF.CR; the CR is withheld. */
        DOT_CR,
        ENDED
    }

    private State state = State.LINE_START;

    /**
     * @param in consumed up to the end of the message, or wholly; with an accessible array
     * @param content is given the message's octets, as slices of {@code in}
     * @return whether the end of the message was reached
     */
    public boolean read(ByteBuffer in, Consumer<ByteBuffer> content) {
        int end = in.limit();
        int at = in.position();
        int from = at;
        while (at < end && state != State.ENDED) {
            if (state == State.TEXT) {
                at = skipText(in, at);
                if (at == end) {
                    break;
                }
            }
            byte octet = in.get(at++);
            State before = state;
            state = after(before, octet);
            if (state == State.DOT) {
                emit(in, from, at - 1, content);
                from = at;
            } else if (before == State.DOT_CR && state != State.ENDED) {
                content.accept(ByteBuffer.wrap(new byte[] {'\r'}));
            } else if (state == State.DOT_CR || state == State.ENDED) {
                from = at;
            }
        }
        in.position(at);
        emit(in, from, at, content);
        return state == State.ENDED;
    }

    private static int skipText(ByteBuffer in, int from) {
        byte[] octets = in.array();
        int offset = in.arrayOffset();
        int end = offset + in.limit();
        int at = offset + from;
        while (at < end && octets[at] != '\r') {
            at++;
        }
        return at - offset;
    }

    private static void emit(ByteBuffer in, int from, int to, Consumer<ByteBuffer> content) {
        if (to > from) {
            content.accept(in.slice(from, to - from));
        }
    }

    private static State after(State state, byte octet) {
        return switch (state) {
            case LINE_START -> octet == '.' ? State.DOT : text(octet);
            case TEXT -> text(octet);
            case CR -> octet == '\n' ? State.LINE_START : text(octet);
            case DOT -> octet == '\r' ? State.DOT_CR : State.TEXT;
            case DOT_CR -> octet == '\n' ? State.ENDED : text(octet);
            case ENDED -> throw new IllegalStateException("the message has ended");
        };
    }

    private static State text(byte octet) {
        return octet == '\r' ? State.CR : State.TEXT;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Reads message data up to its end (RFC 5321 section 4.5.2): only CRLF.CRLF ends it, and the first CRLF belongs to the
 * message. A dot at the beginning of a line is taken away.
 *
 * <p>It also notices each line that some other software could take for the end (T01): a lone dot between any two of
 * CRLF, CR, LF, whatever NULs lie between or blanks follow it. Nothing may be made of such a message, so none of it is
 * handed out from there on.
 */
public final class DotUnstuffing {
    private enum State {
        /** After CRLF, or at the beginning. */
        LINE_START,
        /** After something that may count as a line end elsewhere. */
        LAX_LINE_START,
        TEXT,
        CR,
        /** A dot that may be the end, or stuffing; withheld. */
        DOT,
        /** A dot that is taken away, and NULs: a dot that follows begins the line of the message in some reading. */
        DOT_NUL,
        /** CRLF.CR; the CR is withheld. */
        DOT_CR,
        /** A dot at a lax line start. */
        LAX_DOT,
        /** A dot that began a line in some reading, and NULs or blanks after it. */
        DOT_PADDED,
        ENDED
    }

    private State state = State.LINE_START;
    private boolean hiddenEnd;
    private boolean bareNewline;

    /**
     * @param in consumed up to the end of data, or wholly; with an accessible array
     * @param content is given the message's octets, as slices of {@code in}
     * @return whether the end of data was reached
     */
    public boolean read(ByteBuffer in, Consumer<ByteBuffer> content) {
        byte[] octets = in.array();
        int offset = in.arrayOffset();
        int end = offset + in.limit();
        int at = offset + in.position();
        int from = at;
        while (at < end && state != State.ENDED) {
            byte octet = octets[at++];
            if (state == State.TEXT && octet != '\r' && octet != '\n') {
                while (at < end && octets[at] != '\r' && octets[at] != '\n') {
                    at++;
                }
                continue;
            }
            State before = state;
            state = after(octet);
            if (state == State.DOT) {
                emit(in, from - offset, at - 1 - offset, content);
                from = at;
            } else if (before == State.DOT_CR) {
                from = at;
            }
        }
        in.position(at - offset);
        emit(in, from - offset, at - offset - (state == State.DOT_CR ? 1 : 0), content);
        return state == State.ENDED;
    }

    /** @return whether something in it could be taken for the end of data by other software */
    public boolean hasHiddenEnd() {
        return hiddenEnd;
    }

    /** @return whether it has a CR or LF outside a CRLF */
    public boolean hasBareNewline() {
        return bareNewline;
    }

    private void emit(ByteBuffer in, int from, int to, Consumer<ByteBuffer> content) {
        if (to > from && !hiddenEnd) {
            content.accept(in.slice(from, to - from));
        }
    }

    private State after(byte octet) {
        return switch (state) {
            case LINE_START -> octet == '.' ? State.DOT : atLineStart(octet);
            case LAX_LINE_START -> octet == '.' ? State.LAX_DOT : atLineStart(octet);
            case TEXT -> newlineOrText(octet);
            case CR -> octet == '\n' ? State.LINE_START : afterBareCr(octet);
            case DOT -> {
                if (octet == '\r') {
                    yield State.DOT_CR;
                }
                yield octet == 0 ? State.DOT_NUL : afterDot(octet);
            }
            case DOT_NUL -> {
                if (octet == '.') {
                    yield State.LAX_DOT;
                }
                yield octet == 0 ? State.DOT_NUL : afterDot(octet);
            }
            case LAX_DOT, DOT_PADDED -> afterDot(octet);
            case DOT_CR -> {
                if (octet == '\n') {
                    yield State.ENDED;
                }
                hiddenEnd = true;
                yield afterBareCr(octet);
            }
            case ENDED -> throw new IllegalStateException("the data has ended");
        };
    }

    private State atLineStart(byte octet) {
        return octet == 0 ? State.LAX_LINE_START : newlineOrText(octet);
    }

    private State afterBareCr(byte octet) {
        bareNewline = true;
        return octet == '.' ? State.LAX_DOT : atLineStart(octet);
    }

    private State afterDot(byte octet) {
        if (octet == '\r' || octet == '\n') {
            hiddenEnd = true;
        }
        return octet == 0 || octet == ' ' || octet == '\t' ? State.DOT_PADDED : newlineOrText(octet);
    }

    private State newlineOrText(byte octet) {
        if (octet == '\n') {
            bareNewline = true;
            return State.LAX_LINE_START;
        }
        return octet == '\r' ? State.CR : State.TEXT;
    }
}

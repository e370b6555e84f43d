// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

/** yEnc 1.3 (M04): an octet a character, 42 added; lines that begin with {@code =y} are no data, and {@code =yend} is the last. */
final class YencDecoder implements Decoder {
    private static final int SHIFT = 42;
    private static final int ESCAPE_SHIFT = 64;

    private enum State {
        LINE_START,
        DATA,
        ESCAPE,
        ESCAPE_AT_LINE_START,
        KEYWORD,
        KEYWORD_REST,
        OVER
    }

    private State state = State.LINE_START;

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = at;
        for (int i = from; i < to; i++) {
            byte octet = in[i];
            if (state == State.DATA && octet != '=' && octet != '\r' && octet != '\n') {
                out[next++] = (byte) (octet - SHIFT);
            } else {
                next = one(octet, out, next);
            }
        }
        return next;
    }

    private int one(byte octet, byte[] out, int at) {
        if (octet == '\r' || octet == '\n') {
            state = state == State.OVER ? State.OVER : State.LINE_START;
            return at;
        }
        switch (state) {
            case LINE_START, DATA -> {
                if (octet == '=') {
                    state = state == State.DATA ? State.ESCAPE : State.ESCAPE_AT_LINE_START;
                    return at;
                }
                state = State.DATA;
                out[at] = (byte) (octet - SHIFT);
                return at + 1;
            }
            case ESCAPE_AT_LINE_START, ESCAPE -> {
                if (state == State.ESCAPE_AT_LINE_START && octet == 'y') {
                    state = State.KEYWORD;
                    return at;
                }
                state = State.DATA;
                out[at] = (byte) (octet - ESCAPE_SHIFT - SHIFT);
                return at + 1;
            }
            case KEYWORD -> state = octet == 'e' ? State.OVER : State.KEYWORD_REST;
            case KEYWORD_REST, OVER -> {}
        }
        return at;
    }

    @Override
    public int finish(byte[] out, int at) {
        return at;
    }
}

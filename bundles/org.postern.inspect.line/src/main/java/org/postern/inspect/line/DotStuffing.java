// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.line;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends a message as lines (RFC 5321 section 4.5.2, RFC 1939 section 3): a dot at the beginning of a line is doubled, and
 * at the end stands CRLF.CRLF, of which the first CRLF is the message's own if it ends in one.
 */
public final class DotStuffing implements Outgoing {
    private enum State {
        LINE_START,
        TEXT,
        CR
    }

    private State state = State.LINE_START;
    private long octetsTaken;
    private int[] dotsAt = new int[16];
    private int dots;
    private boolean aborted;
    private boolean ended;

    @Override
    public ByteBuffer apply(ByteBuffer octets) {
        if (aborted) {
            octets.position(octets.limit());
            return ByteBuffer.allocate(0);
        }
        octetsTaken += octets.remaining();
        dots = 0;
        findDots(octets);
        ByteBuffer sent = dots == 0 ? octets.slice() : stuff(octets);
        octets.position(octets.limit());
        return sent;
    }

    @Override
    public ByteBuffer end() {
        if (aborted) {
            return ByteBuffer.allocate(0);
        }
        ended = true;
        String marker = state == State.LINE_START ? ".\r\n" : "\r\n.\r\n";
        return ByteBuffer.wrap(marker.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public long octetsTaken() {
        return octetsTaken;
    }

    /** Notes where a dot has to be doubled. */
    private void findDots(ByteBuffer octets) {
        int end = octets.limit();
        int at = octets.position();
        while (at < end) {
            if (state == State.TEXT) {
                at = skipText(octets, at);
                if (at == end) {
                    return;
                }
            }
            byte octet = octets.get(at);
            if (octet == '.' && state == State.LINE_START) {
                note(at);
            }
            state = after(state, octet);
            at++;
        }
    }

    /** Nothing but a CR begins anything. An array is gone through several times faster than a buffer. */
    private static int skipText(ByteBuffer octets, int from) {
        int end = octets.limit();
        int at = from;
        if (octets.hasArray()) {
            byte[] array = octets.array();
            int offset = octets.arrayOffset();
            while (at < end && array[offset + at] != '\r') {
                at++;
            }
        } else {
            while (at < end && octets.get(at) != '\r') {
                at++;
            }
        }
        return at;
    }

    private void note(int dot) {
        if (dots == dotsAt.length) {
            dotsAt = Arrays.copyOf(dotsAt, dots * 2);
        }
        dotsAt[dots++] = dot;
    }

    private ByteBuffer stuff(ByteBuffer octets) {
        ByteBuffer stuffed = ByteBuffer.allocate(octets.remaining() + dots);
        int from = octets.position();
        for (int i = 0; i < dots; i++) {
            stuffed.put(octets.duplicate().position(from).limit(dotsAt[i])).put((byte) '.');
            from = dotsAt[i];
        }
        return stuffed.put(octets.duplicate().position(from)).flip();
    }

    private static State after(State state, byte octet) {
        if (octet == '\r') {
            return State.CR;
        }
        return octet == '\n' && state == State.CR ? State.LINE_START : State.TEXT;
    }
}

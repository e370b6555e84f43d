// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** T24. */
class RoomTest {
    private static final long MIB = 1L << 20;
    private static final long SECOND = 1_000_000_000L;

    private long usable = 100 * MIB;
    private long now;
    private boolean broken;

    @Test
    void holdsBack64MebibytesOfALargeDisk() {
        Room room = room(10_000 * MIB);

        assertThat(room.isFor(36 * MIB)).isTrue();
        assertThat(room.isFor(36 * MIB + 1)).isFalse();
    }

    @Test
    void holdsBackATwentiethOfASmallDisk() {
        Room room = room(200 * MIB);

        assertThat(room.isFor(90 * MIB)).isTrue();
        assertThat(room.isFor(90 * MIB + 1)).isFalse();
    }

    @Test
    void takesNothingInWhenOnlyTheReserveIsLeft() {
        usable = 64 * MIB;

        assertThat(room(10_000 * MIB).isFor(0)).isFalse();
    }

    @Test
    void takesNoClaimThatWouldOverflow() {
        assertThat(room(10_000 * MIB).isFor(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void asksTheSystemOnceASecond() {
        Room room = room(10_000 * MIB);
        usable = 0;

        now = SECOND - 1;
        assertThat(room.isFor(0)).isTrue();
        now = SECOND;
        assertThat(room.isFor(0)).isFalse();
    }

    @Test
    void takesNothingInWhenTheSystemDoesNotAnswer() {
        Room room = room(10_000 * MIB);
        broken = true;
        now = SECOND;

        assertThat(room.isFor(0)).isFalse();
    }

    private Room room(long total) {
        return new Room(
                new Room.Store() {
                    @Override
                    public long usable() {
                        return broken ? 0 : usable;
                    }

                    @Override
                    public long total() {
                        return total;
                    }
                },
                () -> now);
    }
}

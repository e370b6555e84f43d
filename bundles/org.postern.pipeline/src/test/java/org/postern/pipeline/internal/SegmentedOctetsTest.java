// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;

class SegmentedOctetsTest {
    private static final byte[] ORIGINAL = new byte[300];

    static {
        new Random(7).nextBytes(ORIGINAL);
    }

    /** Either a range of the original or octets put in. */
    private record Step(int start, int end, byte[] inserted) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> kept = Combinators.combine(
                        Arbitraries.integers().between(0, ORIGINAL.length),
                        Arbitraries.integers().between(0, ORIGINAL.length))
                .as((one, other) -> new Step(Math.min(one, other), Math.max(one, other), new byte[0]));
        Arbitrary<Step> inserted =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(octets -> new Step(0, 0, octets));
        return Arbitraries.oneOf(kept, inserted).list().ofMaxSize(8);
    }

    @Property(tries = 500)
    void opensAnyRangeLikeAnArray(
            @ForAll("steps") List<Step> steps,
            @ForAll int one,
            @ForAll int other,
            @ForAll @IntRange(min = 1, max = 50) int buffer)
            throws IOException {
        Octets octets = build(Octets.of(ORIGINAL), steps);
        byte[] expected = flat(steps);
        int from = Math.floorMod(one, expected.length + 1);
        int length = Math.floorMod(other, expected.length - from + 1);

        try (InputStream in = octets.open(from, length)) {
            assertThat(readIn(in, buffer)).isEqualTo(Arrays.copyOfRange(expected, from, from + length));
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(octets.size()).isEqualTo(expected.length);
    }

    @Property(tries = 50)
    void refusesWhatLiesOutside(@ForAll("steps") List<Step> steps) {
        Octets octets = build(Octets.of(ORIGINAL), steps);

        assertThatThrownBy(() -> octets.open(0, octets.size() + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> octets.open(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> octets.open(octets.size() + 1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Property(tries = 100)
    void slicesASliceOfAnything(@ForAll("steps") List<Step> steps, @ForAll int one, @ForAll int other)
            throws IOException {
        Octets octets = build(Octets.of(ORIGINAL), steps);
        byte[] expected = flat(steps);
        int from = Math.floorMod(one, expected.length + 1);
        int end = from + Math.floorMod(other, expected.length - from + 1);

        Octets slice = SegmentedOctets.slice(octets, new OctetRange(from, end));

        assertThat(slice.open().readAllBytes()).isEqualTo(Arrays.copyOfRange(expected, from, end));
    }

    /** What cannot be opened must not look like the end of the message. */
    @Example
    void failsWhereASegmentCannotBeOpened() throws IOException {
        Octets gone = new Octets() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public InputStream open(long from, long length) throws IOException {
                throw new IOException("gone");
            }
        };
        Octets octets = new SegmentedOctets.Builder(gone)
                .insert(new byte[] {1, 2, 3})
                .keep(0, 10)
                .insert(new byte[] {4})
                .build();

        try (InputStream in = octets.open()) {
            assertThat(in.readNBytes(3)).containsExactly(1, 2, 3);
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("gone");
            assertThatThrownBy(() -> in.read(new byte[10])).isInstanceOf(IOException.class);
        }
        assertThat(octets.inMemory()).isFalse();
    }

    @Example
    void isInMemoryWhenItIsSmallAndAllOfItIs() {
        Octets large = Octets.of(new byte[1 << 20]);

        assertThat(new SegmentedOctets.Builder(large).keep(0, 1000).build().inMemory())
                .isTrue();
        assertThat(new SegmentedOctets.Builder(large).keep(0, 1 << 20).build().inMemory())
                .isFalse();
    }

    private static Octets build(Octets original, List<Step> steps) {
        SegmentedOctets.Builder builder = new SegmentedOctets.Builder(original);
        steps.forEach(step -> builder.keep(step.start(), step.end()).insert(step.inserted()));
        return builder.build();
    }

    private static byte[] flat(List<Step> steps) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        steps.forEach(step -> {
            all.write(ORIGINAL, step.start(), step.end() - step.start());
            all.writeBytes(step.inserted());
        });
        return all.toByteArray();
    }

    private static byte[] readIn(InputStream in, int buffer) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[buffer];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            all.write(piece, 0, count);
        }
        return all.toByteArray();
    }
}

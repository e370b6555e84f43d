// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.archive.internal.ZipBytes.asItIs;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.XZ;

/** Entries of zip archives with methods beside stored and deflate. */
class ZipMethodsTest {
    private static final byte[] ONE = "the first content, the first content".getBytes(UTF_8);
    private static final int END_MARKED = 2;
    private static final int DESCRIPTOR = 8;

    static Stream<Arguments> packed() {
        return Stream.of(
                Arguments.of(9, 0, ZipBytes.deflate(ONE)),
                Arguments.of(12, 0, Bzip2Test.bzip2(ONE)),
                Arguments.of(14, 0, lzma(true)),
                Arguments.of(14, END_MARKED, lzma(false)),
                Arguments.of(95, 0, XzTest.xz(ONE, XZ.CHECK_CRC32)));
    }

    /** As zip has it: two octets of version, two of length, and the properties without the length of the content. */
    private static byte[] lzma(boolean known) {
        byte[] alone = XzTest.lzma(ONE, known);
        byte[] header = concat(new byte[] {16, 2, 5, 0}, Arrays.copyOf(alone, 5));
        return concat(header, Arrays.copyOfRange(alone, 13, alone.length));
    }

    @ParameterizedTest
    @MethodSource("packed")
    void areOpened(int method, int flags, byte[] packed) throws IOException {
        Opened opened = Opened.of(new ZipBytes()
                .addPacked("a", ONE, packed, method, h -> h.flags = flags)
                .bytes());

        assertThat(opened.paths()).containsExactly("a");
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("packed")
    void areOpenedAlsoWhenADescriptorFollows(int method, int flags, byte[] packed) throws IOException {
        if (method == 14 && flags == 0) {
            return; // nobody says where it ends
        }
        byte[] zip = new ZipBytes()
                .addPacked("a", ONE, packed, method, h -> {
                    h.flags = flags | DESCRIPTOR;
                    h.crc = 0;
                    h.size = 0;
                    h.packed = 0;
                })
                .raw(ZipBytes.descriptor(ONE, packed.length))
                .withoutDirectory();

        assertThat(Opened.of(zip).saw(ONE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("packed")
    void areNeverSilentlyUnseenWhenAnOctetChanged(int method, int flags, byte[] packed) throws IOException {
        for (int at = 0; at < packed.length; at++) {
            byte[] changed = packed.clone();
            changed[at] ^= 0x55;
            Opened opened = Opened.of(new ZipBytes()
                    .addPacked("a", ONE, changed, method, h -> h.flags = flags)
                    .bytes());
            assertThat(opened.problem().isPresent() || opened.saw(ONE))
                    .as("octet %d", at)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("packed")
    void areDamagedWhereverTheyAreCut(int method, int flags, byte[] packed) throws IOException {
        for (int length = 0; length < packed.length; length++) {
            Opened opened = Opened.of(new ZipBytes()
                    .addPacked("a", ONE, Arrays.copyOf(packed, length), method, h -> h.flags = flags)
                    .bytes());
            assertThat(opened.reason()).as("cut at %d", length).contains(DAMAGED);
        }
    }

    /** All of these take the method's number for what it is. */
    @Test
    void areDamagedWhenTheirContentIsOfAnotherMethod() throws IOException {
        for (int method : new int[] {9, 12, 14, 95}) {
            assertThat(Opened.of(new ZipBytes()
                                    .add("a", "no such stream".getBytes(UTF_8), method, asItIs(), asItIs())
                                    .bytes())
                            .reason())
                    .contains(DAMAGED);
        }
    }

    @Property(tries = 100)
    void readDeflateAsDeflate64WhereBothAreTheSame(
            @ForAll long seed,
            @ForAll @IntRange(max = 100_000) int length,
            @ForAll @IntRange(min = 2, max = 256) int kinds)
            throws IOException {
        byte[] content = Bzip2Test.runs(seed, length, kinds, 3);

        // A run of 258 octets, which the two methods write differently, does not come up in such content.
        assertThat(new Deflate64Input(new ByteArrayInputStream(ZipBytes.deflate(content))).readAllBytes())
                .isEqualTo(content);
    }

    @Test
    void knowTheLongRunsOfDeflate64() throws IOException {
        // One block with the fixed codes: an a, a run of 3 + 40000 at distance 1, the end.
        Bits bits = new Bits().number(1, 1).number(1, 2).code(0x30 + 'a', 8);
        bits.code(0xc5, 8).number(40_000, 16).code(0, 5).code(0, 7);

        byte[] found = new Deflate64Input(new ByteArrayInputStream(bits.octets())).readAllBytes();

        assertThat(found).hasSize(40_004).containsOnly('a');
    }

    /** Bits in the order of deflate. */
    private static final class Bits {
        private final BitSet set = new BitSet();
        private int length;

        Bits number(int value, int bits) {
            for (int i = 0; i < bits; i++) {
                set.set(length++, (value >>> i & 1) != 0);
            }
            return this;
        }

        Bits code(int value, int bits) {
            return number(Integer.reverse(value) >>> 32 - bits, bits);
        }

        byte[] octets() {
            return Arrays.copyOf(set.toByteArray(), (length + 7) / 8);
        }
    }
}

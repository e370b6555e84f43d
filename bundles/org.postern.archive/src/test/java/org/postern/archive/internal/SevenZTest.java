// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;
import static org.postern.api.scan.UnscannableReason.LIMITS;
import static org.postern.archive.internal.SevenZBytes.archive;
import static org.postern.archive.internal.SevenZBytes.sealed;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZMethodConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SevenZTest {
    private static final byte[] ONE = "the first content, the first content".getBytes(UTF_8);
    private static final byte[] TWO = "the second content".getBytes(UTF_8);
    private static final byte[] NONE = new byte[0];

    /** Header ids: pack info 6, size 9, unpack info 7, folder 11, unpack sizes 12. */
    private static final byte COPY = 0;

    @Test
    void showsEveryEntryThatHasOctets() throws IOException {
        Opened opened = Opened.of(both());

        assertThat(opened.paths()).containsExactly("d/a", "b");
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    static Stream<List<SevenZMethodConfiguration>> methods() {
        SevenZMethodConfiguration lzma2 = new SevenZMethodConfiguration(SevenZMethod.LZMA2);
        return Stream.concat(
                Stream.of(
                                SevenZMethod.COPY,
                                SevenZMethod.LZMA,
                                SevenZMethod.LZMA2,
                                SevenZMethod.DEFLATE,
                                SevenZMethod.BZIP2)
                        .map(method -> List.of(new SevenZMethodConfiguration(method))),
                Stream.of(
                                new SevenZMethodConfiguration(SevenZMethod.DELTA_FILTER, 5),
                                new SevenZMethodConfiguration(SevenZMethod.BCJ_X86_FILTER),
                                new SevenZMethodConfiguration(SevenZMethod.BCJ_PPC_FILTER),
                                new SevenZMethodConfiguration(SevenZMethod.BCJ_IA64_FILTER),
                                new SevenZMethodConfiguration(SevenZMethod.BCJ_ARM_FILTER),
                                new SevenZMethodConfiguration(SevenZMethod.BCJ_ARM_THUMB_FILTER),
                                new SevenZMethodConfiguration(SevenZMethod.BCJ_SPARC_FILTER))
                        .map(filter -> List.of(filter, lzma2)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void opensEveryMethod(List<SevenZMethodConfiguration> methods) throws IOException {
        byte[] content = Bzip2Test.runs(7, 100_000, 256, 30);

        Opened opened =
                Opened.of(archive(Map.of("a", content), null, methods.toArray(SevenZMethodConfiguration[]::new)));

        assertThat(opened.saw(content)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void undoesBcj2() throws IOException {
        byte[] main = {(byte) 0x90, (byte) 0xe8, (byte) 0xc3};
        byte[] calls = {0, 0, 0x10, 0};
        byte[] taken = {0, -1, -1, -1, -2, 0, 0, 0, 0};

        InputStream in = new Bcj2Input(in(main), in(calls), in(NONE), in(taken), 7);

        assertThat(in.readAllBytes()).containsExactly(0x90, 0xe8, 0x1000 - 6 & 0xff, 0x0f, 0, 0, 0xc3);
    }

    private static InputStream in(byte[] octets) {
        return new ByteArrayInputStream(octets);
    }

    @Test
    void saysWhichMethodIsNotOpened() throws IOException {
        byte[] ppmd = {1, 4, 6, 0, 1, 9, 36, 0, 7, 11, 1, 0, 1, 3, 3, 4, 1, 12, 36, 0, 0, 0};

        Opened opened = Opened.of(sealed(ONE, ppmd));

        assertThat(opened.entries()).isEmpty();
        assertThat(opened.reason()).contains(DAMAGED);
        assertThat(opened.problem().orElseThrow().detail()).contains("30401");
    }

    @Test
    void opensWhatHasNoNames() throws IOException {
        Opened opened = Opened.of(sealed(ONE, stored(ONE.length)));

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Nested
    class WhenEncrypted {
        @Test
        void tellsOfItsEntries() throws IOException {
            Opened opened = Opened.of(archive(Map.of("a", ONE), "secret".toCharArray()));

            assertThat(opened.entries()).isEmpty();
            assertThat(opened.reason()).contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void tellsOfItsHeader() throws IOException {
            byte[] header = {
                0x17, 6, 0, 1, 9, 36, 0, 7, 11, 1, 0, 1, 0x24, 6, (byte) 0xf1, 7, 1, 2, 0x13, 0x0f, 12, 36, 0, 0
            };

            Opened opened = Opened.of(sealed(ONE, header));

            assertThat(opened.entries()).isEmpty();
            assertThat(opened.reason()).contains(ENCRYPTED_ARCHIVE);
        }
    }

    @Nested
    class WhenDamaged {
        @Test
        void tellsWhereverItIsCut() throws IOException {
            byte[] archive = both();

            for (int length = 32; length < archive.length; length++) {
                assertThat(Opened.of(Arrays.copyOf(archive, length)).reason())
                        .as("cut at %d", length)
                        .contains(DAMAGED);
            }
        }

        @Test
        void tellsOfASingleOctetThatChanged() throws IOException {
            byte[] archive = both();

            for (int at = 8; at < archive.length; at++) {
                byte[] changed = archive.clone();
                changed[at] ^= 0x55;
                assertThat(Opened.of(changed).problem()).as("octet %d", at).isPresent();
            }
        }

        @Test
        void tellsOfAnythingBehindItAndLooksAtAZipThere() throws IOException {
            Opened opened =
                    Opened.of(concat(both(), new ZipBytes().add("z", TWO).bytes()));

            assertThat(opened.paths()).contains("d/a", "b", "z");
            assertThat(opened.reason()).contains(DAMAGED);
        }

        @Test
        void tellsOfStreamsThatReachTooFar() throws IOException {
            byte[] far = stored(ONE.length);
            far[3] = 100;

            assertThat(Opened.of(sealed(ONE, far)).reason()).contains(DAMAGED);
        }

        @Property(tries = 2000)
        void survivesAnyHeader(@ForAll @Size(max = 60) byte[] header) throws IOException {
            assertThat(Opened.of(sealed(ONE, concat(new byte[] {1, 4}, header))))
                    .isNotNull();
            assertThat(Opened.of(sealed(ONE, concat(new byte[] {0x17}, header))))
                    .isNotNull();
        }

        @Property(tries = 3000)
        void survivesAnyChangeOfAHeaderWithRightChecksums(
                @ForAll @Size(min = 1, max = 4) List<Integer> places, @ForAll @Size(min = 4, max = 4) byte[] values)
                throws IOException {
            byte[] archive = both();
            int offset = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).getInt(12) + 32;
            byte[] header = Arrays.copyOfRange(archive, offset, archive.length);
            for (int i = 0; i < places.size(); i++) {
                header[Math.floorMod(places.get(i), header.length)] = values[i];
            }

            assertThat(Opened.of(sealed(Arrays.copyOfRange(archive, 32, offset), header)))
                    .isNotNull();
        }
    }

    @Nested
    class WhenItIsABomb {
        @Test
        void endsAtTheRatio() throws IOException {
            byte[] bomb = archive(Map.of("zeros", new byte[60 << 20]), null);

            Opened opened = Opened.of(bomb);

            assertThat(opened.reason()).contains(LIMITS);
            assertThat(opened.entries().get(0).octets()).hasSizeLessThan(11 << 20);
        }

        @Test
        void endsAtTheNumberOfEntries() throws IOException {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            for (int i = 0; i < 12; i++) {
                entries.put("e" + i, ONE);
            }
            Limits few = new Limits(3, 5, 20_000, 10_000, 20, 1000, Duration.ofSeconds(30));

            Opened opened = Opened.of(archive(entries, null), few);

            assertThat(opened.entries()).hasSize(5);
            assertThat(opened.reason()).contains(LIMITS);
        }

        @Test
        void takesNoLargeHeader() throws IOException {
            assertThat(Opened.of(sealed(NONE, new byte[(1 << 20) + 1])).reason())
                    .contains(LIMITS);
        }

        /** Both claim to come out with nearly 2^63 octets. */
        @Test
        void believesNoClaimOfSize() throws IOException {
            byte[] size = {(byte) 0xff, -1, -1, -1, -1, -1, -1, -1, 0x7f};
            byte[] start = {1, 4, 6, 0, 1, 9, 36, 0, 7, 11, 1, 0, 1, 0x21, 0x21, 1, 40, 12};

            assertThat(Opened.of(sealed(ONE, concat(start, concat(size, new byte[] {0, 0, 0}))))
                            .problem())
                    .isPresent();
            byte[] count = {1, 4, 6, 0, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, 0x7f};
            assertThat(Opened.of(sealed(ONE, count)).reason()).contains(DAMAGED);
        }
    }

    /** The header of an archive of one stored entry. */
    private static byte[] stored(int length) {
        return new byte[] {1, 4, 6, 0, 1, 9, (byte) length, 0, 7, 11, 1, 0, 1, 1, COPY, 12, (byte) length, 0, 0, 0};
    }

    static byte[] both() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("d/", NONE);
        entries.put("d/a", ONE);
        entries.put("empty", NONE);
        entries.put("b", TWO);
        return archive(entries, null);
    }
}

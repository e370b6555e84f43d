// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.LIMITS;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;

class Bzip2Test {
    private static final byte[] ONE = "the first content, the first content".getBytes(UTF_8);
    private static final byte[] TWO = "the second content".getBytes(UTF_8);

    @Test
    void showsTheContent() throws IOException {
        Opened opened = Opened.of(bzip2(ONE));

        assertThat(opened.paths()).containsExactly("member1");
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Property(tries = 60)
    void readsWhatAnotherWriterWrites(
            @ForAll long seed,
            @ForAll @IntRange(max = 350_000) int length,
            @ForAll @IntRange(min = 1, max = 256) int kinds,
            @ForAll @IntRange(min = 1, max = 600) int longestRun)
            throws IOException {
        byte[] content = runs(seed, length, kinds, longestRun);

        Opened opened = Opened.of(bzip2(content, 1 + kinds % 2));

        assertThat(opened.saw(content)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void showsEachStreamAndAllOfThem() throws IOException {
        Opened opened = Opened.of(concat(bzip2(ONE), bzip2(TWO)));

        assertThat(opened.paths()).containsExactly("member1", "member2", "all members");
        assertThat(opened.saw(concat(ONE, TWO))).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void toleratesZerosBehindTheLastStreamAndNothingElse() throws IOException {
        assertThat(Opened.of(concat(bzip2(ONE), new byte[600])).problem()).isEmpty();
        assertThat(Opened.of(concat(bzip2(ONE), TWO)).reason()).contains(DAMAGED);
    }

    @Test
    void looksAtAZipHungBehindIt() throws IOException {
        Opened opened =
                Opened.of(concat(bzip2(ONE), new ZipBytes().add("b", TWO).bytes()));

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
    }

    @Test
    void isDamagedWhereverItIsCut() throws IOException {
        byte[] bzip2 = bzip2(ONE);

        for (int length = 14; length < bzip2.length; length++) {
            assertThat(Opened.of(Arrays.copyOf(bzip2, length)).reason())
                    .as("cut at %d", length)
                    .contains(DAMAGED);
        }
    }

    @Test
    void isNeverSilentAboutASingleOctetThatChanged() throws IOException {
        byte[] bzip2 = concat(bzip2(ONE), bzip2(TWO));

        for (int at = 10; at < bzip2.length; at++) {
            byte[] changed = bzip2.clone();
            changed[at] ^= 0x55;
            Opened opened = Opened.of(changed);
            assertThat(opened.problem().isPresent() || opened.saw(concat(ONE, TWO)))
                    .as("octet %d", at)
                    .isTrue();
        }
    }

    @Test
    void looksAtWhatHasAWrongChecksum() throws IOException {
        byte[] bzip2 = bzip2(ONE);
        bzip2[10] ^= 1;

        Opened opened = Opened.of(bzip2);

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void boundsABomb() throws IOException {
        byte[] bomb = bzip2(new byte[60 << 20]);

        Opened opened = Opened.of(concat(bomb, bomb));

        assertThat(bomb).hasSizeLessThan(2000);
        assertThat(opened.reason()).contains(LIMITS);
        assertThat(opened.entries().get(0).octets()).hasSizeLessThan(11 << 20);
    }

    /** Content that is neither noise nor all the same. */
    static byte[] runs(long seed, int length, int kinds, int longestRun) {
        Random random = new Random(seed);
        byte[] content = new byte[length];
        for (int at = 0; at < length; ) {
            int end = Math.min(length, at + 1 + random.nextInt(longestRun));
            Arrays.fill(content, at, end, (byte) random.nextInt(kinds));
            at = end;
        }
        return content;
    }

    static byte[] bzip2(byte[] content) {
        return bzip2(content, 9);
    }

    private static byte[] bzip2(byte[] content, int blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(out, blocks)) {
            bzip2.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}

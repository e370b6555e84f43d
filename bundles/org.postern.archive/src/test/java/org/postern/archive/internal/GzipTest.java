// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.junit.jupiter.api.Test;

class GzipTest {
    private static final byte[] ONE = "the first content".getBytes(UTF_8);
    private static final byte[] TWO = "the second content".getBytes(UTF_8);

    @Test
    void showsTheContent() throws IOException {
        Opened opened = Opened.of(gzip(ONE));

        assertThat(opened.entries()).hasSize(1);
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void skipsTheFieldsOfTheHeader() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GzipParameters parameters = new GzipParameters();
        parameters.setFileName("name");
        parameters.setComment("comment");
        parameters.setHeaderCRC(true);
        try (GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(out, parameters)) {
            gzip.write(ONE);
        }

        Opened opened = Opened.of(out.toByteArray());

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void showsEachMemberAndAllOfThem() throws IOException {
        Opened opened = Opened.of(concat(gzip(ONE), gzip(TWO)));

        assertThat(opened.entries()).hasSize(3);
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.saw(concat(ONE, TWO))).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void toleratesZerosBehindTheLastMember() throws IOException {
        assertThat(Opened.of(concat(gzip(ONE), new byte[600])).problem()).isEmpty();
    }

    @Test
    void isDamagedByAnythingElseBehindIt() throws IOException {
        Opened opened = Opened.of(concat(gzip(ONE), TWO));

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void isDamagedByAWrongChecksumButStillLookedAt() throws IOException {
        byte[] gzip = gzip(ONE);
        gzip[gzip.length - 8] ^= 1;

        Opened opened = Opened.of(gzip);

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void looksAtAZipHungBehindIt() throws IOException {
        Opened opened = Opened.of(concat(gzip(ONE), new ZipBytes().add("b", TWO).bytes()));

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
    }

    @Test
    void takesAZipThatLiesInItStoredForItsContentOnly() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);

        Opened opened = Opened.of(gzip(new ZipBytes().add("b", noise).bytes()));

        assertThat(opened.paths()).containsExactly("member1", "member1!/b");
        assertThat(opened.problem()).isEmpty();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}

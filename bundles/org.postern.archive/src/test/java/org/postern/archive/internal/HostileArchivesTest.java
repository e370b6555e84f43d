// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.archive.internal.GzipTest.gzip;
import static org.postern.archive.internal.ZipBytes.asItIs;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever an archive holds: no exception, nothing left in the spool, and no silence about what was not seen. */
class HostileArchivesTest {
    private static final byte[] ONE = "the first content, the first content".getBytes(UTF_8);
    private static final byte[] TWO = "the second content".getBytes(UTF_8);

    @Test
    void looksAtEveryWholeEntryOfAZipCutAnywhere() throws IOException {
        byte[] first = new ZipBytes().add("a", ONE).withoutDirectory();
        byte[] zip = new ZipBytes()
                .add("a", ONE)
                .add("b", TWO, 0, asItIs(), asItIs())
                .bytes();
        int second = new ZipBytes()
                .add("a", ONE)
                .add("b", TWO, 0, asItIs(), asItIs())
                .withoutDirectory()
                .length;

        for (int length = 4; length < zip.length; length++) {
            Opened opened = Opened.of(Arrays.copyOf(zip, length));
            assertThat(opened.saw(ONE) || length < first.length)
                    .as("first at %d", length)
                    .isTrue();
            assertThat(opened.saw(TWO) || length < second)
                    .as("second at %d", length)
                    .isTrue();
            assertThat(opened.problem()).as("problem at %d", length).isPresent();
        }
    }

    @Test
    void looksAtEveryWholeMemberOfAGzipCutAnywhere() throws IOException {
        byte[] first = gzip(ONE);
        byte[] both = concat(first, gzip(TWO));

        for (int length = 3; length < both.length; length++) {
            Opened opened = Opened.of(Arrays.copyOf(both, length));
            assertThat(opened.saw(ONE) || length < first.length - 8)
                    .as("first at %d", length)
                    .isTrue();
            assertThat(opened.problem().isPresent()).as("problem at %d", length).isEqualTo(length != first.length);
        }
    }

    @Test
    void looksAtEveryWholeFileOfATarCutAnywhere() throws IOException {
        byte[] tar = concat(Arrays.copyOf(TarTest.tar("a", ONE), 1024), TarTest.tar("b", TWO));

        for (int length = 512; length < 2048; length++) {
            Opened opened = Opened.of(Arrays.copyOf(tar, length));
            assertThat(opened.saw(ONE)).as("first at %d", length).isEqualTo(length >= 512 + ONE.length);
            assertThat(opened.saw(TWO)).as("second at %d", length).isEqualTo(length >= 1536 + TWO.length);
            boolean cut = length < 512 + ONE.length || length > 1024 && length < 1536 + TWO.length;
            assertThat(opened.problem().isPresent()).as("problem at %d", length).isEqualTo(cut);
        }
    }

    @Test
    void showsWhatCameOutBeforeTheBreak() throws IOException {
        byte[] content = "0123456789".repeat(3000).getBytes(UTF_8);
        byte[] zip = new ZipBytes().add("a", content).withoutDirectory();

        Opened opened = Opened.of(Arrays.copyOf(zip, zip.length - 10));

        assertThat(opened.entries()).hasSize(1);
        assertThat(opened.entries().get(0).octets()).startsWith("0123456789".getBytes(UTF_8));
        assertThat(opened.problem()).isPresent();
    }

    @Test
    void isNeverSilentAboutASingleOctetThatChanged() throws IOException {
        byte[] zip = new ZipBytes()
                .add("a", ONE)
                .add("b", TWO, 0, asItIs(), asItIs())
                .bytes();

        List<Integer> silent = IntStream.range(0, zip.length)
                .filter(at -> {
                    byte[] changed = zip.clone();
                    changed[at] ^= 0x55;
                    try {
                        Opened opened = Opened.of(changed);
                        return opened.problem().isEmpty() && !(opened.saw(ONE) && opened.saw(TWO));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .boxed()
                .toList();

        assertThat(silent).isEmpty();
    }

    @Test
    void mistakesNoNoiseForAContainer() throws IOException {
        Random random = new Random(9);
        byte[] noise = new byte[600];
        for (int i = 0; i < 30_000; i++) {
            random.nextBytes(noise);
            assertThat(Opened.of(noise).problem()).as("noise %d", i).isEmpty();
        }
    }

    @Property(tries = 3000)
    void survivesAnyChangesToANestOfArchives(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 1 << 20) Integer> places,
            @ForAll @Size(min = 8, max = 8) byte[] values)
            throws IOException {
        byte[] zip = new ZipBytes()
                .add("a", ONE)
                .add("b", TWO, 0, asItIs(), asItIs())
                .bytes();
        byte[] nest = new ZipBytes()
                .add("t", TarTest.tar("z", zip), 0, asItIs(), asItIs())
                .add("g", gzip(zip))
                .bytes();
        for (int i = 0; i < places.size(); i++) {
            nest[places.get(i) % nest.length] = values[i];
        }

        assertThat(Opened.of(nest)).isNotNull();
    }

    @Property(tries = 2000)
    void survivesAnyOctetsBehindTheMarksOfAZip(@ForAll @Size(max = 300) byte[] octets) throws IOException {
        byte[] start = {'P', 'K', 3, 4};
        byte[] end = {'P', 'K', 5, 6};

        assertThat(Opened.of(concat(start, octets)).problem()).isPresent();
        assertThat(Opened.of(concat(concat(octets, end), octets))).isNotNull();
    }

    @Property(tries = 1000)
    void survivesAnyOctetsBehindTheMarksOfAGzip(@ForAll @Size(max = 300) byte[] octets) throws IOException {
        byte[] start = {0x1f, (byte) 0x8b, 8};

        assertThat(Opened.of(concat(start, octets)).problem()).isPresent();
    }
}

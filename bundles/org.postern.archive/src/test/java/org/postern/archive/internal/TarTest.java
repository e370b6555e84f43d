// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarTest {
    private static final byte[] ONE = "the first content".getBytes(UTF_8);
    private static final byte[] TWO = "the second content".getBytes(UTF_8);
    private static final String LONG = "folder/".repeat(30) + "name";

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void showsEveryFile(int longNames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(longNames);
            tar.putArchiveEntry(new TarArchiveEntry("folder/"));
            tar.closeArchiveEntry();
            tar.putArchiveEntry(new TarArchiveEntry("link", TarConstants.LF_SYMLINK));
            tar.closeArchiveEntry();
            add(tar, "a", ONE);
            add(tar, LONG, TWO);
        }

        Opened opened = Opened.of(out.toByteArray());

        assertThat(opened.paths()).containsExactly("a", LONG);
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void isNotMistakenInOctetsWithoutAChecksum() throws IOException {
        // the sum of these signed octets, the checksum's place counted as blanks, is -1
        byte[] octets = new byte[1024];
        octets[0] = -128;
        octets[1] = -128;
        octets[2] = -1;

        Opened opened = Opened.of(octets);

        assertThat(opened.entries()).isEmpty();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void looksAtAnotherArchiveBehindTheEnd() throws IOException {
        Opened opened = Opened.of(concat(tar("a", ONE), tar("b", TWO)));

        assertThat(opened.paths()).containsExactly("a", "b");
    }

    @Test
    void isDamagedByTwoSizesForOneEntry() throws IOException {
        Opened opened = Opened.of(concat(pax("9 size=4"), tar("a", ONE)));

        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void looksBehindAHeaderThatIsBroken() throws IOException {
        byte[] broken = tar("a", ONE);
        byte[] tar = concat(concat(Arrays.copyOf(broken, 1024), new byte[] {1}), new byte[511]);

        Opened opened = Opened.of(concat(tar, tar("b", TWO)));

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void looksIntoWhatASizeThatIsALieWouldSwallow() throws IOException {
        byte[] lie = Arrays.copyOf(tar("a", ONE), 512);
        Arrays.fill(lie, 124, 135, (byte) '7');
        byte[] tar = concat(checksummed(lie), tar("b", TWO));

        Opened opened = Opened.of(tar);

        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void isDamagedByASparseEntry() throws IOException {
        byte[] sparse = tar("a", ONE);
        sparse[156] = 'S';

        Opened opened = Opened.of(checksummed(sparse));

        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void isDamagedByAnExtendedHeaderThatIsNone() throws IOException {
        Opened opened = Opened.of(concat(pax("12 nonsense"), tar("b", TWO)));

        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void takesArchivesThatLieInItForEntriesOnly() throws IOException {
        byte[] one = tar("one.zip", new ZipBytes().add("a", ONE).bytes());
        byte[] two = tar("two.zip", new ZipBytes().add("b", TWO).bytes());

        Opened opened = Opened.of(concat(one, two));

        assertThat(opened.paths()).containsExactly("one.zip", "one.zip!/a", "two.zip", "two.zip!/b");
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void looksAtAZipHungBehindIt() throws IOException {
        Opened opened =
                Opened.of(concat(tar("a", ONE), new ZipBytes().add("b", TWO).bytes()));

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void looksAtAZipThatFillsTheLastBlock() throws IOException {
        byte[] tar = tar("a", ONE);
        byte[] zip = new ZipBytes().add("b", TWO).bytes();
        System.arraycopy(zip, 0, tar, 600, zip.length);

        assertThat(Opened.of(tar).saw(TWO)).isTrue();
    }

    static byte[] tar(String name, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            add(tar, name, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static byte[] pax(String record) {
        byte[] tar = tar("pax", (record + '\n').getBytes(UTF_8));
        tar[156] = 'x';
        return Arrays.copyOf(checksummed(tar), 1024);
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] checksummed(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xff;
        }
        byte[] digits = String.format("%06o\0 ", sum).getBytes(UTF_8);
        System.arraycopy(digits, 0, tar, 148, 8);
        return tar;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;
import static org.postern.archive.internal.ZipBytes.asItIs;
import static org.postern.archive.internal.ZipBytes.deflate;
import static org.postern.archive.internal.ZipBytes.descriptor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ZipTest {
    private static final byte[] ONE = "the first content, the first content".getBytes(UTF_8);
    private static final byte[] TWO = "the second content".getBytes(UTF_8);

    @Test
    void showsEveryEntry() throws IOException {
        Opened opened = Opened.of(new ZipBytes()
                .add("a", ONE)
                .add("d/b", TWO, 0, asItIs(), asItIs())
                .bytes());

        assertThat(opened.paths()).containsExactly("a", "d/b");
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void readsWhatTheJdkStreams() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("folder/"));
            zip.putNextEntry(new ZipEntry("folder/a"));
            zip.write(ONE);
            zip.setComment("a comment");
        }

        Opened opened = Opened.of(out.toByteArray());

        assertThat(opened.paths()).containsExactly("folder/a");
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void readsZip64() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeZip64(out);

        Opened opened = Opened.of(out.toByteArray());

        assertThat(opened.paths()).containsExactly("a", "b");
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void readsZip64BehindAProgram() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[1000]);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        writeZip64(zip);
        out.write(zip.toByteArray());

        Opened opened = Opened.of(out.toByteArray());

        assertThat(opened.paths()).containsExactly("a", "b");
        assertThat(opened.problem()).isEmpty();
    }

    private static void writeZip64(OutputStream out) throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            zip.setUseZip64(Zip64Mode.Always);
            for (String name : new String[] {"a", "b"}) {
                zip.putArchiveEntry(new ZipArchiveEntry(name));
                zip.write(ONE);
                zip.closeArchiveEntry();
            }
        }
    }

    @Test
    void findsAnArchiveBehindAProgram() throws IOException {
        byte[] zip = new ZipBytes().add("a", ONE).bytes();
        byte[] program = concat("MZ and much more".getBytes(UTF_8), zip);

        assertThat(Opened.of(program).saw(ONE)).isTrue();
        assertThat(Opened.of(program).problem()).isEmpty();
    }

    @Test
    void findsEntriesBehindAProgramThatLostTheDirectory() throws IOException {
        byte[] entries = new ZipBytes().add("a", ONE).withoutDirectory();

        Opened opened = Opened.of(concat("MZ and much more".getBytes(UTF_8), entries));

        assertThat(opened.saw(ONE)).isTrue();
    }

    @Test
    void doesNotCallACompoundFileDamagedForAnArchiveInFragments() throws IOException {
        byte[] zip = new ZipBytes().add("a", ONE).add("b", TWO).bytes();
        byte[] start = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0, 0, 0, 0};
        byte[] fragments = concat(concat(Arrays.copyOf(zip, 20), new byte[9]), Arrays.copyOfRange(zip, 20, zip.length));

        Opened opened = Opened.of(concat(start, fragments));

        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void doesNotTakeTheCodeOfAProgramThatReadsZipForAnEntry() throws IOException {
        // cmp dword ptr [...], 04034b50h and what may follow, here with the flag of encryption
        byte[] code = {0x3d, 'P', 'K', 3, 4, 0x75, (byte) 0xc5, (byte) 0x8b, 0x4d, 0, 0, 0x0f, 0, 1, 0, 0, 0, 0, 1};
        byte[] program = concat(concat("MZ".getBytes(UTF_8), code), new byte[500]);

        assertThat(Opened.of(program).problem()).isEmpty();
        assertThat(Opened.of(concat(program, new ZipBytes().add("a", ONE).bytes()))
                        .problem())
                .isEmpty();
    }

    @Test
    void looksAtAHiddenEntryWithAnyFlagsThatAReaderOfStreamsMeets() throws IOException {
        byte[] hidden = new ZipBytes()
                .add("\n", TWO, 8, h -> h.flags = 0x8000, asItIs())
                .withoutDirectory();

        Opened opened =
                Opened.of(new ZipBytes().add("a", ONE).raw(hidden).add("b", ONE).bytes());

        assertThat(opened.saw(TWO)).isTrue();
    }

    @Test
    void keepsControlCharactersOutOfWhatItReports() throws IOException {
        byte[] zip = new ZipBytes()
                .add("a\r\n\u202eb", ONE, 8, h -> h.flags = 1, h -> h.flags = 1)
                .bytes();

        assertThat(Opened.of(zip).problem().orElseThrow().detail()).contains("a???b");
    }

    @Test
    void doesNotTakeOtherContentForAnArchive() throws IOException {
        Opened opened = Opened.of("PK is not enough, nor PK\3\4 in the middle of some text".getBytes(UTF_8));

        assertThat(opened.entries()).isEmpty();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void looksAtEntriesThatTheDirectoryHides() throws IOException {
        byte[] hidden = new ZipBytes().add("hidden", TWO).withoutDirectory();

        Opened opened =
                Opened.of(new ZipBytes().add("a", ONE).raw(hidden).add("b", ONE).bytes());

        assertThat(opened.saw(TWO)).isTrue();
    }

    @Test
    void looksAtEntriesOfAnEmptyDirectory() throws IOException {
        byte[] entries = new ZipBytes().add("hidden", TWO).withoutDirectory();

        Opened opened = Opened.of(new ZipBytes().raw(entries).bytes());

        assertThat(opened.saw(TWO)).isTrue();
    }

    @Test
    void looksAtStreamedEntriesWithoutADirectory() throws IOException {
        byte[] zip = new ZipBytes()
                .add("a", ONE, 8, ZipTest::streamed, asItIs())
                .raw(descriptor(ONE, deflate(ONE).length))
                .add("b", TWO, 0, ZipTest::streamed, asItIs())
                .raw(descriptor(TWO, TWO.length))
                .withoutDirectory();

        Opened opened = Opened.of(zip);

        assertThat(opened.paths()).containsExactly("a", "b");
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    private static void streamed(ZipBytes.Header header) {
        header.flags = 8;
        header.crc = 0;
        header.packed = 0;
        header.size = 0;
    }

    @Test
    void isDamagedByAWrongChecksumButStillLookedAt() throws IOException {
        byte[] zip = new ZipBytes()
                .add("a", ONE, 8, h -> h.crc ^= 1, h -> h.crc ^= 1)
                .add("b", TWO)
                .bytes();

        Opened opened = Opened.of(zip);

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.saw(TWO)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void isDamagedByAMethodThatIsNotOpened() throws IOException {
        byte[] zip = new ZipBytes()
                .add("a", ONE, 98, asItIs(), asItIs())
                .add("b", TWO)
                .bytes();

        Opened opened = Opened.of(zip);

        assertThat(opened.paths()).containsExactly("b");
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void isDamagedByADirectoryThatIsShorterThanItSays() throws IOException {
        Opened opened = Opened.of(new ZipBytes().add("a", ONE).bytes(2));

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Nested
    class WhenHeadersContradictEachOther {
        @Test
        void looksAtBothMethods() throws IOException {
            // The local header says stored, the central one deflated.
            byte[] zip =
                    new ZipBytes().add("a", ONE, 8, h -> h.method = 0, asItIs()).bytes();

            Opened opened = Opened.of(zip);

            assertThat(opened.saw(ONE)).isTrue();
            assertThat(opened.saw(deflate(ONE))).isTrue();
            assertThat(opened.reason()).contains(DAMAGED);
        }

        @Test
        void looksAtBothLengths() throws IOException {
            byte[] zip = new ZipBytes()
                    .add(
                            "a",
                            ONE,
                            0,
                            h -> {
                                h.packed = 5;
                                h.size = 5;
                                h.crc = ZipBytes.crc(Arrays.copyOf(ONE, 5));
                            },
                            asItIs())
                    .bytes();

            Opened opened = Opened.of(zip);

            assertThat(opened.saw(ONE)).isTrue();
            assertThat(opened.saw(Arrays.copyOf(ONE, 5))).isTrue();
            assertThat(opened.reason()).contains(DAMAGED);
        }

        @Test
        void looksAtAnEntryHiddenInTheLocalRestOfAnother() throws IOException {
            byte[] hidden = new ZipBytes().add("hidden", TWO).withoutDirectory();
            byte[] zip = new ZipBytes()
                    .add(
                            "a",
                            concat(ONE, hidden),
                            0,
                            h -> {
                                h.packed = ONE.length;
                                h.size = ONE.length;
                                h.crc = ZipBytes.crc(ONE);
                            },
                            asItIs())
                    .bytes();

            assertThat(Opened.of(zip).saw(TWO)).isTrue();
        }

        @Test
        void looksAlongTwoDirectories() throws IOException {
            byte[] first = new ZipBytes().add("a", ONE).bytes();
            byte[] second = new ZipBytes().add("b", TWO).bytes();

            Opened opened = Opened.of(concat(first, second));

            assertThat(opened.saw(ONE)).isTrue();
            assertThat(opened.saw(TWO)).isTrue();
            assertThat(opened.reason()).contains(DAMAGED);
        }

        @Test
        void takesASmallArchiveStoredInAnotherForAnEntryOnly() throws IOException {
            byte[] inner = new ZipBytes().add("b", TWO).bytes();

            Opened opened = Opened.of(
                    new ZipBytes().add("inner", inner, 0, asItIs(), asItIs()).bytes());

            assertThat(opened.paths()).containsExactly("inner", "inner!/b");
            assertThat(opened.problem()).isEmpty();
        }
    }

    @Nested
    class WhenEncrypted {
        @Test
        void saysSoAndLooksAtTheRest() throws IOException {
            byte[] zip = new ZipBytes()
                    .add("secret", ONE, 8, h -> h.flags = 1, h -> h.flags = 1)
                    .add("open", TWO)
                    .bytes();

            Opened opened = Opened.of(zip);

            assertThat(opened.paths()).containsExactly("open");
            assertThat(opened.reason()).contains(ENCRYPTED_ARCHIVE);
            assertThat(opened.problem().orElseThrow().detail()).contains("secret");
        }

        @Test
        void knowsAes() throws IOException {
            byte[] aes = {0x01, (byte) 0x99, 7, 0, 2, 0, 'A', 'E', 3, 8, 0};
            byte[] zip = new ZipBytes()
                    .add("secret", ONE, 99, h -> aes(h, aes), h -> aes(h, aes))
                    .bytes();

            assertThat(Opened.of(zip).reason()).contains(ENCRYPTED_ARCHIVE);
        }

        private static void aes(ZipBytes.Header header, byte[] extra) {
            header.flags = 1;
            header.crc = 0;
            header.extra = extra;
        }

        @Test
        void looksAtAnEntryThatOnlyOneHeaderCallsEncrypted() throws IOException {
            byte[] zip =
                    new ZipBytes().add("a", ONE, 8, asItIs(), h -> h.flags = 1).bytes();

            Opened opened = Opened.of(zip);

            assertThat(opened.saw(ONE)).isTrue();
            assertThat(opened.problem()).isPresent();
        }

        @Test
        void saysSoOfAnEntryInAnArchiveInside() throws IOException {
            byte[] inner = new ZipBytes()
                    .add("secret", ONE, 8, h -> h.flags = 1, h -> h.flags = 1)
                    .bytes();

            Opened opened =
                    Opened.of(new ZipBytes().add("inner", inner).add("b", TWO).bytes());

            assertThat(opened.paths()).containsExactly("inner", "b");
            assertThat(opened.reason()).contains(ENCRYPTED_ARCHIVE);
        }
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

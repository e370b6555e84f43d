// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.LIMITS;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.spool.Octets;
import org.tukaani.xz.ARM64Options;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

class XzTest {
    private static final byte[] ONE = "the first content, the first content".getBytes(UTF_8);
    private static final byte[] TWO = "the second content".getBytes(UTF_8);

    @ParameterizedTest
    @ValueSource(ints = {XZ.CHECK_NONE, XZ.CHECK_CRC32, XZ.CHECK_CRC64, XZ.CHECK_SHA256})
    void showsTheContentWhateverItsCheck(int check) throws IOException {
        Opened opened = Opened.of(xz(ONE, check));

        assertThat(opened.paths()).containsExactly("member1");
        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void showsNothingInAStreamOfNothing() throws IOException {
        assertThat(Opened.of(xz(new byte[0], XZ.CHECK_CRC32)).problem()).isEmpty();
    }

    @Property(tries = 60)
    void readsEveryFilterAndLength(
            @ForAll long seed, @ForAll @IntRange(max = 200_000) int length, @ForAll @IntRange(max = 3) int filter)
            throws IOException {
        byte[] content = Bzip2Test.runs(seed, length, 256, 40);
        FilterOptions last = new LZMA2Options(filter);
        FilterOptions[] chain = switch (filter) {
            case 0 -> new FilterOptions[] {last};
            case 1 -> new FilterOptions[] {new X86Options(), last};
            case 2 -> new FilterOptions[] {new DeltaOptions(7), new ARM64Options(), last};
            default -> new FilterOptions[] {new DeltaOptions(256), last};
        };

        Opened opened = Opened.of(xz(content, XZ.CHECK_CRC64, chain));

        assertThat(opened.saw(content)).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void readsSeveralBlocks() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(1))) {
            xz.write(ONE);
            xz.endBlock();
            xz.write(TWO);
        }

        Opened opened = Opened.of(out.toByteArray());

        assertThat(opened.saw(concat(ONE, TWO))).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void showsEachStreamAndAllOfThemAlsoWithPaddingBetween() throws IOException {
        Opened opened = Opened.of(
                concat(concat(xz(ONE, XZ.CHECK_CRC64), new byte[8]), concat(xz(TWO, XZ.CHECK_SHA256), new byte[4])));

        assertThat(opened.paths()).containsExactly("member1", "member2", "all members");
        assertThat(opened.saw(concat(ONE, TWO))).isTrue();
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void isDamagedByAnythingElseBehindIt() throws IOException {
        assertThat(Opened.of(concat(xz(ONE, XZ.CHECK_CRC64), TWO)).reason()).contains(DAMAGED);
    }

    @Test
    void isDamagedWhereverItIsCut() throws IOException {
        byte[] xz = xz(ONE, XZ.CHECK_CRC64);

        for (int length = 12; length < xz.length; length++) {
            assertThat(Opened.of(Arrays.copyOf(xz, length)).reason())
                    .as("cut at %d", length)
                    .contains(DAMAGED);
        }
    }

    @Test
    void isNeverSilentAboutASingleOctetThatChanged() throws IOException {
        byte[] xz = concat(xz(ONE, XZ.CHECK_CRC64), xz(TWO, XZ.CHECK_CRC32));

        for (int at = 6; at < xz.length; at++) {
            byte[] changed = xz.clone();
            changed[at] ^= 0x55;
            assertThat(Opened.of(changed).problem()).as("octet %d", at).isPresent();
        }
    }

    @Test
    void looksAtWhatHasAWrongCheck() throws IOException {
        byte[] xz = xz(ONE, XZ.CHECK_SHA256);
        xz[xz.length - 24 - 10] ^= 1;

        Opened opened = Opened.of(xz);

        assertThat(opened.saw(ONE)).isTrue();
        assertThat(opened.reason()).contains(DAMAGED);
    }

    @Test
    void boundsABomb() throws IOException {
        byte[] bomb = xz(new byte[60 << 20], XZ.CHECK_NONE, new LZMA2Options(0));

        Opened opened = Opened.of(bomb);

        assertThat(opened.reason()).contains(LIMITS);
        assertThat(opened.entries().get(0).octets()).hasSizeLessThan(11 << 20);
    }

    @Nested
    class WhenItClaimsMemory {
        private static final long LITTLE = 1 << 20;

        @Test
        void needsNoMoreThanComesOut() throws IOException {
            LZMA2Options claims = new LZMA2Options(0);
            claims.setDictSize(LZMA2Options.DICT_SIZE_MAX);
            byte[] xz = xz(ONE, XZ.CHECK_CRC32);
            claimTheLargestDictionary(xz);

            assertThat(opened(xz, new Memory(LITTLE))).isEmpty();
        }

        @Test
        void isOverALimitWhenItNeedsMoreThanThereIs() throws IOException {
            byte[] xz = xz(Bzip2Test.runs(1, 3 << 20, 256, 40), XZ.CHECK_CRC32, new LZMA2Options(3));

            assertThat(opened(xz, new Memory(LITTLE))).contains("dictionary");
        }

        @Test
        void waitsForMemoryUpToTheDeadline() throws IOException {
            Memory memory = new Memory(LITTLE);
            Memory.Loan loan =
                    memory.borrow(LITTLE, Deadline.after(Duration.ZERO)).orElseThrow();
            byte[] xz = xz(ONE, XZ.CHECK_CRC32);

            assertThat(opened(xz, memory, Duration.ofMillis(20))).isNotEmpty();
            loan.close();
            assertThat(opened(xz, memory)).isEmpty();
        }

        @Test
        void givesBackAllThatItTook() throws IOException {
            Memory memory = new Memory(LITTLE);
            byte[] xz = xz(ONE, XZ.CHECK_CRC32);
            for (int length = 12; length <= xz.length; length++) {
                opened(Arrays.copyOf(xz, length), memory);
            }

            assertThat(memory.borrow(LITTLE, Deadline.after(Duration.ZERO))).isPresent();
        }

        /** Block header: length, flags, LZMA2, one octet of properties. */
        private void claimTheLargestDictionary(byte[] xz) {
            xz[16] = 40;
            byte[] crc = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) XzHeaders.crc(xz, 12, 8))
                    .array();
            System.arraycopy(crc, 0, xz, 20, 4);
        }

        private String opened(byte[] content, Memory memory) throws IOException {
            return opened(content, memory, Duration.ofSeconds(30));
        }

        private String opened(byte[] content, Memory memory, Duration time) throws IOException {
            Ledger ledger = new Ledger(Limits.DEFAULT, new Unpacking(), Deadline.after(time), memory);
            try (Walk walk = new Walk(new HeapSpool(), ledger)) {
                return walk.run(Octets.of(content), (path, octets) -> true)
                        .map(why -> why.detail())
                        .orElse("");
            }
        }
    }

    @Nested
    class WhenTheSpoolFails {
        @Test
        void leavesThatToTheCaller() {
            byte[] xz = xz(ONE, XZ.CHECK_CRC32);

            for (int good = 0; good < 4; good++) {
                Octets failing = new Failing(Octets.of(xz), good);
                assertThatThrownBy(() -> new BoundedContainers(new HeapSpool(), Limits.DEFAULT)
                                .open(
                                        failing,
                                        new Unpacking(),
                                        Deadline.after(Duration.ofMinutes(1)),
                                        (path, octets) -> true))
                        .isInstanceOf(IOException.class)
                        .hasMessage("the disk is gone");
            }
        }
    }

    /** Can be opened so many times. */
    private static final class Failing implements Octets {
        private final Octets octets;
        private int good;

        Failing(Octets octets, int good) {
            this.octets = octets;
            this.good = good;
        }

        @Override
        public long size() {
            return octets.size();
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            if (good-- == 0) {
                throw new IOException("the disk is gone");
            }
            return octets.open(from, length);
        }
    }

    @Nested
    class Alone {
        @Test
        void showsTheContentWithItsLengthOrWithout() throws IOException {
            for (boolean known : new boolean[] {true, false}) {
                Opened opened = Opened.of(lzma(ONE, known));

                assertThat(opened.paths()).containsExactly("member1");
                assertThat(opened.saw(ONE)).isTrue();
                assertThat(opened.problem()).isEmpty();
            }
        }

        @Test
        void isDamagedWhereverItIsCut() throws IOException {
            byte[] lzma = lzma(ONE, false);

            for (int length = 18; length < lzma.length; length++) {
                assertThat(Opened.of(Arrays.copyOf(lzma, length)).reason())
                        .as("cut at %d", length)
                        .contains(DAMAGED);
            }
        }

        @Test
        void isNoTableOfSmallNumbers() throws IOException {
            byte[] table = new byte[400];
            for (int first = 0; first < 0x5d; first++) {
                for (int second = 1; second < 128; second++) {
                    table[0] = (byte) first;
                    table[4] = (byte) second;
                    table[8] = 7;
                    assertThat(Opened.of(table).problem()).isEmpty();
                }
            }
        }

        @Test
        void isDamagedByAnythingBehindIt() throws IOException {
            assertThat(Opened.of(concat(lzma(ONE, true), TWO)).reason()).contains(DAMAGED);
        }

        @Test
        void boundsABomb() throws IOException {
            assertThat(Opened.of(lzma(new byte[60 << 20], false)).reason()).contains(LIMITS);
        }
    }

    static byte[] lzma(byte[] content, boolean known) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LZMAOutputStream lzma = new LZMAOutputStream(out, new LZMA2Options(1), known ? content.length : -1)) {
            lzma.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static byte[] xz(byte[] content, int check, FilterOptions... chain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            FilterOptions[] filters = chain.length == 0 ? new FilterOptions[] {new LZMA2Options(6)} : chain;
            try (XZOutputStream xz = new XZOutputStream(out, filters, check)) {
                xz.write(content);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}

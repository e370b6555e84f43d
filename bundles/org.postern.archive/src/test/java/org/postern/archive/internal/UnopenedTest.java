// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.DAMAGED;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.UnscannableReason;

/** Formats whose headers only are read. The octets are laid out here, after the descriptions of the formats. */
class UnopenedTest {
    private static final byte[] CONTENT = "the content, packed".getBytes(UTF_8);

    private static Optional<UnscannableReason> reason(byte[] content) throws IOException {
        Opened opened = Opened.of(content);
        assertThat(opened.entries()).isEmpty();
        return opened.reason();
    }

    /** No octet that is cut or changed makes a fault; and as long as the mark stands, what is cut is told. */
    private static void survives(byte[] content, int mark, boolean told) throws IOException {
        for (int length = 0; length < content.length; length++) {
            Optional<UnscannableReason> reason = reason(Arrays.copyOf(content, length));
            if (told && length > mark) {
                assertThat(reason).as("cut at %d", length).isPresent();
            }
        }
        for (int at = 0; at < content.length; at++) {
            for (int value : new int[] {0x55, 0x80, 0xff, 1}) {
                byte[] changed = content.clone();
                changed[at] ^= (byte) value;
                assertThat(Opened.of(changed)).isNotNull();
            }
        }
    }

    @Nested
    class Rar4Archives {
        private final byte[] mark = {'R', 'a', 'r', '!', 0x1a, 7, 0};
        private final byte[] end = block(0x7b, 0x4000, new byte[0]);

        @Test
        void areNoProblemOtherwise() throws IOException {
            assertThat(reason(archive(0, 0x8000))).isEmpty();
            assertThat(reason(concat(concat(mark, main(0)), file(0x8000)))).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "0, 0x8004, ENCRYPTED_ARCHIVE",
            "0x80, 0x8000, ENCRYPTED_ARCHIVE",
            "0x01, 0x8000, DAMAGED",
            "0, 0x8001, DAMAGED",
            "0, 0x8002, DAMAGED"
        })
        void areToldByTheirFlags(String main, String file, UnscannableReason reason) throws IOException {
            assertThat(reason(archive(Integer.decode(main), Integer.decode(file))))
                    .contains(reason);
        }

        @Test
        void haveTheirSizesReadWith64Bits() throws IOException {
            byte[] large = file(0x8100);

            assertThat(reason(concat(concat(mark, main(0)), concat(large, end))))
                    .isEmpty();
        }

        @Test
        void surviveEveryChange() throws IOException {
            byte[] archive = archive(0, 0x8000);

            survives(Arrays.copyOf(archive, archive.length - end.length), mark.length + 14, false);
            survives(archive, archive.length, false);
            assertThat(reason(Arrays.copyOf(archive, archive.length - end.length - 3)))
                    .contains(DAMAGED);
            archive[mark.length + 20] ^= 1;
            assertThat(reason(archive)).contains(DAMAGED);
        }

        private byte[] archive(int main, int file) {
            return concat(concat(mark, main(main)), concat(file(file), end));
        }

        private byte[] main(int flags) {
            return block(0x73, flags, new byte[6]);
        }

        /** Sizes packed and unpacked, system, checksum, time, version, method, length of the name, attributes. */
        private byte[] file(int flags) {
            ByteBuffer fields = ByteBuffer.allocate(26 + ((flags & 0x100) != 0 ? 8 : 0));
            fields.order(ByteOrder.LITTLE_ENDIAN).putInt(CONTENT.length).putInt(CONTENT.length);
            fields.position(19);
            fields.putShort((short) 1);
            fields.put(fields.capacity() - 1, (byte) 'a');
            return concat(block(0x74, flags, fields.array()), CONTENT);
        }

        private byte[] block(int kind, int flags, byte[] fields) {
            ByteBuffer block = ByteBuffer.allocate(7 + fields.length).order(ByteOrder.LITTLE_ENDIAN);
            block.put(2, (byte) kind).putShort(3, (short) flags).putShort(5, (short) block.capacity());
            block.position(7).put(fields);
            return block.putShort(0, (short) XzHeaders.crc(block.array(), 2, block.capacity() - 2))
                    .array();
        }
    }

    @Nested
    class Rar5Archives {
        private final byte[] mark = {'R', 'a', 'r', '!', 0x1a, 7, 1, 0};
        private final byte[] main = block(1, 0, 0);
        private final byte[] end = block(5, 0, 0);

        @Test
        void areNoProblemOtherwise() throws IOException {
            assertThat(reason(archive(main, file(2, 2, 0)))).isEmpty();
        }

        @Test
        void areToldWhenTheirHeadersAreEncrypted() throws IOException {
            assertThat(reason(archive(block(4, 0, 0, 0, 15), CONTENT))).contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void areToldWhenAFileIsEncrypted() throws IOException {
            // one record of a time, one of encryption
            assertThat(reason(archive(main, file(3, 5, CONTENT.length, 2, 3, 0, 1, 1))))
                    .contains(ENCRYPTED_ARCHIVE);
            assertThat(reason(archive(main, file(3, 3, CONTENT.length, 2, 3, 0))))
                    .isEmpty();
        }

        @Test
        void areToldWhenTheyAreOneOfSeveral() throws IOException {
            assertThat(reason(archive(block(1, 0, 1), file(2, CONTENT.length)))).contains(DAMAGED);
            assertThat(reason(archive(main, file(0x12, CONTENT.length)))).contains(DAMAGED);
        }

        @Test
        void surviveEveryChangeAndAreToldWhenCut() throws IOException {
            survives(archive(main, file(3, 5, CONTENT.length, 2, 3, 0, 1, 1)), mark.length, true);
            survives(archive(main, file(2, CONTENT.length)), mark.length, true);
        }

        private byte[] archive(byte[] first, byte[] second) {
            return concat(concat(mark, first), concat(second, end));
        }

        /** The length of the data stands behind the one of the extra area, if there is one. */
        private byte[] file(int flags, int... fields) {
            int[] all = fields;
            if ((flags & 2) != 0 && fields.length == 2) {
                all = new int[] {CONTENT.length};
            }
            return concat(block(2, flags, all), CONTENT);
        }

        private byte[] block(int kind, int flags, int... fields) {
            ByteBuffer block = ByteBuffer.allocate(4 + 3 + fields.length).order(ByteOrder.LITTLE_ENDIAN);
            block.put(4, (byte) (2 + fields.length)).put(5, (byte) kind).put(6, (byte) flags);
            for (int i = 0; i < fields.length; i++) {
                block.put(7 + i, (byte) fields[i]);
            }
            return block.putInt(0, (int) XzHeaders.crc(block.array(), 4, block.capacity() - 4))
                    .array();
        }
    }

    @Nested
    class Cabinets {
        @Test
        void areToldWhenTheyAreOneOfSeveralOrBreakOff() throws IOException {
            assertThat(reason(cabinet(0, 40))).isEmpty();
            assertThat(reason(cabinet(1, 40))).contains(DAMAGED);
            assertThat(reason(cabinet(2, 40))).contains(DAMAGED);
            assertThat(reason(cabinet(0, 41))).contains(DAMAGED);
            survives(cabinet(0, 40), 40, false);
        }

        /** Mark, length, version 1.3, flags. */
        private byte[] cabinet(int flags, int length) {
            ByteBuffer cabinet = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
            cabinet.putInt(0x4643534d)
                    .putInt(8, length)
                    .putShort(24, (short) 0x0103)
                    .putShort(30, (short) flags);
            return cabinet.array();
        }
    }

    @Nested
    class OfficeDocuments {
        @ParameterizedTest
        @ValueSource(strings = {"EncryptedPackage", "\tDRMContent"})
        void areToldByTheStreamTheyArePackedIn(String name) throws IOException {
            assertThat(reason(CompoundBytes.with(name, new byte[600]))).contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void areToldByTheFlagOfWord() throws IOException {
            byte[] document = words(1000, 0xa5ec, 0, 0, 0, 0, 0x0100);

            assertThat(reason(CompoundBytes.with("WordDocument", document))).contains(ENCRYPTED_ARCHIVE);
            document[11] = 0;
            assertThat(reason(CompoundBytes.with("WordDocument", document))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Workbook", "Book"})
        void areToldByTheRecordOfExcel(String name) throws IOException {
            byte[] encrypted = words(1000, 0x0809, 2, 0x0600, 0x86, 0, 0x2f, 2, 1);
            byte[] plain = words(1000, 0x0809, 2, 0x0600, 0xe1, 2, 0x2f, 0x42, 2, 1200);

            assertThat(reason(CompoundBytes.with(name, encrypted))).contains(ENCRYPTED_ARCHIVE);
            assertThat(reason(CompoundBytes.with(name, Arrays.copyOf(encrypted, 100))))
                    .contains(ENCRYPTED_ARCHIVE);
            assertThat(reason(CompoundBytes.with(name, plain))).isEmpty();
        }

        @Test
        void areToldByTheMarkOfPowerPoint() throws IOException {
            byte[] user = words(24, 0, 0x0ff6, 20, 0, 20, 0, 0xc4df, 0xf3d1);

            assertThat(reason(CompoundBytes.with("Current User", user))).contains(ENCRYPTED_ARCHIVE);
            user[14] = (byte) 0x91;
            assertThat(reason(CompoundBytes.with("Current User", user))).isEmpty();
        }

        @Test
        void surviveEveryChange() throws IOException {
            survives(CompoundBytes.with("Workbook", words(100, 0x0809, 2, 0x0600, 0x2f)), 512, false);
        }

        @Test
        void endWhereChainsAreCircles() throws IOException {
            byte[] file = CompoundBytes.with("WordDocument", words(1000, 0xa5ec));
            file[512 + 4] = 1; // the directory goes on with itself
            Arrays.fill(file, 512 + 5, 512 + 8, (byte) 0);

            assertThat(reason(file)).isEmpty();
        }

        private byte[] words(int length, int... values) {
            ByteBuffer words = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            for (int value : values) {
                words.putShort((short) value);
            }
            return words.array();
        }
    }
}

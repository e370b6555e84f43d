// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.IOException;
import java.util.Locale;

/**
 * Whether a document in a compound file is encrypted: one of the newer formats, which is packed into one stream then
 * ([MS-OFFCRYPTO], section 2.3.4.4), or one of Word, Excel or PowerPoint up to 2003. What is not as expected is left to the
 * engines.
 */
final class OfficeFile {
    private static final int WORD = 0xa5ec;
    private static final int WORD_95 = 0xa5dc;
    private static final int WORD_ENCRYPTED = 0x0100;
    private static final int BEGINNING_OF_FILE = 0x0809;
    private static final int FILE_PASS = 0x2f;
    private static final int FEW_RECORDS = 6;
    private static final long SLIDES_ENCRYPTED = 0xf3d1c4dfL;

    private final Window window;
    private final Unopened found;

    /** @param window tells failures of the spool by {@link SpoolFailure} */
    OfficeFile(Window window, Unopened found) {
        this.window = window;
        this.found = found;
    }

    void look() throws IOException {
        try {
            CompoundFile file = new CompoundFile(window);
            for (CompoundFile.Stream stream : file.streams()) {
                if (isEncrypted(file, stream)) {
                    found.encrypted("an encrypted document: " + stream.name());
                    return;
                }
            }
        } catch (SpoolFailure e) {
            throw e.failure();
        } catch (IOException e) {
            // Not lost: the content goes to the engines as all content does.
            return;
        }
    }

    private boolean isEncrypted(CompoundFile file, CompoundFile.Stream stream) throws IOException {
        return switch (stream.name().toLowerCase(Locale.ROOT)) {
            case "encryptedpackage", "\tdrmcontent" -> true;
            case "worddocument" -> {
                long mark = number(file, stream, 0, 2);
                yield (mark == WORD || mark == WORD_95) && (number(file, stream, 10, 2) & WORD_ENCRYPTED) != 0;
            }
            case "workbook", "book" -> isEncryptedWorkbook(file, stream);
            case "current user" -> number(file, stream, 12, 4) == SLIDES_ENCRYPTED;
            default -> false;
        };
    }

    /** The record that says so stands before all that is encrypted ([MS-XLS], section 2.1.7.20.3). */
    private static boolean isEncryptedWorkbook(CompoundFile file, CompoundFile.Stream stream) throws IOException {
        long at = 0;
        for (int i = 0; i < FEW_RECORDS; i++) {
            long kind = number(file, stream, at, 2);
            if (i == 0 && kind != BEGINNING_OF_FILE) {
                return false;
            }
            if (kind == FILE_PASS) {
                return true;
            }
            at += 4 + number(file, stream, at + 2, 2);
        }
        return false;
    }

    private static long number(CompoundFile file, CompoundFile.Stream stream, long at, int count) throws IOException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            byte[] octet = file.bytes(stream, at + i, 1);
            value |= octet.length == 0 ? 0 : (octet[0] & 0xffL) << 8 * i;
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.UnscannableReason;

/** M06. The files were written by pypdf, encrypted for a user with a password or for the owner alone. */
class PdfTest {
    private static final String ENCRYPTION =
            "<< /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >>".formatted("o".repeat(32), "u".repeat(32));

    /** Every file there is, and what is made of it here. */
    static List<byte[]> all() throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "pdf"))) {
            for (Path file : files.sorted().toList()) {
                all.add(Files.readAllBytes(file));
            }
        }
        all.add(pdf("", "/Encrypt " + ENCRYPTION));
        all.add(streamed("5 0 obj " + ENCRYPTION + " endobj", "/Encrypt 5 0 R"));
        return all;
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = PdfTest.class.getResourceAsStream("/pdf/" + name + ".pdf")) {
            return in.readAllBytes();
        }
    }

    private static byte[] pdf(String objects, String inTrailer) {
        return ("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n" + objects + "\ntrailer\n<< /Size 6 /Root 1 0 R /ID [(a) (b)] "
                        + inTrailer + " >>\nstartxref\n9\n%%EOF\n")
                .getBytes(ISO_8859_1);
    }

    /** With a cross-reference stream, which the file's end tells the place of. */
    private static byte[] streamed(String objects, String inDictionary) {
        String before = "%PDF-1.7\n" + objects + "\n";
        return (before + "7 0 obj << /Type /XRef /Size 6 /Root 1 0 R /W [1 2 1] " + inDictionary
                        + " >>\nstream\nnothing\nendstream\nendobj\nstartxref\n" + before.length() + "\n%%EOF\n")
                .getBytes(ISO_8859_1);
    }

    private static Optional<UnscannableReason> reason(byte[] content) throws IOException {
        Opened opened = Opened.of(content);
        assertThat(opened.entries()).isEmpty();
        return opened.reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r2", "r3", "r4", "r5", "r6"})
    void isEncryptedWhenItsUserNeedsAPassword(String revision) throws IOException {
        assertThat(reason(file(revision + "-user"))).contains(ENCRYPTED_ARCHIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r2", "r3", "r4", "r5", "r6"})
    void isNoneWhenItOnlyForbidsThings(String revision) throws IOException {
        assertThat(reason(file(revision + "-owner"))).isEmpty();
    }

    @Test
    void isNoneWithoutEncryption() throws IOException {
        assertThat(reason(file("plain"))).isEmpty();
    }

    @Test
    void isLookedIntoInsideAnArchive() throws IOException {
        byte[] zip = new ZipBytes().add("a.pdf", file("r6-user")).bytes();

        assertThat(Opened.of(zip).problem().orElseThrow().detail()).isEqualTo("a.pdf: pdf: needs a password");
    }

    @Nested
    class WhereTheDictionaryStands {
        @Test
        void inTheTrailerItself() throws IOException {
            assertThat(reason(pdf("", "/Encrypt " + ENCRYPTION))).contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void behindTheDictionaryOfACrossReferenceStream() throws IOException {
            assertThat(reason(streamed("5 0 obj " + ENCRYPTION + " endobj", "/Encrypt 5 0 R")))
                    .contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void nowhere() throws IOException {
            assertThat(reason(pdf("", "/Encrypt 5 0 R"))).contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void underANameWithEscapes() throws IOException {
            assertThat(reason(pdf("", "/Encr#79pt " + ENCRYPTION))).contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void behindABeginningOfSomethingElse() throws IOException {
            assertThat(reason(concat(new byte[900], file("r3-user")))).contains(ENCRYPTED_ARCHIVE);
            assertThat(reason(concat(new byte[900], file("r3-owner")))).isEmpty();
        }

        @Test
        void behindWhatIsMadeToLookLikeAStream() throws IOException {
            byte[] hidden = streamed("1 0 obj << >> stream\n", "/Encrypt " + ENCRYPTION);

            assertThat(reason(hidden)).contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void deepBehindOthers() throws IOException {
            String deep = "<< /A ".repeat(500) + "1" + " >>".repeat(500);

            assertThat(reason(pdf("", "/X " + deep + " /Encrypt " + ENCRYPTION)))
                    .contains(ENCRYPTED_ARCHIVE);
        }

        @Test
        void underAHandlerThatNobodyKnows() throws IOException {
            assertThat(reason(pdf("", "/Encrypt << /Filter /Adobe.PubSec /V 4 /Recipients [(x)] >>")))
                    .contains(ENCRYPTED_ARCHIVE);
        }
    }

    @Nested
    class WhatOnlyMentionsIt {
        @Test
        void inTheDataOfAStream() throws IOException {
            String text = "trailer << /Root 1 0 R /Encrypt 5 0 R >>";

            assertThat(reason(pdf("4 0 obj << /Length 40 >> stream\n" + text + "\nendstream endobj", "")))
                    .isEmpty();
        }

        @Test
        void inAStringOrAComment() throws IOException {
            assertThat(reason(pdf("4 0 obj (\\( << /Root 1 0 R /Encrypt 5 0 R >> ) endobj", "")))
                    .isEmpty();
            assertThat(reason(pdf("% << /Root 1 0 R /Encrypt 5 0 R >>", ""))).isEmpty();
        }

        @Test
        void asAValueOrInAnotherDictionary() throws IOException {
            assertThat(reason(pdf("4 0 obj << /Encrypt 5 0 R >> endobj", "/X /Encrypt /Y [/Encrypt 1]")))
                    .isEmpty();
        }

        @Test
        void inSomethingThatIsNoPdf() throws IOException {
            assertThat(reason("trailer << /Root 1 0 R /Encrypt 5 0 R >>".getBytes(ISO_8859_1)))
                    .isEmpty();
        }
    }

    @Test
    void survivesEveryCutAndChange() throws IOException {
        for (byte[] whole :
                List.of(file("r4-owner"), streamed("5 0 obj " + ENCRYPTION + " endobj", "/Encrypt 5 0 R"))) {
            for (int length = 0; length < whole.length; length++) {
                assertThat(Opened.of(Arrays.copyOf(whole, length))).isNotNull();
            }
            for (int at = 0; at < whole.length; at++) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x15;
                assertThat(Opened.of(changed)).isNotNull();
            }
        }
    }
}

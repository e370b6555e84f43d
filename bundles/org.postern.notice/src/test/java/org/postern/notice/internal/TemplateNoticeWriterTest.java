// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.notice.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.notice.Notice;
import org.postern.api.notice.Notice.Removed;
import org.postern.api.notice.NoticeWriter.Replacement;
import org.postern.api.scan.UnscannableReason;

class TemplateNoticeWriterTest {
    private static final Removed INFECTED =
            new Removed("rechnung.exe", "application/octet-stream", true, "Win.Test", "clamd", "");
    private static final Removed ENCRYPTED =
            new Removed("geheim.zip", "application/zip", false, "encryptedArchive", "postern", "");

    @TempDir
    Path templates;

    @Test
    void tellsWhatWasRemovedWhyWhenAndByWhom() throws Exception {
        String text = text(notice("en", "20261124-0001", INFECTED, ENCRYPTED));

        assertThat(text)
                .startsWith("Something was removed")
                .contains("On 2026-11-24 07:05 UTC the mail gateway mx.example.org")
                .contains("* \"rechnung.exe\" (application/octet-stream)\n"
                        + "  Malware was found in it: Win.Test (says clamd).")
                .contains("* \"geheim.zip\" (application/zip)\n  It could not be checked for malware (says postern):\n"
                        + "  it is, or contains, an archive or a document with a password.\n")
                .contains("    20261124-0001\n")
                .contains("its signature no longer fits")
                .doesNotContain("{{")
                .doesNotContain("No copy");
    }

    @Test
    void tellsWhereInAnArchiveItIs() throws Exception {
        Removed inside =
                new Removed("a.zip", "application/zip", true, "Win.Test", "signature", "b.zip!/c\u202Eexe.pdf");
        Removed locked =
                new Removed("d.zip", "", false, "encryptedArchive", "postern", "e.zip: an entry with a password");

        assertThat(text(notice("en", "1", inside, locked)))
                .contains("Win.Test (says signature).\n  Path inside: b.zip!/cexe.pdf\n")
                .contains("a document with a password.\n  Details: e.zip: an entry with a password\n");
        assertThat(text(notice("de", "1", inside, locked)))
                .contains("\n  Pfad darin: b.zip!/cexe.pdf\n")
                .contains("\n  Einzelheiten (englisch): e.zip: an entry with a password\n");
        assertThat(text(notice("en", "1", INFECTED, ENCRYPTED))).doesNotContain("Path inside", "Details", "more.");
    }

    /** Whoever sends a message says how many parts it has. */
    @Test
    void tellsOfFiftyAndHowManyMoreThereAre() throws Exception {
        Removed[] many = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> new Removed("file-" + i + ".exe", "a/b", true, "W", "clamd", ""))
                .toArray(Removed[]::new);

        assertThat(text(notice("en", "1", many)))
                .contains("\"file-50.exe\"", "\nand 9950 more.\n")
                .doesNotContain("file-51.exe")
                .hasSizeLessThan(8000);
        assertThat(text(notice("de", "1", many))).contains("\nund 9950 weitere.\n");
    }

    @Test
    void doesNotCallUncheckedContentInfected() throws Exception {
        String text = text(notice("en", "", ENCRYPTED));

        assertThat(text).doesNotContain("Malware was found").doesNotContain("malware was taken out");
        assertThat(text).contains("No copy of the original message was kept").doesNotContain("quarantine");
    }

    @Test
    void speaksGermanWhereItIsAskedTo() throws Exception {
        assertThat(text(notice("de", "1", INFECTED, ENCRYPTED)))
                .startsWith("Aus dieser Nachricht wurde etwas entfernt")
                .contains("„rechnung.exe“")
                .contains("Quarantäne");
        assertThat(text(notice("de-AT", "1", INFECTED))).startsWith("Aus dieser Nachricht");
    }

    @Test
    void everyReasonHasItsSentenceInEveryLanguage() throws Exception {
        for (String language : new String[] {"en", "de"}) {
            List<String> texts = Arrays.stream(UnscannableReason.values())
                    .map(reason -> new Removed("x", "a/b", false, reason.key(), "postern", ""))
                    .map(removed -> unchecked(notice(language, "1", removed)))
                    .toList();
            String other = text(notice(language, "1", new Removed("x", "a/b", false, "scanFailed", "clamd", "")));

            assertThat(texts)
                    .doesNotHaveDuplicates()
                    .hasSize(UnscannableReason.values().length)
                    .doesNotContain(other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "", "../../secret", "en/../de", "EN", "de\0", "e", "xx-../..", "de\n"})
    void speaksEnglishWhereThereIsNoSuchLanguage(String language) throws Exception {
        Files.createDirectories(templates.resolve("../secret"));
        Files.writeString(templates.resolve("../secret/notice.txt"), "outside");

        assertThat(text(notice(language, "1", INFECTED))).startsWith("Something was removed");
    }

    @Test
    void theAdministratorsTemplateComesFirstAndIsReadAgainWhenChanged() throws Exception {
        Path file = Files.createDirectories(templates.resolve("de")).resolve("notice.txt");
        Files.writeString(file, "Weg: {{#removed}}{{fileName}} {{why}};{{/removed}} {{&gateway}}\n");
        TemplateNoticeWriter writer = new TemplateNoticeWriter(templates);
        assertThat(text(writer, notice("de-CH", "1", INFECTED)))
                .isEqualTo("Weg: rechnung.exe Win.Test; mx.example.org\n");

        Files.writeString(file, "Neu\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
        assertThat(text(writer, notice("de", "1", INFECTED))).isEqualTo("Neu\n");

        Files.delete(file);
        assertThat(text(writer, notice("de", "1", INFECTED))).startsWith("Aus dieser Nachricht");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#removed}} never closed",
                "{{noSuchName}}",
                "{{gateway.class}}",
                "{{removed.size}}",
                "{{> other}}",
                "{{#removed}}{{class.name}}{{/removed}}",
            })
    void aBrokenTemplateFallsBackToTheShippedOne(String broken) throws Exception {
        Files.writeString(Files.createDirectories(templates.resolve("en")).resolve("notice.txt"), broken);

        assertThat(text(notice("en", "1", INFECTED))).startsWith("Something was removed");
    }

    @Test
    void aTemplateThatIsNoUtf8FallsBackToTheShippedOne() throws Exception {
        Files.write(
                Files.createDirectories(templates.resolve("en")).resolve("notice.txt"), new byte[] {'x', (byte) 0xe4});

        assertThat(text(notice("en", "1", INFECTED))).startsWith("Something was removed");
    }

    /** T51, T52 */
    @Test
    void namesOutOfTheMailAreCleanedCutAndNeverExpanded() throws Exception {
        String name = "a\r\n--b\r\nContent-Type: x\0\u202Egpj.\u200B{{gateway}}${jndi:ldap://x}<b>" + "x".repeat(500);

        String text = text(notice("en", "1", new Removed(name, "a/b\n", true, "W\u001b[31m", "e\u2028f", name)));

        assertThat(text)
                .contains("\"a--bContent-Type: xgpj.{{gateway}}${jndi:ldap://x}<b>xxx")
                .contains("(a/b)\n  Malware was found in it: W[31m (says ef).");
        assertThat(text.lines().mapToInt(String::length).max().orElseThrow()).isLessThan(230);
    }

    @Property(tries = 300)
    void whateverTheNamesAreTheReplacementIsTameMime(@ForAll String name, @ForAll String threat) throws Exception {
        TemplateNoticeWriter writer = new TemplateNoticeWriter(Path.of("no-such-folder"));
        Replacement replacement = writer.write(notice("de", "1", new Removed(name, name, true, threat, name, threat)));

        for (byte[] octets : List.of(replacement.fields(), replacement.body())) {
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            assertThat(text).matches("(?s)([ -~]{0,76}\r\n)+");
            assertThat(text.lines()).noneMatch(line -> line.startsWith("-") || line.startsWith("."));
            assertThat(text).doesNotContain("\r\n\r\n\r\n\r\n");
        }
        assertThat(text(writer, notice("de", "1", new Removed(name, name, true, threat, name, threat))))
                .contains(CleanText.of(threat));
    }

    private Notice notice(String language, String quarantineId, Removed... removed) {
        Instant at = Instant.parse("2026-11-24T07:05:59Z");
        return new Notice(language, "mx.example.org", at, quarantineId, List.of(removed));
    }

    private String text(Notice notice) throws MessagingException, IOException {
        return text(new TemplateNoticeWriter(templates), notice);
    }

    private String unchecked(Notice notice) {
        try {
            return text(notice);
        } catch (MessagingException | IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /** What a mail program makes of it. */
    private static String text(TemplateNoticeWriter writer, Notice notice) throws MessagingException, IOException {
        Replacement replacement = writer.write(notice);
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(replacement.fields());
        part.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        part.writeBytes(replacement.body());
        MimeBodyPart parsed = new MimeBodyPart(new ByteArrayInputStream(part.toByteArray()));
        assertThat(parsed.getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(parsed.getFileName()).isEqualTo("postern-notice.txt");
        assertThat(parsed.getDisposition()).isEqualTo("inline");
        return new String(parsed.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}

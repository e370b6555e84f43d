// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.postern.pipeline.internal.Mail.base64Part;
import static org.postern.pipeline.internal.Mail.lines;
import static org.postern.pipeline.internal.Mail.multipart;
import static org.postern.pipeline.internal.Mail.part;
import static org.postern.pipeline.internal.Mail.replacedBase64Part;
import static org.postern.pipeline.internal.Mail.replacedPart;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.api.mime.HeaderField;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.MimeReader;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.mime.Reading;
import org.postern.api.notice.Notice;
import org.postern.api.policy.Action;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/** What is replaced and what stays, octet for octet: the expected message is written out in full. */
class ReplacingTest {
    private static final String CLEAN = part("text/plain", "nothing here");
    private static final String INFECTED = part("text/plain", "here: " + VIRUS);
    private static final String WHY = "Test.Worm";

    private final Mill mill = new Mill();

    @Test
    void passesACleanMessageAsTheVerySameOctets() {
        Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("a.bin", "harmless")));

        assertThat(result.text()).isEqualTo(multipart("b", CLEAN, base64Part("a.bin", "harmless")));
        assertThat(result.processing().action()).isEqualTo(Action.PASSED);
        assertThat(result.processing().quarantined()).isEmpty();
        assertThat(mill.quarantine.kept()).isEmpty();
        assertThat(mill.notices.written()).isEmpty();
    }

    @Test
    void replacesAnInfectedAttachmentAndNothingElse() {
        Mill.Result result = mill.process(multipart("b", CLEAN, base64Part("a.bin", VIRUS), CLEAN));

        assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedBase64Part(WHY), CLEAN));
        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(result.processing().quarantined()).contains("Q1");
    }

    /** M04, M05 */
    @Test
    void replacesThePartInWhichMalwareIsWrapped() {
        String virus = Base64.getEncoder().encodeToString(VIRUS.getBytes(StandardCharsets.US_ASCII));
        String wrapped = base64Part("a.bin", "begin-base64 644 a.exe\r\n" + virus + "\r\n====\r\n");

        Mill.Result result = mill.process(multipart("b", CLEAN, wrapped, CLEAN));

        assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedBase64Part(WHY), CLEAN));
        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
    }

    @Test
    void replacesAPartThatTheRawScanSeesTooWithoutTheRest() {
        Mill.Result result = mill.process(multipart("b", CLEAN, INFECTED, CLEAN));

        assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedPart(WHY), CLEAN));
    }

    @Test
    void replacesEachOfSeveralInfectedParts() {
        Mill.Result result = mill.process(multipart("b", INFECTED, CLEAN, base64Part("a", VIRUS), INFECTED));

        assertThat(result.text())
                .isEqualTo(multipart("b", replacedPart(WHY), CLEAN, replacedBase64Part(WHY), replacedPart(WHY)));
        assertThat(mill.notices.written()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void tellsWhatWasRemovedFromWhere() {
        mill.process(multipart("b", CLEAN, base64Part("invoice.exe", VIRUS)));

        Notice notice = mill.notices.written().get(0);
        assertThat(notice.quarantineId()).isEqualTo("Q1");
        assertThat(notice.gateway()).isEqualTo("gateway.example");
        assertThat(notice.removed())
                .isEqualTo(
                        List.of(new Notice.Removed("invoice.exe", "application/octet-stream", true, WHY, "test", "")));
    }

    @Test
    void tellsWhereInAnArchiveItWas() {
        mill.scanner.says(ScanResult.infected("Other.Worm", "a.zip!/b.exe"), "PK-1");
        mill.scanner.says(ScanResult.unscannable(UnscannableReason.DAMAGED, "c.zip: breaks off"), "PK-2");

        mill.process(multipart("b", base64Part("one", "PK-1"), base64Part("two", "PK-2")));

        assertThat(mill.notices.written())
                .flatExtracting(Notice::removed)
                .extracting(Notice.Removed::fileName, Notice.Removed::where)
                .contains(tuple("one", "a.zip!/b.exe"), tuple("two", "c.zip: breaks off"));
    }

    /** Most programs show it as a text then: nothing but a remark would be left to be read. */
    @Test
    void replacesTheBodyOfAMultipartWithoutParts() {
        Mill.Result result = mill.process(lines("Content-Type: multipart/mixed; boundary=b", "", "only text", VIRUS));

        assertThat(result.text())
                .isEqualTo("MIME-Version: 1.0\r\n" + PlainNotices.FIELDS + "\r\n" + PlainNotices.body(WHY));
    }

    @Test
    void leavesARemarkInsteadOfWhatStandsBesideTheParts() {
        Mill.Result result = mill.process(
                lines("Content-Type: multipart/mixed; boundary=b", "", VIRUS, "--b", CLEAN, "--b--", "more " + VIRUS));

        assertThat(result.text())
                .isEqualTo(lines(
                        "Content-Type: multipart/mixed; boundary=b",
                        "",
                        "[removed by the mail gateway]",
                        "",
                        "--b",
                        CLEAN,
                        "--b--",
                        "[removed by the mail gateway]"));
    }

    @Test
    void replacesTheBodyOfASinglePartMessage() {
        Mill.Result result = mill.process(lines(
                "From: a@example.org",
                "Content-Type: text/html",
                "Content-Disposition: inline;",
                " filename=x",
                "X-Kept: yes",
                "",
                VIRUS,
                "more"));

        assertThat(result.text())
                .isEqualTo("From: a@example.org\r\nMIME-Version: 1.0\r\n" + PlainNotices.FIELDS + "X-Kept: yes\r\n\r\n"
                        + PlainNotices.body(WHY));
    }

    @Test
    void leavesTheMimeVersionThatIsThere() {
        Mill.Result result = mill.process(lines("MIME-Version: 1.0", "From: a@example.org", "", VIRUS));

        assertThat(result.text())
                .isEqualTo("MIME-Version: 1.0\r\nFrom: a@example.org\r\n" + PlainNotices.FIELDS + "\r\n"
                        + PlainNotices.body(WHY));
    }

    @Test
    void replacesAPartInsideANestedMessage() {
        String inner = "Content-Type: message/rfc822\r\n\r\n"
                + "Subject: inner\r\n"
                + "Content-Type: multipart/mixed; boundary=inside\r\n\r\n"
                + "--inside\r\n"
                + "%s\r\n"
                + "--inside\r\n"
                + "%s\r\n"
                + "--inside--";

        Mill.Result result = mill.process(multipart("b", CLEAN, String.format(inner, CLEAN, INFECTED)));

        assertThat(result.text()).isEqualTo(multipart("b", CLEAN, String.format(inner, CLEAN, replacedPart(WHY))));
    }

    @Test
    void replacesAnEncodedMessageAsAWhole() {
        String encoded = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Mail.base64(lines("Subject: inner", "", VIRUS));

        Mill.Result result = mill.process(multipart("b", CLEAN, encoded));

        assertThat(result.text()).isEqualTo(multipart("b", CLEAN, replacedBase64Part(WHY)));
    }

    @Test
    void replacesAPartWithoutAHeader() {
        Mill.Result result = mill.process(multipart("b", CLEAN, "\r\nhere: " + VIRUS));

        assertThat(result.text())
                .isEqualTo(multipart("b", CLEAN, PlainNotices.FIELDS + "\r\n" + PlainNotices.body(WHY)));
    }

    @Test
    void replacesWhatStandsBesideTheParts() {
        String message = multipart("b", CLEAN);

        Mill.Result before = mill.process(message.replace("a preamble", VIRUS));
        Mill.Result after = mill.process(message.replace("an epilogue", VIRUS));

        assertThat(before.text()).doesNotContain(VIRUS).endsWith(message.substring(message.indexOf("--b")));
        assertThat(after.text())
                .doesNotContain(VIRUS)
                .startsWith(message.substring(0, message.indexOf("--b--") + "--b--".length()));
    }

    @Test
    void putsThePrefixBeforeTheSubjectOfAChangedMessageOnly() {
        mill.profile.subjectPrefix = "[infected]";

        Mill.Result changed = mill.process(multipart("b", CLEAN, INFECTED));
        Mill.Result clean = mill.process(multipart("b", CLEAN));

        assertThat(changed.text())
                .isEqualTo(multipart("b", CLEAN, replacedPart(WHY))
                        .replace("Subject: Hello", "Subject: [infected] Hello"));
        assertThat(clean.text()).isEqualTo(multipart("b", CLEAN));
    }

    @Test
    void givesAMessageWithoutASubjectOne() {
        mill.profile.subjectPrefix = "[infected]";

        Mill.Result result = mill.process(lines("MIME-Version: 1.0", "", VIRUS));

        assertThat(result.text())
                .isEqualTo("Subject: [infected]\r\nMIME-Version: 1.0\r\n" + PlainNotices.FIELDS + "\r\n"
                        + PlainNotices.body(WHY));
    }

    /** A bug in what reads messages must not hold one up that is infected. */
    @Test
    void replacesTheWholeBodyWhereThePartsToldOverlap() {
        MimeReader real = mill.mime;
        mill.mime = new MimeReader() {
            @Override
            public MessageStructure read(Octets octets) throws IOException {
                MessageStructure read = real.read(octets);
                Part root = read.first().root();
                List<Part> children =
                        root.children().stream().map(ReplacingTest::overlapping).toList();
                return root.children().isEmpty()
                        ? read
                        : new MessageStructure(
                                List.of(new Reading(with(root, root.fields(), children))),
                                read.ambiguities(),
                                read.unscannable(),
                                read.resources());
            }

            @Override
            public InputStream decode(Part part) throws IOException {
                return real.decode(part);
            }
        };

        Mill.Result result = mill.process(multipart("b", base64Part("v", VIRUS)));

        assertThat(result.processing().action()).isEqualTo(Action.REPLACED);
        assertThat(result.text()).doesNotContain("--b").endsWith("\r\n\r\n" + PlainNotices.body("Test.Worm"));
    }

    private static Part overlapping(Part part) {
        List<HeaderField> fields = new ArrayList<>();
        for (HeaderField field : part.fields()) {
            OctetRange range = field.range();
            fields.add(field);
            fields.add(new HeaderField(field.name(), new OctetRange(range.start() + 1, range.end())));
        }
        return with(part, fields, part.children());
    }

    private static Part with(Part part, List<HeaderField> fields, List<Part> children) {
        return new Part(
                part.path(),
                part.source(),
                part.whole(),
                part.header(),
                part.body(),
                fields,
                part.mediaType(),
                part.encoding(),
                part.fileName(),
                children);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.pipeline.internal.Mail.lines;
import static org.postern.pipeline.internal.TextScanner.VIRUS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.policy.Action;
import org.postern.api.policy.Refusal;
import org.postern.api.scan.UnscannableReason;

/** Messages that are hardly any. */
class OddMessagesTest {
    private static final String NOTICE_ON_LOCKED =
            "MIME-Version: 1.0\r\n" + PlainNotices.FIELDS + "\r\n" + PlainNotices.body("encryptedArchive");

    private final Mill mill = new Mill();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "\n",
                "\r\n\r\n",
                "no header and no line end",
                "Subject: only a header\r\n",
                "Subject: only a header",
                "Subject: x\n\nbare newlines\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nnot closed",
                "Content-Type: multipart/mixed\r\n\r\nno boundary",
                "Content-Type: message/rfc822\r\n\r\n"
            })
    void passesWhatIsClean(String message) {
        Mill.Result result = mill.process(message);

        assertThat(result.text()).isEqualTo(message);
        assertThat(result.processing().action()).isEqualTo(Action.PASSED);
    }

    @Test
    void givesABodyWithoutAHeaderOne() {
        Mill.Result result = mill.process("\r\n" + VIRUS);

        assertThat(result.text())
                .isEqualTo("MIME-Version: 1.0\r\n" + PlainNotices.FIELDS + "\r\n" + PlainNotices.body("Test.Worm"));
    }

    @Test
    void putsTheSubjectIntoTheHeaderOfAMessageThatHasNone() {
        mill.profile.subjectPrefix = "[x]";

        Mill.Result result = mill.process("\r\n" + VIRUS);

        assertThat(result.text())
                .isEqualTo("Subject: [x]\r\nMIME-Version: 1.0\r\n" + PlainNotices.FIELDS + "\r\n"
                        + PlainNotices.body("Test.Worm"));
    }

    /** As old mailboxes have them: such a line is no field, and stays the first one. */
    @ParameterizedTest
    @ValueSource(strings = {"From a@example.org Tue Nov 24 08:00:00 2026\r\n", ">From a@example.org\r\n"})
    void leavesTheLineOfAMailboxWhereItIs(String line) {
        mill.profile.subjectPrefix = "[x]";
        String notice = PlainNotices.FIELDS + "\r\n" + PlainNotices.body("Test.Worm");

        assertThat(mill.process(line + "\r\n" + VIRUS).text())
                .isEqualTo(line + "Subject: [x]\r\nMIME-Version: 1.0\r\n" + notice);
        assertThat(mill.process(line + "MIME-Version: 1.0\r\n\r\n" + VIRUS).text())
                .isEqualTo(line + "Subject: [x]\r\nMIME-Version: 1.0\r\n" + notice);
    }

    @Test
    void neverLetsAnInfectedHeaderPass() {
        Mill.Result onlyHeader = mill.process("Subject: " + VIRUS + "\r\n");
        Mill.Result headerAndBody = mill.process(lines("Subject: " + VIRUS, "", "text"));

        assertThat(onlyHeader.refusal()).isEqualTo(Refusal.NOT_REPLACEABLE);
        assertThat(headerAndBody.refusal()).isEqualTo(Refusal.NOT_REPLACEABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: hello", "X-One: 1\r\nSubject: hello"})
    void endsTheHeaderThatTheMessageDidNotEnd(String header) {
        denyTheWholeOf(header);

        Mill.Result result = mill.process(header);

        assertThat(result.text()).isEqualTo(header + "\r\n" + NOTICE_ON_LOCKED);
    }

    @Test
    void endsTheHeaderOfAMessageWithoutAnEmptyLine() {
        denyTheWholeOf("Subject: hello\r\n");

        Mill.Result result = mill.process("Subject: hello\r\n");

        assertThat(result.text()).isEqualTo("Subject: hello\r\n" + NOTICE_ON_LOCKED);
    }

    @Test
    void replacesTheContentFieldAtAnUnfinishedEnd() {
        denyTheWholeOf("Subject: hello\r\nContent-Type: text/html");

        Mill.Result result = mill.process("Subject: hello\r\nContent-Type: text/html");

        assertThat(result.text()).isEqualTo("Subject: hello\r\n" + NOTICE_ON_LOCKED);
    }

    @Test
    void replacesABodyThatTheHeaderRunsInto() {
        Mill.Result result = mill.process("Subject: hello\r\nthis is no field: no, " + VIRUS + "\r\n");

        if (result.delivered().isPresent()) {
            assertThat(result.text()).startsWith("Subject: hello\r\n").doesNotContain(VIRUS);
        } else {
            assertThat(result.refusal()).isEqualTo(Refusal.NOT_REPLACEABLE);
        }
    }

    /** The message as it is; not what becomes of it, which is longer. */
    private void denyTheWholeOf(String message) {
        mill.mime = new OneMessageUnscannable(mill.mime, message.length(), UnscannableReason.ENCRYPTED_ARCHIVE);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.record.internal.Samples.INFECTED;
import static org.postern.record.internal.Samples.NOW;
import static org.postern.record.internal.Samples.SESSION;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.api.event.EngineChanged;
import org.postern.api.event.MessageHandled;
import org.postern.api.event.ServerRemark;
import org.postern.api.event.SessionBegan;
import org.postern.api.event.SessionEnded;
import org.postern.api.event.SessionPassedUnread;
import org.postern.api.event.SessionRefused;
import org.postern.api.event.SessionSecured;
import org.postern.api.event.TlsFailed;
import org.postern.api.policy.Action;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;

class MailLogLinesTest {
    private static final Outcome DELIVER = new Outcome.Deliver(Octets.of(new byte[0]));

    @Test
    void tellsAllOfAMessageInOneLine() {
        Finding clean = new Finding("1.1", "", "text/plain", "clamd", ScanResult.clean(), false);
        Finding locked = new Finding(
                "1.3",
                "",
                "",
                "postern",
                ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "password"),
                false);

        String line = line(processing(DELIVER, Action.REPLACED, List.of(clean, INFECTED, locked)), "250 2.0.0 Ok");

        assertThat(line)
                .isEqualTo("time=2026-03-04T05:06:07Z event=message session=s1-42 proto=smtp rule=office"
                        + " client=192.0.2.1:40000 server=[2001:db8:0:0:0:0:0:25]:25 id=s1-42-1"
                        + " from=ann@example.org to=bob@example.net,cid@example.net size=1234 sha256=abc"
                        + " action=replaced engines=clamd,postern"
                        + " verdicts=\"1.2=infected(Win.Worm) clamd;"
                        + " 1.3=unscannable(encryptedArchive: password) postern; 1.1=clean clamd\""
                        + " quarantine=q1 ms=12 delivered=yes reply=\"250 2.0.0 Ok\"");
    }

    @Test
    void tellsThatTheOriginalIsKeptNowhereElse() { // T24
        Outcome only = new Outcome.Deliver(Octets.of(new byte[0]), Original.MUST_STAY);

        assertThat(line(processing(only, Action.REPLACED, List.of(INFECTED)), "+OK"))
                .contains(" action=replaced original=must_stay ");
    }

    @Test
    void tellsWhyAMessageWasRefused() {
        Outcome refused = new Outcome.Refuse(Refusal.SCAN_FAILED, "engine clamd is not installed");

        assertThat(line(processing(refused, Action.REFUSED, List.of()), "451 4.7.1 later"))
                .contains("action=refused refusal=scan_failed detail=\"engine clamd is not installed\"");
    }

    /** T53: whatever a mail or a server says. */
    @Test
    void staysOneLineWhateverTheReplyHolds() {
        assertThat(line(Optional.empty(), "250 ok\r\ntime=x event=message"))
                .doesNotContain("\n", "\r")
                .contains("reply=\"250 ok\\x0d\\x0atime=x event=message\"");
    }

    /** T53: whatever a mail, an engine or a client says, in any place, no field more is there and no control character. */
    @Test
    void hasNoFieldMoreWhateverAnyTextHolds() {
        String hostile = "x\r\ntime=y action=passed \u001b[2J\u0000\u202e\" delivered=no";
        Finding finding = new Finding("1.2", hostile, hostile, hostile, ScanResult.infected(hostile), false);
        Processing processing = new Processing(
                new Outcome.Refuse(Refusal.SCAN_FAILED, hostile),
                Action.REFUSED,
                List.of(finding),
                List.of(hostile),
                Optional.of(hostile),
                Duration.ofMillis(12));

        String line = MailLogLines.of(new MessageHandled(
                        NOW,
                        SESSION,
                        hostile,
                        new Envelope(hostile, List.of(hostile, hostile)),
                        Extent.WHOLE,
                        1234,
                        hostile,
                        Optional.of(processing),
                        hostile,
                        false))
                .orElseThrow();

        assertThat(line.codePoints()).allMatch(c -> c >= ' ' && c < 0x7f);
        String outside = line.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "");
        assertThat(outside.split(" "))
                .extracting(field -> field.split("=")[0])
                .doesNotHaveDuplicates()
                .contains("time", "action", "delivered");
        assertThat(outside).contains(" action=refused ").contains(" delivered=no");
    }

    @Test
    void showsTheInfectedPartBeforeAThousandCleanOnes() {
        List<Finding> findings = new ArrayList<>(
                Collections.nCopies(1000, new Finding("1.1", "", "", "clamd", ScanResult.clean(), false)));
        findings.add(INFECTED);

        String line = line(processing(DELIVER, Action.REPLACED, findings), "250 ok");

        assertThat(line)
                .contains("verdicts=\"1.2=infected(Win.Worm) clamd; 1.1=clean")
                .hasSizeLessThan(6000);
    }

    @Test
    void boundsTheRecipients() {
        MessageHandled message = new MessageHandled(
                NOW,
                SESSION,
                "m",
                new Envelope("", Collections.nCopies(500, "bob@example.net")),
                Extent.WHOLE,
                1,
                "",
                Optional.empty(),
                "250 ok",
                true);

        assertThat(MailLogLines.of(message).orElseThrow()).contains(",+480 ").contains("from=\"\"");
    }

    @Test
    void tellsRefusedConnectionsAndSessionsThatPassUnread() {
        InetSocketAddress client = new InetSocketAddress("192.0.2.9", 1);

        assertThat(MailLogLines.of(new SessionRefused(NOW, client, "inside", "denied by rule 7")))
                .contains("time=2026-03-04T05:06:07Z event=refused client=192.0.2.9:1 listener=inside"
                        + " reason=\"denied by rule 7\"");
        assertThat(MailLogLines.of(new SessionPassedUnread(NOW, SESSION, "STARTTLS"))
                        .orElseThrow())
                .contains("event=unread session=s1-42")
                .endsWith("reason=STARTTLS");
    }

    @Test
    void tellsHowSessionsAreSecuredAndWhyNot() {
        String certificate = "not verified: it is self-signed; CN=mail";

        assertThat(MailLogLines.of(
                                new SessionSecured(NOW, SESSION, Side.CLIENT, "TLSv1.3", "TLS_AES_256_GCM_SHA384", ""))
                        .orElseThrow())
                .contains("event=secured session=s1-42")
                .endsWith("side=client tls=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384");
        assertThat(MailLogLines.of(new SessionSecured(NOW, SESSION, Side.SERVER, "TLSv1.2", "X", certificate))
                        .orElseThrow())
                .endsWith("side=server tls=TLSv1.2 cipher=X certificate=\"" + certificate + "\"");
        assertThat(MailLogLines.of(new TlsFailed(NOW, SESSION, Side.SERVER, "it\r\nexpired"))
                        .orElseThrow())
                .contains("event=tls-failed session=s1-42")
                .endsWith("side=server reason=\"it\\x0d\\x0aexpired\"");
    }

    @Test
    void tellsRemarksAboutServersInOneLine() {
        assertThat(MailLogLines.of(
                                new ServerRemark(NOW, SESSION, ServerRemark.Kind.WANTS_TLS, "no USER\ntls = INTERCEPT"))
                        .orElseThrow())
                .contains("event=server-remark session=s1-42")
                .endsWith("kind=wants-tls advice=\"no USER; tls = INTERCEPT\"");
    }

    @Test
    void tellsBeginAndEndOfConnectionsWhereTheRuleWantsIt() {
        assertThat(MailLogLines.of(new SessionBegan(NOW, SESSION, true)).orElseThrow())
                .contains("event=connected session=s1-42 proto=smtp rule=office client=192.0.2.1:40000")
                .endsWith("listener=inside");
        assertThat(MailLogLines.of(new SessionEnded(NOW, SESSION, "client quit", 3, true))
                        .orElseThrow())
                .contains("event=disconnected session=s1-42")
                .endsWith("messages=3 reason=\"client quit\"");
    }

    @Test
    void saysNothingOfWhatIsToldElsewhereOrNotKnown() {
        assertThat(MailLogLines.of(new SessionEnded(NOW, SESSION, "client quit", 3, false)))
                .isEmpty();
        assertThat(MailLogLines.of(new SessionBegan(NOW, SESSION, false))).isEmpty();
        assertThat(MailLogLines.of(new EngineChanged(NOW, "a", EngineChanged.State.IN_SERVICE, "")))
                .isEmpty();
        assertThat(MailLogLines.of(() -> NOW)).isEmpty();
    }

    private static Optional<Processing> processing(Outcome outcome, Action action, List<Finding> findings) {
        return Optional.of(
                new Processing(outcome, action, findings, List.of(), Optional.of("q1"), Duration.ofMillis(12)));
    }

    private static String line(Optional<Processing> processing, String reply) {
        Envelope envelope = new Envelope("ann@example.org", List.of("bob@example.net", "cid@example.net"));
        return MailLogLines.of(new MessageHandled(
                        NOW, SESSION, "s1-42-1", envelope, Extent.WHOLE, 1234, "abc", processing, reply, true))
                .orElseThrow();
    }
}

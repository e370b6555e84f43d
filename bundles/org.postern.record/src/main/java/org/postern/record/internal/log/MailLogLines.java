// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.api.event.GatewayEvent;
import org.postern.api.event.MessageHandled;
import org.postern.api.event.ServerRemark;
import org.postern.api.event.SessionBegan;
import org.postern.api.event.SessionEnded;
import org.postern.api.event.SessionPassedUnread;
import org.postern.api.event.SessionRefused;
import org.postern.api.event.SessionSecured;
import org.postern.api.event.TlsFailed;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.session.SessionInfo;

/** What the mail log says of an event. */
final class MailLogLines {
    private static final int MOST_RECIPIENTS = 20;
    private static final int MOST_TEXT = 120;
    private static final int MOST_FINDINGS = 4000;
    private static final int MOST_TO = 2000;
    private static final Comparator<Finding> STRONGEST_FIRST = Comparator.comparing(
                    (Finding finding) -> finding.result().verdict())
            .reversed();

    private MailLogLines() {}

    /** @return empty for what is not logged: sessions whose rule does not ask for it, engines, and kinds that are not known */
    static Optional<String> of(GatewayEvent event) {
        if (event instanceof MessageHandled message) {
            return Optional.of(message(message));
        }
        if (event instanceof SessionRefused refused) {
            return Optional.of(begin(event, "refused")
                    .add("client", refused.client())
                    .add("listener", refused.listener())
                    .add("reason", refused.reason())
                    .toString());
        }
        if (event instanceof SessionPassedUnread unread) {
            return Optional.of(session(begin(event, "unread"), unread.session())
                    .add("reason", unread.reason())
                    .toString());
        }
        return aboutTls(event).or(() -> aboutConnections(event));
    }

    private static Optional<String> aboutTls(GatewayEvent event) {
        if (event instanceof SessionSecured secured) {
            LogLine line = session(begin(event, "secured"), secured.session())
                    .add("side", secured.side().name().toLowerCase(Locale.ROOT))
                    .add("tls", secured.protocol())
                    .add("cipher", secured.cipherSuite());
            return Optional.of(
                    (secured.peer().isEmpty() ? line : line.add("certificate", secured.peer(), MOST_TO)).toString());
        }
        if (event instanceof TlsFailed failed) {
            return Optional.of(session(begin(event, "tls-failed"), failed.session())
                    .add("side", failed.side().name().toLowerCase(Locale.ROOT))
                    .add("reason", failed.reason())
                    .toString());
        }
        if (event instanceof ServerRemark remark) {
            return Optional.of(session(begin(event, "server-remark"), remark.session())
                    .add("kind", remark.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .add("advice", String.join("; ", remark.advice().lines().toList()), MOST_TO)
                    .toString());
        }
        return Optional.empty();
    }

    private static Optional<String> aboutConnections(GatewayEvent event) {
        if (event instanceof SessionBegan began && began.logged()) {
            return Optional.of(session(begin(event, "connected"), began.session())
                    .add("listener", began.session().listener())
                    .toString());
        }
        if (event instanceof SessionEnded ended && ended.logged()) {
            return Optional.of(session(begin(event, "disconnected"), ended.session())
                    .add("messages", ended.messages())
                    .add("reason", ended.reason())
                    .toString());
        }
        return Optional.empty();
    }

    private static LogLine begin(GatewayEvent event, String kind) {
        return new LogLine().add("time", event.at().toString()).add("event", kind);
    }

    private static LogLine session(LogLine line, SessionInfo session) {
        return line.add("session", session.id())
                .add("proto", session.protocol().name().toLowerCase(Locale.ROOT))
                .add("rule", session.rule())
                .add("client", session.client())
                .add("server", session.server());
    }

    private static String message(MessageHandled message) {
        LogLine line = session(begin(message, "message"), message.session())
                .add("id", message.id())
                .add("from", message.envelope().sender())
                .add("to", recipients(message.envelope().recipients()), MOST_TO)
                .add("size", message.size())
                .add("sha256", message.sha256());
        if (message.extent() == Extent.BEGINNING) {
            line.add("extent", "beginning");
        }
        message.processing().ifPresent(processing -> processing(line, processing));
        return line.add("delivered", message.delivered() ? "yes" : "no")
                .add("reply", message.reply())
                .toString();
    }

    private static void processing(LogLine line, Processing processing) {
        line.add("action", processing.action().name().toLowerCase(Locale.ROOT));
        if (processing.outcome() instanceof Outcome.Refuse refuse) {
            line.add("refusal", refuse.refusal().name().toLowerCase(Locale.ROOT))
                    .add("detail", refuse.detail());
        }
        if (processing.outcome() instanceof Outcome.Deliver deliver && deliver.original() == Original.MUST_STAY) {
            line.add("original", "must_stay");
        }
        line.add("engines", engines(processing.findings()))
                .add("verdicts", verdicts(processing.findings()), MOST_FINDINGS);
        if (!processing.ambiguities().isEmpty()) {
            line.add("ambiguous", String.join("; ", processing.ambiguities()));
        }
        processing.quarantined().ifPresent(id -> line.add("quarantine", id));
        line.add("ms", processing.took().toMillis());
    }

    private static String recipients(List<String> all) {
        return all.size() <= MOST_RECIPIENTS
                ? String.join(",", all)
                : String.join(",", all.subList(0, MOST_RECIPIENTS)) + ",+" + (all.size() - MOST_RECIPIENTS);
    }

    private static String engines(List<Finding> findings) {
        Set<String> engines = new LinkedHashSet<>();
        findings.forEach(finding -> engines.add(finding.engine()));
        return String.join(",", engines);
    }

    /** The strongest first, so that a bound on length never hides it behind a thousand clean parts. */
    private static String verdicts(List<Finding> findings) {
        List<Finding> strongestFirst = new ArrayList<>(findings);
        strongestFirst.sort(STRONGEST_FIRST);
        StringBuilder verdicts = new StringBuilder();
        for (Finding finding : strongestFirst) {
            verdicts.append(verdicts.isEmpty() ? "" : "; ")
                    .append(cut(finding.object()))
                    .append('=')
                    .append(verdict(finding.result()))
                    .append(' ')
                    .append(cut(finding.engine()))
                    .append(finding.reused() ? " (reused)" : "");
        }
        return verdicts.toString();
    }

    private static String verdict(ScanResult result) {
        String verdict = result.verdict().name().toLowerCase(Locale.ROOT);
        String reason = result.reason().map(UnscannableReason::key).orElse("");
        String text = cut(result.text());
        String detail = reason.isEmpty() || text.isEmpty() ? reason + text : reason + ": " + text;
        return detail.isEmpty() ? verdict : verdict + "(" + detail + ")";
    }

    private static String cut(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "...";
    }
}

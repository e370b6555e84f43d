// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.alert.Alert;
import org.postern.api.alert.Alert.Fact;
import org.postern.api.event.MessageHandled;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;
import org.postern.api.session.Protocol;

/** What is told of a message in which something was found. Never its content. */
final class Story {
    private static final int MOST_FINDINGS = 10;
    private static final int MOST_RECIPIENTS = 10;

    private final Occasion occasion;
    private final MessageHandled message;
    private final Processing processing;
    private final List<Finding> found;
    private final List<Fact> facts = new ArrayList<>();

    Story(Occasion occasion, MessageHandled message, Processing processing) {
        this.occasion = occasion;
        this.message = message;
        this.processing = processing;
        this.found = processing.findings().stream()
                .filter(finding -> finding.result().verdict() != Verdict.CLEAN)
                .sorted((one, other) ->
                        other.result().verdict().compareTo(one.result().verdict()))
                .toList();
    }

    Occurrence tell(String rule) {
        String what = found.isEmpty() ? "it can be read in several ways" : name(found.get(0));
        String title = capital(occasion.summary()) + ": " + what + " (" + origin() + ")";
        whatWasFound();
        whichMessage();
        Alert alert = new Alert(
                occasion.key(),
                rule,
                message.at(),
                message.at(),
                1,
                title,
                facts,
                new Advice(message, processing).lines());
        return new Occurrence(key(), alert, what + " " + origin() + ", message " + message.id());
    }

    /** T44: what makes a client's next try, or the next fetch from the same mailbox, the same thing. */
    private String key() {
        String account = message.session().protocol() == Protocol.POP3
                ? address(message.session().server())
                : message.envelope().sender();
        return String.join(
                "\n",
                occasion.key(),
                message.sha256(),
                account,
                String.join("\n", message.envelope().recipients()));
    }

    private void whatWasFound() {
        found.stream().limit(MOST_FINDINGS).forEach(this::finding);
        if (found.size() > MOST_FINDINGS) {
            add("Found", "and " + (found.size() - MOST_FINDINGS) + " more, see the mail log");
        }
        if (!processing.ambiguities().isEmpty()) {
            add("Ambiguous", String.join("; ", processing.ambiguities()));
        }
        add("Action", action());
        processing.quarantined().ifPresent(id -> add("Quarantine", id));
    }

    private void finding(Finding finding) {
        boolean infected = finding.result().verdict() == Verdict.INFECTED;
        add(infected ? "Malware" : "Not checked", name(finding));
        String part = finding.object().equals("raw") ? "the message as a whole" : finding.object();
        add("Part", part + (finding.mediaType().isEmpty() ? "" : " (" + finding.mediaType() + ")"));
        if (!finding.fileName().isEmpty()) {
            add("File name", finding.fileName());
        }
        add("Found by", finding.engine());
    }

    private static String name(Finding finding) {
        ScanResult result = finding.result();
        String reason = result.reason().map(UnscannableReason::key).orElse("");
        return reason.isEmpty() || result.text().isEmpty() ? reason + result.text() : reason + ": " + result.text();
    }

    private String action() {
        return switch (processing.action()) {
            case REPLACED ->
                message.delivered()
                        ? "replaced by a notice; the rest of the message was delivered"
                        : "replaced by a notice; the message was not delivered, see the reply";
            case OBSERVED -> "none: the profile observes, so the message went on unchanged";
            case REFUSED ->
                "refused: "
                        + (processing.outcome() instanceof Outcome.Refuse refuse
                                ? refuse.refusal().name()
                                : "");
            case PASSED, PASSED_UNSCANNED -> "none: the message went on unchanged";
        };
    }

    private void whichMessage() {
        add("Time", time(message.at()));
        add("Message", message.id());
        if (message.extent() == Extent.BEGINNING) {
            add("Extent", "only its beginning was fetched");
        }
        add("Protocol", message.session().protocol().name());
        add("Client", address(message.session().client()));
        add("Server", address(message.session().server()));
        add("Listener", message.session().listener());
        add("Rule", message.session().rule());
        if (message.session().protocol() == Protocol.SMTP) {
            add(
                    "Sender",
                    message.envelope().sender().isEmpty()
                            ? "<>"
                            : message.envelope().sender());
        }
        List<String> recipients = message.envelope().recipients();
        String label = message.session().protocol() == Protocol.SMTP ? "Recipient" : "Account";
        recipients.stream().limit(MOST_RECIPIENTS).forEach(recipient -> add(label, recipient));
        if (recipients.size() > MOST_RECIPIENTS) {
            add(label, "and " + (recipients.size() - MOST_RECIPIENTS) + " more");
        }
        add("Size", message.size() + " octets");
        add("SHA-256", message.sha256());
        add("Reply", message.reply());
    }

    private String origin() {
        if (message.session().protocol() == Protocol.POP3) {
            return "fetched by "
                    + Optional.of(message.envelope().recipients())
                            .filter(accounts -> !accounts.isEmpty())
                            .map(accounts -> accounts.get(0))
                            .orElse(address(message.session().client()));
        }
        return "from "
                + (message.envelope().sender().isEmpty()
                        ? "the null sender"
                        : message.envelope().sender());
    }

    private void add(String label, String value) {
        facts.add(new Fact(label, value));
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Without asking a name server. */
    private static String address(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}

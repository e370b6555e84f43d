// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import java.util.ArrayList;
import java.util.List;
import org.postern.api.alert.Alert;
import org.postern.api.alert.Alert.Fact;

/** The text of a mail. */
final class LetterText {
    private static final int LABEL = 12;

    private LetterText() {}

    static String subject(Alert alert) {
        return "[postern] " + alert.title();
    }

    /** @return lines that end in CRLF */
    static String body(Alert alert) {
        List<String> lines = new ArrayList<>();
        lines.add(alert.title());
        lines.add("");
        if (alert.isDigest()) {
            lines.add("From " + alert.since() + " to " + alert.until() + ":");
            lines.add("");
        }
        alert.facts().forEach(fact -> lines.add(line(fact)));
        lines.add("");
        lines.addAll(alert.advice());
        lines.add("");
        lines.add("-- ");
        lines.add("Sent by the mail gateway Postern, alert rule \"" + alert.rule() + "\", event " + alert.kind() + ".");
        lines.add("Names and addresses above come out of the mail itself and may be forged.");
        return String.join("\r\n", lines) + "\r\n";
    }

    private static String line(Fact fact) {
        String label = fact.label() + ":";
        return "  " + label + " ".repeat(Math.max(1, LABEL - label.length())) + fact.value();
    }
}

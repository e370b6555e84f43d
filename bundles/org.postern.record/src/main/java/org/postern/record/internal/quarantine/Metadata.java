// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.quarantine;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.scan.UnscannableReason;

/** What is known of a message in quarantine, as JSON (RFC 8259) in pure ASCII. */
final class Metadata {
    private static final int MOST_LISTED = 1000;
    private static final int MOST_TEXT = 2000;

    private Metadata() {}

    /** The key comes early: it is looked for before anything out of the mail. */
    static String of(String id, String key, Instant at, MailItem item, List<Finding> findings) {
        return object(
                        "",
                        List.of(
                                field("id", quoted(id)),
                                field("key", quoted(key)),
                                field("time", quoted(at.toString())),
                                field("message", quoted(item.id())),
                                field("session", quoted(item.session().id())),
                                field(
                                        "protocol",
                                        quoted(item.session().protocol().name().toLowerCase(Locale.ROOT))),
                                field("client", quoted(address(item.session().client()))),
                                field("server", quoted(address(item.session().server()))),
                                field("rule", quoted(item.session().rule())),
                                field("profile", quoted(item.profile().name())),
                                field("sender", quoted(item.envelope().sender())),
                                field("recipients", strings(item.envelope().recipients())),
                                field("size", Long.toString(item.message().size())),
                                field("sha256", quoted(item.message().sha256())),
                                field("findings", findings(findings))))
                + "\n";
    }

    private static String findings(List<Finding> findings) {
        List<String> objects = findings.stream()
                .limit(MOST_LISTED)
                .map(finding -> object(
                        "    ",
                        List.of(
                                field("object", quoted(finding.object())),
                                field("fileName", quoted(finding.fileName())),
                                field("mediaType", quoted(finding.mediaType())),
                                field("engine", quoted(finding.engine())),
                                field(
                                        "verdict",
                                        quoted(finding.result().verdict().name())),
                                field(
                                        "reason",
                                        quoted(finding.result()
                                                .reason()
                                                .map(UnscannableReason::key)
                                                .orElse(""))),
                                field("reused", String.valueOf(finding.reused())),
                                field("text", quoted(finding.result().text())))))
                .toList();
        return "[" + String.join(", ", objects) + "]";
    }

    private static String strings(List<String> texts) {
        return "["
                + String.join(
                        ", ",
                        texts.stream().limit(MOST_LISTED).map(Metadata::quoted).toList()) + "]";
    }

    private static String object(String indent, List<String> fields) {
        String separator = ",\n" + indent + "  ";
        return "{\n" + indent + "  " + String.join(separator, fields) + "\n" + indent + "}";
    }

    private static String field(String name, String value) {
        return quoted(name) + ": " + value;
    }

    /** Without asking a name server. */
    private static String address(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), MOST_TEXT); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        return json.append('"').toString();
    }
}

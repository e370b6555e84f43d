// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.api.mime.MediaType;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.scan.UnscannableReason;
import org.postern.mime.internal.Node.Content;

/** What the Content-* fields of a header mean under the active choices (RFC 2045, RFC 2183). */
final class ContentFields {
    private final Limits limits;
    private final Set<Choice> active;
    private final Notes notes;

    ContentFields(Limits limits, Set<Choice> active, Notes notes) {
        this.limits = limits;
        this.active = active;
        this.notes = notes;
    }

    /** @param inDigest whether a message is meant where no type is declared (RFC 2046 section 5.1.5) */
    Content read(HeaderBlock header, boolean inDigest) {
        StructuredField type = field(header, "content-type", Choice.LAST_TYPE_WINS);
        StructuredField disposition = field(header, "content-disposition", Choice.LAST_TYPE_WINS);
        Parameters parameters = new Parameters(type);
        MediaType declared = mediaType(type.value(), parameters.values(), inDigest);
        return new Content(
                declared, encoding(header), fileName(disposition, parameters), boundary(declared, parameters));
    }

    private StructuredField field(HeaderBlock header, String name, Choice choice) {
        List<String> bodies = header.bodies(name);
        String body = chosen(bodies.stream().map(this::withoutNul).distinct().toList(), choice);
        StructuredField field = StructuredField.parse(body, limits.parameters());
        if (field.tooMany()) {
            notes.unscannable(UnscannableReason.LIMITS, "more than " + limits.parameters() + " parameters in a field");
        }
        return field;
    }

    private String withoutNul(String body) {
        if (body.indexOf('\0') < 0) {
            return body;
        }
        notes.ambiguous("NUL in a Content field");
        return body.replace("\0", "");
    }

    /** The first one, or the last; those between are never read, which must not stay silent. */
    private String chosen(List<String> candidates, Choice choice) {
        if (candidates.isEmpty()) {
            return "";
        }
        if (candidates.size() > 1) {
            notes.met(choice);
        }
        if (candidates.size() > 2) {
            notes.unscannable(UnscannableReason.TOO_MANY_READINGS, "more than two: " + choice.text());
        }
        return candidates.get(active.contains(choice) ? candidates.size() - 1 : 0);
    }

    private static MediaType mediaType(String value, Map<String, String> values, boolean inDigest) {
        int slash = value.indexOf('/');
        if (value.isEmpty() || slash < 0 && !value.equals("multipart") && !value.equals("message")) {
            return inDigest && value.isEmpty()
                    ? new MediaType("message", "rfc822", values)
                    : new MediaType("text", "plain", values);
        }
        return slash < 0
                ? new MediaType(value, value.equals("message") ? "rfc822" : "mixed", values)
                : new MediaType(value.substring(0, slash), value.substring(slash + 1), values);
    }

    private Optional<String> boundary(MediaType type, Parameters parameters) {
        if (!type.isMultipart()) {
            return Optional.empty();
        }
        List<String> strict = parameters.candidates("boundary", false);
        List<String> loose = parameters.candidates("boundary", true);
        if (!strict.equals(loose)) {
            notes.met(Choice.LOOSE_PARAMETERS);
        }
        String chosen = chosen(active.contains(Choice.LOOSE_PARAMETERS) ? loose : strict, Choice.LAST_BOUNDARY_WINS)
                .stripTrailing();
        return chosen.isEmpty() ? Optional.empty() : Optional.of(chosen);
    }

    private TransferEncoding encoding(HeaderBlock header) {
        List<String> values = header.bodies("content-transfer-encoding").stream()
                .map(this::withoutNul)
                .map(body ->
                        StructuredField.parse(body, limits.parameters()).value().toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return switch (chosen(values, Choice.LAST_ENCODING_WINS)) {
            case "", "7bit", "8bit", "binary", "7-bit", "8-bit" -> TransferEncoding.IDENTITY;
            case "base64", "base-64", "x-base64" -> TransferEncoding.BASE64;
            case "quoted-printable" -> TransferEncoding.QUOTED_PRINTABLE;
            case "x-uuencode", "x-uue", "uuencode", "uue", "x-uu" -> TransferEncoding.UUENCODE;
            default -> TransferEncoding.UNKNOWN;
        };
    }

    private static Optional<String> fileName(StructuredField disposition, Parameters type) {
        Optional<String> name =
                Optional.ofNullable(new Parameters(disposition).values().get("filename"));
        return name.or(() -> Optional.ofNullable(type.values().get("name")))
                .map(Text::ofHeader)
                .filter(text -> !text.isBlank());
    }
}

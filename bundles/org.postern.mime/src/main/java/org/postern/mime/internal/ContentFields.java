// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.api.mime.MediaType;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.scan.UnscannableReason;
import org.postern.mime.internal.Node.Content;

/** What the Content-* fields of a header mean under the active choices (RFC 2045, RFC 2183). */
final class ContentFields {
    private static final Pattern COMPOSITE = Pattern.compile(
            "(multipart|message(?=\\s*/\\s*(?:rfc822|global)(?![a-z0-9.+-])))\\s*/\\s*([a-z0-9.+-]+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WHITE = Pattern.compile("[\\x00-\\x20]+");
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9-]+");

    private final Limits limits;
    private final Set<Choice> active;
    private final Notes notes;

    ContentFields(Limits limits, Set<Choice> active, Notes notes) {
        this.limits = limits;
        this.active = active;
        this.notes = notes;
    }

    /**
     * @param inDigest whether a message is meant where no type is declared (RFC 2046 section 5.1.5)
     * @param inherited what a multipart around it says of its own encoding
     */
    Content read(HeaderBlock header, boolean inDigest, TransferEncoding inherited) {
        String typeField = field(header, "content-type");
        StructuredField type = parsed(typeField);
        StructuredField disposition = parsed(field(header, "content-disposition"));
        Parameters parameters = new Parameters(type);
        MediaType declared = mediaType(type.value(), parameters.values(), inDigest);
        Optional<String> loose = loose(typeField, declared);
        if (loose.isPresent()) {
            parameters = new Parameters(parsed(loose.get()));
            declared = looseType(loose.get(), parameters);
        }
        TransferEncoding encoding = encoding(header);
        boolean silent = inherited != TransferEncoding.IDENTITY
                && header.bodies("content-transfer-encoding", true).isEmpty();
        if (silent) {
            notes.met(Choice.ENCODING_IS_INHERITED);
        }
        return new Content(
                declared,
                silent && active.contains(Choice.ENCODING_IS_INHERITED) ? inherited : encoding,
                fileName(disposition, parameters),
                boundary(declared, parameters));
    }

    private List<String> bodies(HeaderBlock header, String name) {
        if (header.hasStrange(name)) {
            notes.met(Choice.STRANGE_NAME_IS_ANOTHER);
        }
        return header.bodies(name, !active.contains(Choice.STRANGE_NAME_IS_ANOTHER));
    }

    private String field(HeaderBlock header, String name) {
        List<String> bodies = bodies(header, name);
        return bodies.isEmpty()
                ? ""
                : chosen(bodies.stream().map(this::withoutNul).distinct().toList(), Choice.LAST_TYPE_WINS);
    }

    private StructuredField parsed(String body) {
        StructuredField field = StructuredField.parse(body, limits.parameters());
        if (field.tooMany()) {
            notes.unscannable(UnscannableReason.LIMITS, "more than " + limits.parameters() + " parameters in a field");
        }
        return field;
    }

    /**
     * Some programs look for the word anywhere, some decode encoded words, some take comments and white space away.
     *
     * @return what to read in the place of the field, if that is active
     */
    private Optional<String> loose(String field, MediaType declared) {
        if (field.isEmpty() || declared.isMultipart() || declared.isMessage()) {
            return Optional.empty();
        }
        for (String text : loosely(field)) {
            if (COMPOSITE.matcher(text).find()) {
                notes.met(Choice.LOOSE_TYPE);
                return active.contains(Choice.LOOSE_TYPE) ? Optional.of(text) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static MediaType looseType(String text, Parameters parameters) {
        Matcher hidden = COMPOSITE.matcher(text);
        hidden.find();
        return new MediaType(hidden.group(1), hidden.group(2), parameters.values());
    }

    /** @return a field's body as it is, and as it looks to programs that know no grammar */
    private static List<String> loosely(String body) {
        String decoded = body.contains("=?") ? EncodedWords.decode(body) : body;
        String squeezed =
                WHITE.matcher(StructuredField.withoutComments(decoded)).replaceAll("");
        return Stream.of(body, decoded, squeezed).distinct().toList();
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
        if (chosen.isEmpty() && !loose.isEmpty()) {
            notes.met(Choice.EMPTY_BOUNDARY);
        }
        return chosen.isEmpty() && (loose.isEmpty() || !active.contains(Choice.EMPTY_BOUNDARY))
                ? Optional.empty()
                : Optional.of(chosen);
    }

    private TransferEncoding encoding(HeaderBlock header) {
        List<String> bodies = bodies(header, "content-transfer-encoding");
        if (bodies.isEmpty()) {
            return TransferEncoding.IDENTITY;
        }
        List<String> fields = bodies.stream()
                .map(this::withoutNul)
                .map(String::strip)
                .distinct()
                .toList();
        String field = chosen(fields, Choice.LAST_ENCODING_WINS);
        TransferEncoding strict =
                encoding(StructuredField.parse(field, limits.parameters()).value());
        List<TransferEncoding> loose = loose(field, strict);
        if (!loose.isEmpty()) {
            notes.met(Choice.LOOSE_ENCODING);
        }
        if (loose.isEmpty() || !active.contains(Choice.LOOSE_ENCODING)) {
            return strict;
        }
        if (loose.size() > 1) {
            notes.met(Choice.LAST_ENCODING_WINS);
        }
        return loose.get(active.contains(Choice.LAST_ENCODING_WINS) ? loose.size() - 1 : 0);
    }

    /** @return others that words in the field, or in what a program may make of it, are names of */
    private static List<TransferEncoding> loose(String field, TransferEncoding strict) {
        Set<TransferEncoding> found = new LinkedHashSet<>();
        for (String text : loosely(field)) {
            for (String word : NO_WORD.split(text.toLowerCase(Locale.ROOT))) {
                found.add(word.isEmpty() ? TransferEncoding.UNKNOWN : encoding(word));
            }
        }
        found.remove(TransferEncoding.UNKNOWN);
        String lower = field.toLowerCase(Locale.ROOT);
        if (found.isEmpty() && lower.contains("base64")) {
            found.add(TransferEncoding.BASE64);
        } else if (found.isEmpty() && lower.contains("quoted-printable")) {
            found.add(TransferEncoding.QUOTED_PRINTABLE);
        }
        boolean asItIs = strict == TransferEncoding.IDENTITY || strict == TransferEncoding.UNKNOWN;
        found.remove(strict);
        if (asItIs) {
            found.remove(TransferEncoding.IDENTITY);
        }
        return List.copyOf(found);
    }

    private static TransferEncoding encoding(String name) {
        return switch (name) {
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

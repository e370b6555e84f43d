// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.scan.peer.PeerException;
import org.postern.scan.peer.Printable;

/**
 * The header of an answer, or of the HTTP message in it (RFC 3507 section 4.3).
 *
 * @param start its first line
 * @param fields in their order
 */
record Head(String start, List<Field> fields) {
    private static final Pattern ICAP = Pattern.compile("ICAP/1\\.[0-9] ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern HTTP = Pattern.compile("HTTP/[0-9]\\.[0-9] ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * A field.
     *
     * @param lines what follows its name, and its further lines: they mean something in X-Violations-Found
     */
    record Field(String name, List<String> lines) {
        String value() {
            return String.join(" ", lines).strip();
        }
    }

    /**
     * @param lines without their ends and without the empty one behind them
     * @throws PeerException if they are no header
     */
    static Head parse(List<String> lines) throws PeerException {
        if (lines.isEmpty()) {
            throw new PeerException("an empty line instead of an answer");
        }
        List<Field> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                if (fields.isEmpty()) {
                    throw new PeerException("a header that begins in the middle of a field");
                }
                fields.get(fields.size() - 1).lines().add(line.strip());
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
                throw new PeerException("a header with a line that is no field");
            }
            List<String> text =
                    new ArrayList<>(List.of(line.substring(colon + 1).strip()));
            fields.add(new Field(line.substring(0, colon), text));
        }
        return new Head(lines.get(0), List.copyOf(fields));
    }

    /** @throws PeerException if it is no answer of an ICAP server */
    int icapStatus() throws PeerException {
        Matcher status = ICAP.matcher(start);
        if (!status.matches()) {
            throw new PeerException("an answer that is not ICAP");
        }
        return Integer.parseInt(status.group(1));
    }

    /** @return the status, if this is an HTTP response */
    OptionalInt httpStatus() {
        Matcher status = HTTP.matcher(start);
        return status.matches() ? OptionalInt.of(Integer.parseInt(status.group(1))) : OptionalInt.empty();
    }

    Stream<Field> all(String name) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name));
    }

    Optional<String> value(String name) {
        return all(name).map(Field::value).findFirst();
    }

    /** @return the members of a list with commas, over all fields of that name, in lower case */
    List<String> list(String name) {
        return all(name)
                .flatMap(field -> Stream.of(field.value().split(",")))
                .map(member -> member.strip().toLowerCase(Locale.ROOT))
                .filter(member -> !member.isEmpty())
                .toList();
    }

    /** @return what a status that is an error says, for the administrator */
    String said() {
        return Printable.of(start);
    }
}

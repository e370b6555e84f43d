// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.api.mime.HeaderField;
import org.postern.api.mime.OctetRange;

/** The fields of one header, gathered line by line (RFC 5322 section 2.2). Of all but three fields only name and place are kept. */
final class HeaderBlock {
    enum Line {
        FIELD,
        FOLDED,
        MALFORMED,
        TOO_LONG
    }

    private static final int LONGEST_NAME = 256;
    private static final Set<String> KEPT = Set.of("content-type", "content-transfer-encoding", "content-disposition");

    private final int fieldOctets;
    private final List<HeaderField> fields = new ArrayList<>();
    private final Map<String, List<StringBuilder>> bodies = new LinkedHashMap<>();
    private StringBuilder body = new StringBuilder();
    private boolean keeping;

    HeaderBlock(int fieldOctets) {
        this.fieldOctets = fieldOctets;
    }

    /** Takes in a line that is not empty. */
    Line add(Lines line) {
        int first = line.length() == 0 ? ' ' : line.at(0);
        if (first == ' ' || first == '\t') {
            return fields.isEmpty() ? Line.MALFORMED : fold(line);
        }
        int colon = colon(line);
        if (colon < 0) {
            return Line.MALFORMED;
        }
        String name = name(line.text(0, colon));
        fields.add(new HeaderField(name, new OctetRange(line.start(), line.end())));
        keeping = isKept(name);
        if (!keeping) {
            return Line.FIELD;
        }
        body = new StringBuilder();
        bodies.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                .add(body);
        return keep(line, colon + 1, Line.FIELD);
    }

    /** Controls in a name hide it from some programs, and do not for others (M01). */
    private static String name(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) <= ' ' || raw.charAt(i) == 0x7f) {
                return raw.replaceAll("[\\x00-\\x20\\x7f]", "");
            }
        }
        return raw;
    }

    /** Most names need not be looked up. */
    private static boolean isKept(String name) {
        return !name.isEmpty() && (name.charAt(0) | 0x20) == 'c' && KEPT.contains(name.toLowerCase(Locale.ROOT));
    }

    private Line fold(Lines line) {
        HeaderField last = fields.remove(fields.size() - 1);
        fields.add(new HeaderField(last.name(), new OctetRange(last.range().start(), line.end())));
        return keeping ? keep(line, 0, Line.FOLDED) : Line.FOLDED;
    }

    private Line keep(Lines line, int from, Line kind) {
        if (line.isCut() || body.length() + line.length() - from > fieldOctets) {
            return Line.TOO_LONG;
        }
        body.append(line.text(from, line.length()));
        return kind;
    }

    /** @return where the colon behind a field's name is, negative if the line is no field */
    private static int colon(Lines line) {
        boolean white = false;
        for (int i = 0; i < Math.min(line.length(), LONGEST_NAME); i++) {
            int octet = line.at(i);
            if (octet == ':') {
                return i == 0 ? -1 : i;
            }
            if (octet == ' ' || octet == '\t') {
                white = true;
            } else if (white) {
                return -1;
            }
        }
        return -1;
    }

    List<HeaderField> fields() {
        return fields;
    }

    int size() {
        return fields.size();
    }

    /** @return the unfolded bodies of all fields of a name, each octet as one character */
    List<String> bodies(String name) {
        return bodies.getOrDefault(name, List.of()).stream()
                .map(StringBuilder::toString)
                .toList();
    }
}

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
    private final Map<String, List<Body>> bodies = new LinkedHashMap<>();
    private StringBuilder body = new StringBuilder();
    private boolean keeping;

    HeaderBlock(int fieldOctets) {
        this.fieldOctets = fieldOctets;
    }

    /** @param strange whether its name is written so that some programs take it for another */
    private record Body(StringBuilder text, boolean strange) {}

    /** Takes in a line that is not empty. */
    Line add(Lines line) {
        return add(line, 0);
    }

    /** @param from where in the line the header begins */
    Line add(Lines line, int from) {
        int first = line.length() == from ? ' ' : line.at(from);
        if (first == ' ' || first == '\t') {
            return fields.isEmpty() ? Line.MALFORMED : fold(line);
        }
        int colon = colon(line, from);
        if (colon < 0) {
            return Line.MALFORMED;
        }
        String raw = line.text(from, colon);
        String name = name(raw);
        fields.add(new HeaderField(name, new OctetRange(line.start() + from, line.end())));
        keeping = isKept(name);
        if (!keeping) {
            return Line.FIELD;
        }
        body = new StringBuilder();
        bodies.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                .add(new Body(body, raw.length() > name.length()));
        return keep(line, colon + 1, Line.FIELD);
    }

    /** Controls, white space and 8 bits in a name hide it from some programs, and do not for others (M01). */
    private static String name(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) <= ' ' || raw.charAt(i) >= 0x7f) {
                return raw.replaceAll("[^!-~]", "");
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
    private static int colon(Lines line, int from) {
        boolean white = false;
        for (int i = from; i < Math.min(line.length(), from + LONGEST_NAME); i++) {
            int octet = line.at(i);
            if (octet == ':') {
                return i == from ? -1 : i;
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

    /** @return whether a field of a name is written so that some programs take it for another */
    boolean hasStrange(String name) {
        return bodies.getOrDefault(name, List.of()).stream().anyMatch(Body::strange);
    }

    /** @return the unfolded bodies of all fields of a name, each octet as one character */
    List<String> bodies(String name, boolean strangeToo) {
        return bodies.getOrDefault(name, List.of()).stream()
                .filter(body -> strangeToo || !body.strange())
                .map(body -> body.text().toString())
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.mime.internal.StructuredField.Parameter;

/** The parameters of a field by name, continuations joined and charsets applied (RFC 2231). */
final class Parameters {
    private final Map<String, List<String>> plain = new LinkedHashMap<>();
    private final Map<String, List<String>> loose = new LinkedHashMap<>();
    private final Map<String, List<String>> extended = new LinkedHashMap<>();

    Parameters(StructuredField field) {
        Map<String, TreeMap<Integer, Parameter>> pieces = new LinkedHashMap<>();
        for (Parameter parameter : field.parameters()) {
            int star = parameter.name().indexOf('*');
            if (star < 0) {
                plain.computeIfAbsent(parameter.name(), name -> new ArrayList<>())
                        .add(parameter.value());
                loose.computeIfAbsent(parameter.name(), name -> new ArrayList<>())
                        .add(parameter.loose());
            } else {
                pieces.computeIfAbsent(parameter.name().substring(0, star), name -> new TreeMap<>())
                        .putIfAbsent(index(parameter.name().substring(star + 1)), parameter);
            }
        }
        pieces.forEach((name, byIndex) -> extended.put(name, joined(byIndex)));
    }

    /** @return every value that a name may be taken to have, each once: those written plainly first */
    List<String> candidates(String name, boolean loosely) {
        List<String> found = new ArrayList<>((loosely ? loose : plain).getOrDefault(name, List.of()));
        if (extended.containsKey(name)) {
            found.addAll(extended.get(name));
        }
        return found.stream()
                .map(value -> loosely ? EncodedWords.decode(value) : value)
                .distinct()
                .toList();
    }

    /** @return one value for each name; RFC 2231 prefers what is extended */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        plain.forEach((name, all) -> values.put(name, all.get(0)));
        extended.forEach((name, all) -> values.put(name, all.get(0)));
        return values;
    }

    /** All pieces, and those before the first that is missing: some programs stop there. */
    private static List<String> joined(TreeMap<Integer, Parameter> byIndex) {
        List<Parameter> all = new ArrayList<>(byIndex.values());
        int whole = 0;
        while (byIndex.containsKey(whole)) {
            whole++;
        }
        return whole == 0 || whole == all.size() ? List.of(join(all)) : List.of(join(all), join(all.subList(0, whole)));
    }

    /** A name without an index counts as the only piece. */
    private static int index(String suffix) {
        int end = 0;
        while (end < suffix.length() && end < 4 && Character.isDigit(suffix.charAt(end))) {
            end++;
        }
        return end == 0 ? 0 : Integer.parseInt(suffix.substring(0, end));
    }

    private static String join(List<Parameter> pieces) {
        String charset = "";
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < pieces.size(); i++) {
            String value = pieces.get(i).value();
            boolean encoded = pieces.get(i).name().endsWith("*");
            if (i == 0 && encoded) {
                int first = value.indexOf('\'');
                int second = value.indexOf('\'', first + 1);
                if (first >= 0 && second > first) {
                    charset = value.substring(0, first);
                    value = value.substring(second + 1);
                }
            }
            octets.writeBytes(encoded ? percentDecoded(value) : value.getBytes(StandardCharsets.ISO_8859_1));
        }
        return Text.of(octets.toByteArray(), charset);
    }

    private static byte[] percentDecoded(String value) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), 16) : -1;
            if (next == '%' && high >= 0 && low >= 0) {
                octets.write(high << 4 | low);
                i += 2;
            } else {
                octets.write(next);
            }
        }
        return octets.toByteArray();
    }
}

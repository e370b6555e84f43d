// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;

/** Finds out which codings make different octets of the same: each goes over them once, beside the others (M08). */
final class DifferentCodings implements Closeable {
    private static final int COMPARED = 1 << 13;

    private final Map<Coding, InputStream> decoded = new EnumMap<>(Coding.class);

    private DifferentCodings() {}

    /** @return of those that make the same the first, in the order of the constants */
    static List<Coding> of(List<Coding> codings, Octets octets, OctetRange range) throws IOException {
        try (DifferentCodings different = new DifferentCodings()) {
            for (Coding coding : codings) {
                InputStream encoded = octets.open(range.start(), range.length());
                different.decoded.put(coding, coding.open(encoded, range.length()));
            }
            return different.found();
        }
    }

    private List<Coding> found() throws IOException {
        List<Coding> different = new ArrayList<>();
        List<List<Coding>> alike = List.of(List.copyOf(decoded.keySet()));
        while (!alike.isEmpty()) {
            List<List<Coding>> next = new ArrayList<>();
            for (List<Coding> group : alike) {
                for (Map.Entry<ByteBuffer, List<Coding>> same : split(group).entrySet()) {
                    boolean over =
                            !same.getKey().hasRemaining() || same.getValue().size() == 1;
                    if (over) {
                        different.add(same.getValue().get(0));
                    } else {
                        next.add(same.getValue());
                    }
                }
            }
            alike = next;
        }
        return different.stream().sorted().toList();
    }

    /** By the octets that come next. */
    private Map<ByteBuffer, List<Coding>> split(List<Coding> group) throws IOException {
        Map<ByteBuffer, List<Coding>> same = new LinkedHashMap<>();
        for (Coding coding : group) {
            ByteBuffer next = ByteBuffer.wrap(decoded.get(coding).readNBytes(COMPARED));
            same.computeIfAbsent(next, any -> new ArrayList<>()).add(coding);
        }
        return same;
    }

    @Override
    public void close() throws IOException {
        for (InputStream in : decoded.values()) {
            in.close();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/** Contents that had to be decoded to be read further, for all readings of a message; each is decoded once, and looked at once. */
final class DecodedBodies {
    private record Key(Octets octets, OctetRange range, Coding coding) {}

    /**
     * A content that is decoded.
     *
     * @param octets its octets
     * @param broken whether more should have come
     */
    record Body(Octets octets, boolean broken) {}

    /** Of what is decoded in ways beside the usual one: a message of small bodies has many of them. */
    private static final int MOST_IN_MEMORY = 1 << 20;

    /** Of these, how many are too large for memory: each is a file. */
    private static final int MOST_FILES = 64;

    private final Spool spool;
    private final int mostFinds;
    private final Map<Key, Body> bodies = new HashMap<>();
    private final Map<Key, Look> looks = new HashMap<>();
    private final Map<Key, Finds> objects = new HashMap<>();
    private final Map<Key, List<Coding>> base64 = new HashMap<>();
    private final List<Closeable> resources = new ArrayList<>();
    private long left;
    private long leftExpanded;
    private long leftAlternative;
    private long leftInMemory = MOST_IN_MEMORY;
    private int leftFiles = MOST_FILES;

    /** @param message how many octets the message has */
    DecodedBodies(Spool spool, Limits limits, long message) {
        this.spool = spool;
        this.mostFinds = limits.parts();
        this.left = limits.decodedOctets(message);
        this.leftAlternative = 2 * limits.decodedOctets(message);
        this.leftExpanded = limits.expandedOctets(message);
    }

    /** @return the decoded octets; empty if they are more than are left to be decoded, or no file is left for them */
    Optional<Body> decode(Octets octets, OctetRange range, Coding coding) throws IOException {
        Key key = new Key(octets, range, coding);
        Body known = bodies.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        boolean alternative = Coding.ODD_BASE64.contains(coding);
        long most = coding.expands() ? leftExpanded : alternative ? leftAlternative : left;
        try (InputStream in = coding.open(octets.open(range.start(), range.length()), range.length());
                SpoolWriter writer = spool.copy(in, most)) {
            if (writer.size() > most) {
                return Optional.empty();
            }
            SpooledMessage decoded = writer.complete();
            if (coding.expands()) {
                leftExpanded -= decoded.size();
            } else if (alternative) {
                leftAlternative -= decoded.size();
            } else {
                left -= decoded.size();
            }
            if (alternative && !decoded.inMemory() && leftFiles-- <= 0) {
                decoded.close();
                return Optional.empty();
            }
            Octets kept = alternative && decoded.inMemory() ? inMemory(key, decoded) : kept(decoded);
            Body body = new Body(kept, in instanceof Breakable content && content.broken());
            bodies.put(key, body);
            return Optional.of(body);
        }
    }

    private Octets kept(SpooledMessage decoded) {
        resources.add(decoded);
        return decoded;
    }

    private Octets inMemory(Key key, SpooledMessage decoded) {
        long size = decoded.size();
        leftInMemory -= size;
        if (leftInMemory >= 0) {
            return kept(decoded);
        }
        decoded.close();
        return new DecodedAgain(key.octets(), key.range(), key.coding(), size);
    }

    /** @return the codings of base64 that make different octets of it (M03) */
    List<Coding> base64(Octets octets, OctetRange range) throws IOException {
        Key key = new Key(octets, range, Coding.BASE64);
        List<Coding> known = base64.get(key);
        if (known == null) {
            known = DifferentCodings.of(Coding.ALL_BASE64, octets, range);
            base64.put(key, known);
        }
        return known;
    }

    /** @return what is in the lines of an encoded content */
    Look look(Octets octets, OctetRange range, Coding coding) throws IOException {
        Key key = new Key(octets, range, coding);
        Look known = looks.get(key);
        if (known == null) {
            boolean hides = coding != Coding.BASE64
                    || Base64Scan.mayHide(octets.open(range.start(), range.length()), range.length());
            InputStream encoded = octets.open(range.start(), range.length());
            known = hides
                    ? Look.at(encoded, range.length(), coding, mostFinds)
                    : Look.atHead(encoded, range.length(), coding);
            looks.put(key, known);
        }
        return known;
    }

    /** @return the objects in RTF */
    Finds objects(Octets octets, OctetRange range) throws IOException {
        Key key = new Key(octets, range, Coding.PLAIN);
        Finds known = objects.get(key);
        if (known == null) {
            known = Rtf.open(octets, range);
            objects.put(key, known);
        }
        return known;
    }

    /** Looks at no more than the head of an encoded content: it is known that nothing is in its lines. */
    void lookAtHead(Octets octets, OctetRange range, Coding coding) throws IOException {
        Key key = new Key(octets, range, coding);
        if (!looks.containsKey(key)) {
            looks.put(key, Look.atHead(octets.open(range.start(), range.length()), range.length(), coding));
        }
    }

    /** @return what must be closed in the end */
    List<Closeable> resources() {
        return List.copyOf(resources);
    }

    void close() throws IOException {
        for (Closeable resource : resources) {
            resource.close();
        }
    }
}

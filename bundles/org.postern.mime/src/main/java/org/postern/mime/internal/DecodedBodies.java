// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.TransferEncoding;
import org.postern.api.spool.Octets;
import org.postern.api.spool.Spool;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

/** Bodies that had to be decoded to be read further, for all readings of a message; each is decoded once. */
final class DecodedBodies {
    private record Key(Octets octets, OctetRange body, TransferEncoding encoding, boolean stopAtPadding) {}

    private final Spool spool;
    private final Map<Key, SpooledMessage> bodies = new HashMap<>();
    private long left;

    /** @param most how many octets may be decoded in all */
    DecodedBodies(Spool spool, long most) {
        this.spool = spool;
        this.left = most;
    }

    /** @return the decoded octets; empty if they are more than are left to be decoded */
    Optional<Octets> decode(Octets octets, OctetRange body, TransferEncoding encoding, boolean stopAtPadding)
            throws IOException {
        Key key = new Key(octets, body, encoding, stopAtPadding);
        SpooledMessage known = bodies.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream in = DecodingInput.of(octets.open(body.start(), body.length()), encoding, stopAtPadding);
                SpoolWriter writer = spool.copy(in, left)) {
            if (writer.size() > left) {
                return Optional.empty();
            }
            SpooledMessage decoded = writer.complete();
            left -= decoded.size();
            bodies.put(key, decoded);
            return Optional.of(decoded);
        }
    }

    /** @return what must be closed in the end */
    List<Closeable> resources() {
        return List.copyOf(bodies.values());
    }

    void close() {
        bodies.values().forEach(SpooledMessage::close);
    }
}

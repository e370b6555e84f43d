// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.api.spool.Octets;

/**
 * All signatures that were loaded. Immutable; any number of threads.
 *
 * @param digests those of whole contents
 * @param bodies those of octets in them
 * @param census what was loaded
 */
record Signatures(Digests digests, Bodies bodies, Census census) {
    private static final int PIECE = 64 * 1024;

    /**
     * What was loaded.
     *
     * @param version a digest over all files
     * @param builtIn how many signatures the bundle brought
     * @param added how many the administrator's files brought
     * @param unusable how many of their lines could not be used
     */
    record Census(String version, int builtIn, int added, int unusable) {}

    /**
     * Goes over content once.
     *
     * @param patience asked before each piece, throws when nobody waits any more
     * @return the name of a signature the content has
     * @throws TooMuch if the content takes too much memory
     */
    Optional<String> find(Octets content, Patience patience) throws IOException {
        long size = content.size();
        Map<Algorithm, MessageDigest> running = digests.algorithmsFor(size).stream()
                .collect(Collectors.toMap(algorithm -> algorithm, Algorithm::begin));
        Search search = bodies.search(size, patience);
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(size, 1))];
        long read = 0;
        try (InputStream in = content.open()) {
            patience.check();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                Optional<String> found = search.more(piece, count);
                if (found.isPresent()) {
                    return found;
                }
                for (MessageDigest digest : running.values()) {
                    digest.update(piece, 0, count);
                }
                read += count;
                patience.check();
            }
        }
        if (read != size) {
            throw new IOException("The content has " + size + " octets, but " + read + " came");
        }
        return findDigest(List.copyOf(running.values()), size);
    }

    private Optional<String> findDigest(List<MessageDigest> running, long size) {
        return running.stream()
                .flatMap(digest -> digests.find(digest.digest(), size).stream())
                .findFirst();
    }
}

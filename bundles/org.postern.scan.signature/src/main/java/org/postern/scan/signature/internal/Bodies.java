// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.List;
import java.util.Optional;

/** All body signatures. Immutable; a {@link Search} goes over one content. */
final class Bodies {
    private final List<String> names;
    private final List<Placement> placements;
    private final int[] lengths;
    private final Automaton automaton;

    Bodies(List<Signature.Body> signatures) {
        this.names = signatures.stream().map(Signature.Body::name).toList();
        this.placements = signatures.stream().map(Signature.Body::placement).toList();
        List<byte[]> patterns = signatures.stream().map(Signature.Body::bytes).toList();
        this.lengths = patterns.stream().mapToInt(pattern -> pattern.length).toArray();
        this.automaton = new Automaton(patterns);
    }

    /** @return a search through content of this size */
    Search search(long size) {
        return new Search(size);
    }

    /** A search through one content, which comes piece by piece. One thread. */
    final class Search {
        private final long size;
        private long position;
        private int state;
        private Optional<String> found = Optional.empty();
        private final Automaton.Matches check = this::check;

        private Search(long size) {
            this.size = size;
        }

        /** @return the name of a signature that ends in this piece or ended before */
        Optional<String> more(byte[] octets, int count) {
            for (int i = 0; i < count && found.isEmpty(); i++) {
                state = automaton.step(state, octets[i] & 0xff);
                position++;
                automaton.matches(state, check);
            }
            return found;
        }

        private boolean check(int pattern) {
            if (placements.get(pattern).allows(position - lengths[pattern], size)) {
                found = Optional.of(names.get(pattern));
            }
            return found.isEmpty();
        }
    }
}

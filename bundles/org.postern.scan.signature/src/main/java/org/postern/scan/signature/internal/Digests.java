// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All digest signatures. Immutable. */
final class Digests {
    private final Map<String, Map<Long, String>> names = new HashMap<>();
    private final Map<Algorithm, Set<Long>> sizes = new EnumMap<>(Algorithm.class);

    Digests(Collection<Signature.Hash> signatures) {
        for (Signature.Hash signature : signatures) {
            names.computeIfAbsent(signature.digest(), digest -> new HashMap<>(2))
                    .putIfAbsent(signature.size(), signature.name());
            sizes.computeIfAbsent(signature.algorithm(), algorithm -> new HashSet<>())
                    .add(signature.size());
        }
    }

    /** @return the algorithms that can tell anything about content of this size */
    Set<Algorithm> algorithmsFor(long size) {
        Set<Algorithm> needed = EnumSet.noneOf(Algorithm.class);
        sizes.forEach((algorithm, known) -> {
            if (known.contains(size) || known.contains(Signature.Hash.ANY_SIZE)) {
                needed.add(algorithm);
            }
        });
        return needed;
    }

    /** @return the name of the signature that content of this digest and size has */
    Optional<String> find(String digest, long size) {
        Map<Long, String> bySize = names.getOrDefault(digest, Map.of());
        return List.of(size, Signature.Hash.ANY_SIZE).stream()
                .filter(bySize::containsKey)
                .map(bySize::get)
                .findFirst();
    }
}

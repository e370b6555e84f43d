// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All digest signatures, in the order of their digests, so that a million of them take little more than themselves. Immutable. */
final class Digests {
    private static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    private final Signature.Hash[] sorted;
    private final Map<Algorithm, long[]> sizes = new EnumMap<>(Algorithm.class);

    Digests(Collection<Signature.Hash> signatures) {
        sorted = signatures.toArray(Signature.Hash[]::new);
        Arrays.sort(sorted, Comparator.comparing(Signature.Hash::digest, ORDER));
        for (Algorithm algorithm : Algorithm.values()) {
            long[] known = Arrays.stream(sorted)
                    .filter(signature -> signature.algorithm() == algorithm)
                    .mapToLong(Signature.Hash::size)
                    .sorted()
                    .distinct()
                    .toArray();
            sizes.put(algorithm, known);
        }
    }

    /** @return the algorithms that can tell anything about content of this size */
    Set<Algorithm> algorithmsFor(long size) {
        Set<Algorithm> needed = EnumSet.noneOf(Algorithm.class);
        sizes.forEach((algorithm, known) -> {
            if (Arrays.binarySearch(known, size) >= 0 || Arrays.binarySearch(known, Signature.Hash.ANY_SIZE) >= 0) {
                needed.add(algorithm);
            }
        });
        return needed;
    }

    /** @return the name of a signature that content of this digest and size has */
    Optional<String> find(byte[] digest, long size) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ORDER.compare(sorted[middle].digest(), digest) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < sorted.length && Arrays.equals(sorted[i].digest(), digest); i++) {
            if (sorted[i].size() == size || sorted[i].size() == Signature.Hash.ANY_SIZE) {
                return Optional.of(sorted[i].name());
            }
        }
        return Optional.empty();
    }
}

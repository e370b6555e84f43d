// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.Reading;

/** The borders in the message as spooled that are the same in all readings: only there can it be cut for every reader. */
final class Borders {
    private record Border(OctetRange whole, OctetRange body) {
        static Border of(Part part) {
            return new Border(part.whole(), part.body());
        }
    }

    /** Empty if there is but one reading, which agrees with itself. */
    private final Optional<Set<Border>> agreed;

    private final Part root;

    private Borders(Optional<Set<Border>> agreed, Part root) {
        this.agreed = agreed;
        this.root = root;
    }

    static Borders of(MessageStructure structure) {
        Part root = structure.first().root();
        if (structure.readings().size() == 1) {
            return new Borders(Optional.empty(), root);
        }
        Set<Border> agreed = new HashSet<>(of(structure.first()));
        structure.readings().forEach(reading -> agreed.retainAll(of(reading)));
        return new Borders(Optional.of(agreed), root);
    }

    private boolean isAgreed(Part part) {
        return agreed.isEmpty() || agreed.get().contains(Border.of(part));
    }

    private static Set<Border> of(Reading reading) {
        return reading.parts().stream()
                .filter(Borders::isSpooled)
                .map(Border::of)
                .collect(Collectors.toSet());
    }

    private static boolean isSpooled(Part part) {
        return part.source() instanceof PartSource.Original;
    }

    /** What stands beside the parts of a multipart that has none: cut out of it, nothing but a remark would be left to be read. */
    private static boolean isAllOfABody(Part part, Reading reading) {
        return part.header().length() == 0
                && part.body().equals(part.whole())
                && reading.parts().stream()
                        .anyMatch(other ->
                                other.mediaType().isMultipart() && other.body().equals(part.whole()));
    }

    /** @return the smallest part around a part, itself if possible, on whose borders all readings agree */
    Part around(Reading reading, Part part) {
        OctetRange range = part.source() instanceof PartSource.Decoded decoded ? decoded.anchor() : part.whole();
        List<Part> outerFirst = reading.parts();
        for (int i = outerFirst.size() - 1; i >= 0; i--) {
            Part around = outerFirst.get(i);
            if (isSpooled(around)
                    && around.whole().contains(range)
                    && isAgreed(around)
                    && !isAllOfABody(around, reading)) {
                return around;
            }
        }
        return root;
    }
}

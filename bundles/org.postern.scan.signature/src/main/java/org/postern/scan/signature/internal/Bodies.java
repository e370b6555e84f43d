// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All body signatures. Immutable; a {@link Search} goes over one content. {@link Words} tell of the anchor of each segment, the
 * segment round it is compared then, so that a signature costs nothing where its anchor is not.
 */
final class Bodies {
    private final Signature.Body[] signatures;
    private final Place[] places;
    private final Words[] words;
    private final int before;
    private final int after;

    /**
     * A segment and where it belongs.
     *
     * @param signature the index of the signature
     * @param stage which stage of it
     * @param link a number for what lies before this stage, 0 for the first stage of any signature; the next stage has one more
     * @param anchorEnd where in the segment the anchor ends
     */
    record Place(int signature, int stage, int link, Segment segment, int anchorEnd) {}

    Bodies(List<Signature.Body> signatures) {
        this.signatures = signatures.toArray(Signature.Body[]::new);
        Anchors anchors = new Anchors();
        for (Signature.Body signature : signatures) {
            signature.stages().forEach(stage -> stage.variants().forEach(anchors::count));
        }
        List<byte[]> patterns = new ArrayList<>();
        this.places = places(anchors, patterns);
        this.words = Words.of(patterns);
        this.before = Arrays.stream(places).mapToInt(Place::anchorEnd).max().orElse(0);
        this.after = Arrays.stream(places)
                .mapToInt(place -> place.segment().length() - place.anchorEnd())
                .max()
                .orElse(0);
    }

    private Place[] places(Anchors anchors, List<byte[]> patterns) {
        List<Place> all = new ArrayList<>();
        int links = 0;
        for (int i = 0; i < signatures.length; i++) {
            List<Stage> stages = signatures[i].stages();
            for (int stage = 0; stage < stages.size(); stage++) {
                int link = stages.size() == 1 ? 0 : ++links;
                for (Segment segment : stages.get(stage).variants()) {
                    int from = anchors.choose(segment);
                    int length = Anchors.length(segment);
                    byte[] pattern = new byte[length];
                    for (int k = 0; k < length; k++) {
                        pattern[k] = segment.value(from + k);
                    }
                    patterns.add(pattern);
                    all.add(new Place(i, stage, link, segment, from + length));
                }
            }
        }
        return all.toArray(Place[]::new);
    }

    /**
     * @param size the size of the content
     * @param patience asked now and then
     */
    Search search(long size, Patience patience) {
        return new Search(this, size, patience);
    }

    Signature.Body signature(Place place) {
        return signatures[place.signature()];
    }

    /** @return the segment with that anchor */
    Place place(int word) {
        return places[word];
    }

    /** @return the anchors, numbered like the places they belong to */
    Words[] words() {
        return words;
    }

    /** @return how far a segment may begin before the end of its anchor */
    int before() {
        return before;
    }

    /** @return how far a segment may end behind its anchor */
    int after() {
        return after;
    }
}

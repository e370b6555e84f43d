// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A search for all body signatures through one content, which comes piece by piece. One thread.
 *
 * <p>What looks for anchors lags behind what came by as much as a segment can lie behind its anchor, and what came is kept as far back
 * as one can lie before it: so a segment is compared at once, and anchors are met in the order of the stages they belong to.
 * Nothing is ever tried again: what a stage leaves behind is where the next one may begin ({@link Reach}).
 */
final class Search {
    private static final int PIECE = 64 * 1024;
    private static final int CHECK_EVERY = 4096;
    private static final int MOST_ROOM = 1 << 20;

    private final Bodies bodies;
    private final Words[] words;
    private final long size;
    private final Patience patience;
    private final Map<Integer, Reach> reaches = new HashMap<>();
    private final byte[] head = new byte[Target.HEAD];

    private final byte[] window;
    private long windowStart;
    private int filled;
    private long position;
    private long last;
    private int comparisons;
    private int room;
    private Optional<String> found = Optional.empty();

    Search(Bodies bodies, long size, Patience patience) {
        this.bodies = bodies;
        this.words = bodies.words();
        this.size = size;
        this.patience = patience;
        this.window = new byte[(int) Math.min(PIECE + bodies.before() + bodies.after(), Math.max(size, 1))];
    }

    /**
     * @return the name of a signature that was met
     * @throws Patience.Exhausted if nobody waits any more
     * @throws TooMuch if the content takes too much memory
     */
    Optional<String> more(byte[] octets, int count) throws IOException {
        if (windowStart + filled + count > size) {
            throw new IOException("The content has more than the " + size + " octets it should have");
        }
        int taken = 0;
        while (taken < count && found.isEmpty()) {
            if (filled == window.length) {
                forget();
            }
            int now = Math.min(count - taken, window.length - filled);
            System.arraycopy(octets, taken, window, filled, now);
            keepHead(now);
            filled += now;
            taken += now;
            run();
        }
        return found;
    }

    private void keepHead(int now) {
        if (windowStart == 0 && filled < head.length) {
            System.arraycopy(window, filled, head, filled, Math.min(now, head.length - filled));
        }
    }

    private void forget() {
        int gone = (int) Math.max(0, position - bodies.before() - windowStart);
        System.arraycopy(window, gone, window, 0, filled - gone);
        windowStart += gone;
        filled -= gone;
    }

    private void run() throws IOException {
        long received = windowStart + filled;
        if (received < size && received < head.length) {
            return;
        }
        long limit = received == size ? size : received - bodies.after();
        while (position < limit && found.isEmpty()) {
            last = last << Byte.SIZE | (window[(int) (position - windowStart)] & 0xff);
            position++;
            for (Words some : words) {
                int word = some.ended(last);
                while (word != Words.NONE && found.isEmpty()) {
                    check(bodies.place(word));
                    word = some.same(word);
                }
            }
        }
    }

    private void check(Bodies.Place place) throws IOException {
        if (++comparisons % CHECK_EVERY == 0) {
            patience.check();
        }
        Segment segment = place.segment();
        long start = position - place.anchorEnd();
        long end = start + segment.length();
        if (start < 0 || end > size || !mayBegin(place, start)) {
            return;
        }
        List<Stage> stages = bodies.signature(place).stages();
        if (place.stage() == stages.size() - 1) {
            if (segment.matches(window, (int) (start - windowStart))) {
                found = Optional.of(bodies.signature(place).name());
            }
            return;
        }
        Gap gap = stages.get(place.stage() + 1).before();
        Reach next = reaches.get(place.link());
        boolean isNew = next == null || gap.most() != Gap.ANY || !next.isEndlessFrom(end + gap.least());
        if (isNew && segment.matches(window, (int) (start - windowStart))) {
            reach(place.link(), end, gap);
        }
    }

    private boolean mayBegin(Bodies.Place place, long start) {
        if (place.stage() > 0) {
            Reach reach = reaches.get(place.link() - 1);
            return reach != null && reach.contains(start);
        }
        Signature.Body signature = bodies.signature(place);
        return signature.placement().allows(start, size)
                && signature.target().fits(head, (int) Math.min(head.length, size));
    }

    private void reach(int link, long end, Gap gap) throws TooMuch {
        Reach next = reaches.computeIfAbsent(link, absent -> new Reach());
        room -= next.room();
        next.add(end + gap.least(), gap.most() == Gap.ANY ? Gap.ANY : end + gap.most(), position - bodies.before());
        room += next.room();
        if (room > MOST_ROOM) {
            throw new TooMuch("signatures begin in more places than can be kept in mind");
        }
    }
}

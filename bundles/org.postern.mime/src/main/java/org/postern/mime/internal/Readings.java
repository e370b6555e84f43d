// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.Reading;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/**
 * Makes all readings of a message: the first with no choice active, then, for each choice that a reading met, one more in which
 * it is active too.
 */
final class Readings {
    private final Limits limits;
    private final Octets message;
    private final DecodedBodies bodies;
    private final Notes notes = new Notes();
    private final List<Reading> found = new ArrayList<>();

    Readings(Limits limits, Octets message, DecodedBodies bodies) {
        this.limits = limits;
        this.message = message;
        this.bodies = bodies;
    }

    MessageStructure all() throws IOException {
        Deque<Set<Choice>> due = new ArrayDeque<>(List.of(EnumSet.noneOf(Choice.class)));
        Set<Set<Choice>> seen = new HashSet<>(due);
        int made = 0;
        while (!due.isEmpty() && !notes.limitReached()) {
            if (made++ == limits.readings()) {
                notes.unscannable(
                        UnscannableReason.TOO_MANY_READINGS,
                        "more than " + limits.readings() + " readings: " + String.join(", ", notes.ambiguities(true)));
                break;
            }
            Set<Choice> active = due.remove();
            for (Choice choice : read(active)) {
                Set<Choice> more = EnumSet.copyOf(active.isEmpty() ? EnumSet.of(choice) : active);
                more.add(choice);
                if (seen.add(more)) {
                    due.add(more);
                }
            }
        }
        return new MessageStructure(
                found, notes.ambiguities(found.size() > 1), notes.unscannable(), bodies.resources());
    }

    private Set<Choice> read(Set<Choice> active) throws IOException {
        Notes remarks = new Notes();
        Reading reading =
                new Reading(new StructureScanner(limits, active, remarks, bodies, message.size()).scan(message));
        notes.add(remarks);
        if (found.stream().noneMatch(other -> same(other, reading))) {
            found.add(reading);
        }
        return remarks.choices();
    }

    private static boolean same(Reading one, Reading other) {
        List<Part> parts = one.parts();
        List<Part> others = other.parts();
        boolean same = parts.size() == others.size();
        for (int i = 0; i < parts.size() && same; i++) {
            same = same(parts.get(i), others.get(i));
        }
        return same;
    }

    private static boolean same(Part one, Part other) {
        return one.whole().equals(other.whole())
                && one.body().equals(other.body())
                && one.encoding() == other.encoding()
                && one.mediaType().equals(other.mediaType())
                && octets(one) == octets(other);
    }

    /** A body is decoded once for all readings, so that the same octets are the same object. */
    private static Octets octets(Part part) {
        PartSource source = part.source();
        return source.octets();
    }
}

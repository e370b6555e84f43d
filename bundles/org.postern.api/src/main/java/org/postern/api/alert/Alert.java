// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.alert;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What an administrator is told. Every string is made one clean line of at most {@value #MOST_CHARACTERS} characters when the
 * alert is made; it may still come out of a mail. Immutable.
 *
 * @param kind the event it tells of, such as {@code virusFound}
 * @param rule the name of the rule that wants it told
 * @param since when it happened; of several, the first
 * @param until when the last of them happened; as {@code since} when there is one
 * @param number how many happenings it tells of: 1, or more for a digest of what was held back
 * @param title one line that says it all, fit for a subject
 * @param facts what is known, in the order in which to show it; of a digest, some of the happenings
 * @param advice what to do, sentence by sentence; may be empty
 */
public record Alert(
        String kind,
        String rule,
        Instant since,
        Instant until,
        int number,
        String title,
        List<Fact> facts,
        List<String> advice) {
    /** How long a string is at most. */
    public static final int MOST_CHARACTERS = 200;

    public Alert {
        kind = OneLine.of(kind);
        rule = OneLine.of(rule);
        requireNonNull(since);
        requireNonNull(until);
        title = OneLine.of(title);
        facts = List.copyOf(facts);
        advice = advice.stream().map(OneLine::of).toList();
        if (number < 1 || until.isBefore(since)) {
            throw new IllegalArgumentException("an alert tells of something that happened");
        }
    }

    /** @return whether it tells of several happenings at once */
    public boolean isDigest() {
        return number > 1;
    }

    /**
     * Something that is known.
     *
     * @param label what it is; several facts in a row may have the same label
     * @param value its value
     */
    public record Fact(String label, String value) {
        public Fact {
            label = OneLine.of(label);
            value = OneLine.of(value);
        }
    }
}

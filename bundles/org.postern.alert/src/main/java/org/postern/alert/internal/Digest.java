// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.api.alert.Alert;
import org.postern.api.alert.Alert.Fact;

/** What was held back: all of it counted, the first of it listed. Used by one thread at a time. */
final class Digest {
    static final int MOST_LINES = 20;

    private final List<Fact> lines = new ArrayList<>();
    private Optional<Occurrence> first = Optional.empty();
    private Instant since = Instant.MAX;
    private Instant until = Instant.MIN;
    private int number;

    boolean isEmpty() {
        return number == 0;
    }

    int number() {
        return number;
    }

    void add(Occurrence occurrence) {
        if (first.isEmpty()) {
            first = Optional.of(occurrence);
        }
        since = since.isBefore(occurrence.at()) ? since : occurrence.at();
        until = until.isAfter(occurrence.at()) ? until : occurrence.at();
        number = Math.addExact(number, 1);
        if (lines.size() < MOST_LINES) {
            lines.add(new Fact(Story.time(occurrence.at()), occurrence.line()));
        }
    }

    /** @return one alert of all; empties this digest */
    Alert close() {
        Alert model = first.orElseThrow().alert();
        Alert closed = number == 1 ? model : gathered(model);
        lines.clear();
        first = Optional.empty();
        since = Instant.MAX;
        until = Instant.MIN;
        number = 0;
        return closed;
    }

    private Alert gathered(Alert model) {
        List<Fact> facts = new ArrayList<>(lines);
        if (number > lines.size()) {
            facts.add(new Fact("and", (number - lines.size()) + " more"));
        }
        String title = number + " more like this in " + span() + ": "
                + Occasion.of(model.kind()).summary();
        List<String> advice = List.of(
                "These came faster than the rule sends alerts (maxPerHour), so they are told together.",
                "The mail log has a line for each: data/log/mail.log.");
        return new Alert(model.kind(), model.rule(), since, until, number, title, facts, advice);
    }

    private String span() {
        long seconds = Duration.between(since, until).toSeconds();
        return seconds < 60
                ? "a minute"
                : seconds < 7200 ? seconds / 60 + 1 + " minutes" : seconds / 3600 + 1 + " hours";
    }
}

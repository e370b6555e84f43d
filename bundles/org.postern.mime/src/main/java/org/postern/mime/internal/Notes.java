// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;

/** What was remarked while one reading was made. */
final class Notes {
    /** The graver first: a mild policy for encrypted mail must not cover a part that was never reached. */
    private static final List<UnscannableReason> GRAVITY = List.of(
            UnscannableReason.LIMITS,
            UnscannableReason.TOO_MANY_READINGS,
            UnscannableReason.TOO_LARGE,
            UnscannableReason.DAMAGED,
            UnscannableReason.PARTIAL,
            UnscannableReason.ENCRYPTED_ARCHIVE,
            UnscannableReason.ENCRYPTED_MESSAGE);

    private final Set<Choice> choices = EnumSet.noneOf(Choice.class);
    private final Set<String> ambiguities = new LinkedHashSet<>();
    private Optional<Unscannable> unscannable = Optional.empty();

    /** The message turned out to depend on a choice. */
    void met(Choice choice) {
        choices.add(choice);
        ambiguities.add(choice.text());
    }

    /** The message can be read in another way that no choice stands for. */
    void ambiguous(String why) {
        ambiguities.add(why);
    }

    void unscannable(UnscannableReason reason, String detail) {
        unscannable = graver(unscannable, Optional.of(new Unscannable(reason, detail)));
    }

    /** Takes over what another reading remarked. */
    void add(Notes other) {
        choices.addAll(other.choices);
        ambiguities.addAll(other.ambiguities);
        unscannable = graver(unscannable, other.unscannable);
    }

    Set<Choice> choices() {
        return choices;
    }

    List<String> ambiguities() {
        return List.copyOf(ambiguities);
    }

    Optional<Unscannable> unscannable() {
        return unscannable;
    }

    boolean limitReached() {
        return unscannable
                .filter(why -> why.reason() == UnscannableReason.LIMITS)
                .isPresent();
    }

    private static Optional<Unscannable> graver(Optional<Unscannable> one, Optional<Unscannable> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        Comparator<Optional<Unscannable>> byGravity =
                Comparator.comparingInt(why -> GRAVITY.indexOf(why.orElseThrow().reason()));
        return byGravity.compare(one, other) <= 0 ? one : other;
    }
}

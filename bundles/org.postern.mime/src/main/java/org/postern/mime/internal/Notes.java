// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;

/** What was remarked while one reading was made. */
final class Notes {
    private final Set<Choice> choices = new LinkedHashSet<>();
    private final Set<String> ambiguities = new LinkedHashSet<>();
    private final Map<UnscannableReason, Unscannable> unscannable = new EnumMap<>(UnscannableReason.class);

    /** The message turned out to depend on a choice. */
    void met(Choice choice) {
        choices.add(choice);
    }

    /** The message can be read in another way that no choice stands for. */
    void ambiguous(String why) {
        ambiguities.add(why);
    }

    void unscannable(UnscannableReason reason, String detail) {
        unscannable(new Unscannable(reason, detail));
    }

    void unscannable(Unscannable why) {
        unscannable.putIfAbsent(why.reason(), why);
    }

    /** Takes over what another reading remarked. */
    void add(Notes other) {
        choices.addAll(other.choices);
        ambiguities.addAll(other.ambiguities);
        other.unscannable.forEach(unscannable::putIfAbsent);
    }

    Set<Choice> choices() {
        return choices;
    }

    /** @param differ whether the choices that were met lead to different readings */
    List<String> ambiguities(boolean differ) {
        Set<String> all = new LinkedHashSet<>();
        if (differ) {
            choices.forEach(choice -> all.add(choice.text()));
        }
        all.addAll(ambiguities);
        return List.copyOf(all);
    }

    /** Each reason once, since each has a policy of its own. */
    List<Unscannable> unscannable() {
        return List.copyOf(unscannable.values());
    }

    boolean limitReached() {
        return unscannable.containsKey(UnscannableReason.LIMITS);
    }
}

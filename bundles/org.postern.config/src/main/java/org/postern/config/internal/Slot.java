// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.Optional;
import org.postern.api.config.ConfigurationSet.Entry;

/** One file's place in a proposed set: what it would bring, and what it can step back to. Not thread-safe. */
final class Slot {
    /** From the newest step back to the last. */
    enum State {
        /** As the folder says. */
        PROPOSED,
        /** As the last good copy says. */
        FALLBACK,
        /** Not in force. */
        NOTHING
    }

    private final Optional<ConfigFile> proposedFile;
    private final Optional<Entry> proposed;
    private final Optional<ConfigFile> fallbackFile;
    private final Optional<Entry> fallback;
    private State state;

    private Slot(
            Optional<ConfigFile> proposedFile,
            Optional<Entry> proposed,
            Optional<ConfigFile> fallbackFile,
            Optional<Entry> fallback,
            State state) {
        this.proposedFile = proposedFile;
        this.proposed = proposed;
        this.fallbackFile = fallbackFile;
        this.fallback = fallback;
        this.state = state;
    }

    /** A file that is in order by itself. */
    static Slot good(ConfigFile file, Entry entry, Optional<ConfigFile> lastGood, Optional<Entry> fallback) {
        return new Slot(Optional.of(file), Optional.of(entry), lastGood, fallback, State.PROPOSED);
    }

    /** A file that was in force, and is no more in the folder. */
    static Slot deleted(ConfigFile lastGood, Optional<Entry> fallback) {
        return new Slot(Optional.empty(), Optional.empty(), Optional.of(lastGood), fallback, State.PROPOSED);
    }

    /** A file that is not in order. */
    static Slot refused(Optional<ConfigFile> lastGood, Optional<Entry> fallback) {
        return new Slot(Optional.empty(), Optional.empty(), lastGood, fallback, State.FALLBACK);
    }

    State state() {
        return state;
    }

    /** What it puts in force. */
    Optional<Entry> entry() {
        return switch (state) {
            case PROPOSED -> proposed;
            case FALLBACK -> fallback;
            case NOTHING -> Optional.empty();
        };
    }

    /** The copy to keep. What is not in force keeps its last good one: it may serve again when its surroundings do. */
    Optional<ConfigFile> kept() {
        return state == State.PROPOSED ? proposedFile : fallbackFile;
    }

    boolean isDeletion() {
        return proposedFile.isEmpty() && state == State.PROPOSED;
    }

    /** Whether the folder has something new to say here, which can be taken back. */
    boolean isChange() {
        return state == State.PROPOSED
                && !proposedFile.map(ConfigFile::text).equals(fallbackFile.map(ConfigFile::text));
    }

    boolean hasFallback() {
        return fallback.isPresent();
    }

    /** @return whether there was a step left to take */
    boolean stepBack() {
        var before = state;
        state = isChange() && (isDeletion() || hasFallback()) ? State.FALLBACK : State.NOTHING;
        return state != before && (before != State.FALLBACK || fallback.isPresent());
    }

    void restore(State earlier) {
        state = earlier;
    }
}

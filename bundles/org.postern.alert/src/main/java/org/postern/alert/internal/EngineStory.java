// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.time.temporal.ChronoUnit;
import java.util.List;
import org.postern.api.alert.Alert;
import org.postern.api.alert.Alert.Fact;
import org.postern.api.event.EngineChanged;
import org.postern.api.event.EngineChanged.State;

/**
 * What is told of an engine that is not as it should be.
 *
 * @param event what happened to it
 */
record EngineStory(EngineChanged event) {
    static boolean isTrouble(EngineChanged event) {
        return event.state() == State.OUT_OF_SERVICE || event.state() == State.DEGRADED;
    }

    Occurrence tell(String rule) {
        boolean out = event.state() == State.OUT_OF_SERVICE;
        String what = "engine " + event.engine() + (out ? " is out of service" : " is degraded");
        Alert alert = new Alert(
                Occasion.ENGINE_TROUBLE.key(),
                rule,
                event.at(),
                event.at(),
                1,
                Character.toUpperCase(what.charAt(0)) + what.substring(1),
                List.of(
                        new Fact("Engine", event.engine()),
                        new Fact(out ? "Problem" : "What it lacks", event.detail()),
                        new Fact("Time", Story.time(event.at()))),
                List.of(
                        out
                                ? "It is asked again every second or two, and used as soon as it answers rightly. Until"
                                        + " then other engines of the profile look, or mail waits and is put off."
                                : "It is used all the same. What the gateway can find out by itself it does."));
        return new Occurrence(key(), alert, what + ": " + event.detail());
    }

    /** One that comes and goes is told of once an hour. */
    private String key() {
        return String.join(
                "\n",
                Occasion.ENGINE_TROUBLE.key(),
                event.engine(),
                event.state().name(),
                event.at().truncatedTo(ChronoUnit.HOURS).toString());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;

/**
 * What is known of an engine.
 *
 * @param state whether it is used
 * @param epoch grows whenever it comes into service and whenever its service changes, so that what it did at an earlier
 *     time does not count any more
 * @param info what it said of itself
 * @param gaps what it does not do though it is used, each in a line for the administrator
 * @param problem why it is not used; empty when it is
 */
record Health(State state, int epoch, EngineInfo info, Map<Gap, String> gaps, String problem) {
    enum State {
        /** Its first self-test is under way. */
        TESTING,
        /** It is used. */
        USABLE,
        /** It does not answer; it is asked again and again. */
        FAILING,
        /** It answers wrongly; it is asked again now and then. */
        LYING,
        /** Its service is leaving. */
        GONE
    }

    Health {
        gaps = Map.copyOf(gaps);
    }

    static Health unknown(EngineInfo nothing) {
        return new Health(State.TESTING, 0, nothing, Map.of(), "its self-test is under way");
    }

    boolean isUsable() {
        return state == State.USABLE;
    }

    /** @return the lines about gaps, always in the same order */
    List<String> gapLines() {
        return gaps.isEmpty() ? List.of() : List.copyOf(new EnumMap<>(gaps).values());
    }

    Health usable() {
        return new Health(State.USABLE, isUsable() ? epoch : epoch + 1, info, gaps, "");
    }

    /** What a whole self-test found, and the engine says of itself. */
    Health described(EngineInfo said, Map<Gap, String> found) {
        return new Health(state, epoch, said, found, problem);
    }

    Health renewed() {
        return new Health(state, epoch + 1, info, gaps, problem);
    }

    Health unusable(State why, String detail) {
        return new Health(why, epoch, info, gaps, detail);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import org.postern.api.scan.EngineInfo;

/**
 * What is known of an engine.
 *
 * @param state whether it is used
 * @param epoch grows whenever it comes into service, so that a failure of an earlier time does not count any more
 * @param info what it said of itself
 * @param unpacksMail whether it takes messages apart itself
 * @param problem why it is not used; empty when it is
 */
record Health(State state, int epoch, EngineInfo info, boolean unpacksMail, String problem) {
    enum State {
        /** Its first self-test is under way. */
        TESTING,
        /** It is used. */
        USABLE,
        /** It does not answer; it is asked again and again. */
        FAILING,
        /** It answers wrongly, so asking again is of no use. */
        LYING,
        /** Its service is leaving. */
        GONE
    }

    static final Health NEW =
            new Health(State.TESTING, 0, new EngineInfo("", "", ""), false, "its self-test is under way");

    boolean isUsable() {
        return state == State.USABLE;
    }

    Health usable(EngineInfo said, boolean unpacks) {
        return new Health(State.USABLE, isUsable() ? epoch : epoch + 1, said, unpacks, "");
    }

    Health unusable(State why, String detail) {
        return new Health(why, epoch, info, unpacksMail, detail);
    }
}

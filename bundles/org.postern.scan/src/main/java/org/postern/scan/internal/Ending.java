// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.util.Optional;

/**
 * How a call to an engine ended.
 *
 * @param how in which way
 * @param answer what it said, exactly when it answered
 * @param detail what went wrong otherwise, for the administrator
 */
record Ending<T>(How how, Optional<T> answer, String detail) {
    enum How {
        ANSWERED,
        /** It answered, maybe because of what else is in the message: for another one the answer may be different. */
        ANSWERED_FOR_THIS_MESSAGE,
        /** It threw, or answered nothing. */
        FAILED,
        /** It could not be reached, or the connection broke off. */
        LOST,
        /** The time was over. */
        LATE,
        /** It has no free place, and got none in time. */
        BUSY,
        /** Its service left, and the time to finish was over. */
        DRAINED
    }

    static <T> Ending<T> answered(T answer) {
        return new Ending<>(How.ANSWERED, Optional.of(answer), "");
    }

    /** @return the same, of an answer that no other message may be given */
    Ending<T> forThisMessage() {
        return how == How.ANSWERED ? new Ending<>(How.ANSWERED_FOR_THIS_MESSAGE, answer, detail) : this;
    }

    static <T> Ending<T> not(How how, String detail) {
        return new Ending<>(how, Optional.empty(), detail);
    }
}

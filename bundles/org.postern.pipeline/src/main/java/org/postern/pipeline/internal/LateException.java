// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.io.IOException;

/** The time of a message is over, or nobody waits for it any more, before all of it was read. */
final class LateException extends IOException {
    private static final long serialVersionUID = 1L;

    /** No chain of causes is followed further. */
    private static final int MOST_CAUSES = 20;

    LateException(String message) {
        super(message);
    }

    /** @return whether it is one, or comes of one: decoders wrap what they read from */
    static boolean isIn(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            if (cause instanceof LateException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}

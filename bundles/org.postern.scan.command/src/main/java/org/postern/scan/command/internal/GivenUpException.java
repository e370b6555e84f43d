// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

/** A scan was ended by us: nobody waits for it any more, or the program went beyond a bound. */
final class GivenUpException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line: why */
    GivenUpException(String message) {
        super(message);
    }
}

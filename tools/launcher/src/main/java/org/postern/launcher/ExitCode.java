// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

/** What the process tells whoever started it. */
enum ExitCode {
    /** Stopped cleanly, or help was asked for. */
    OK(0),
    /** The platform or the gateway did not start: a port is taken, a bundle fails. */
    START_FAILED(1),
    /** An option or a command that is not understood. */
    USAGE(2),
    /** The instance's folder cannot be read or written. */
    BASE_UNUSABLE(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}

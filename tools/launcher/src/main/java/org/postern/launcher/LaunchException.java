// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

/**
 * Ends a start. The message is complete for the person at the console: what is wrong, where, and what to do.
 */
final class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    LaunchException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    LaunchException(ExitCode exitCode, String message, Throwable cause) {
        super(message + ": " + reason(cause), cause);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** The innermost message that says something; file system exceptions often say the file's name alone. */
    static String reason(Throwable thrown) {
        var deepest = thrown;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        var name = deepest.getClass().getSimpleName();
        return deepest.getMessage() == null ? name : name + ": " + deepest.getMessage();
    }
}

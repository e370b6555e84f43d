// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static java.util.Objects.requireNonNull;

/**
 * Something that a test can do to the engine behind a scanner, and undo: stop it, or have it answer garbage.
 *
 * @param name for the test's report
 * @param begin returns when it is so
 * @param end returns when the engine does its duty again, or begins to
 */
public record Fault(String name, Step begin, Step end) {
    /** A step of a test. */
    @FunctionalInterface
    public interface Step {
        /** @throws Exception fails the test */
        void run() throws Exception;
    }

    public Fault {
        requireNonNull(name);
        requireNonNull(begin);
        requireNonNull(end);
    }
}

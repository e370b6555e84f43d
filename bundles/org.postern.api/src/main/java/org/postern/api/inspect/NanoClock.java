// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

/** A clock that only goes forward, as {@link System#nanoTime()}. */
@FunctionalInterface
public interface NanoClock {
    /** @return nanoseconds since an arbitrary moment */
    long nanos();
}

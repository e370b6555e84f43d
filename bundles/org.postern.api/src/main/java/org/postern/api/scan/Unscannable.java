// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import static java.util.Objects.requireNonNull;

/**
 * Why content cannot be looked at wholly.
 *
 * @param reason the class of it
 * @param detail one line for the administrator; may hold names out of the mail
 */
public record Unscannable(UnscannableReason reason, String detail) {
    public Unscannable {
        requireNonNull(reason);
        requireNonNull(detail);
    }
}

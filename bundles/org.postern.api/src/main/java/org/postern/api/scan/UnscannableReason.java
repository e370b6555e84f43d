// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

/** Why content cannot be looked at wholly. Each has its own policy in a profile: {@code unscannable.<key>}. */
public enum UnscannableReason {
    /** S/MIME or PGP encrypted mail. */
    ENCRYPTED_MESSAGE("encryptedMessage"),
    /** A container with a password, or a document with one. */
    ENCRYPTED_ARCHIVE("encryptedArchive"),
    /** A container that breaks off or contradicts itself, or is packed by a method that is not opened. */
    DAMAGED("damaged"),
    /** Over {@code maxScanBytes}, or over an engine's own limit of size. */
    TOO_LARGE("tooLarge"),
    /** Over a limit of depth, number, ratio, memory or time. */
    LIMITS("limits"),
    /** A fragment, or a reference to content elsewhere (RFC 2046 sections 5.2.2 and 5.2.3). */
    PARTIAL("partial"),
    /** The message can be read in more ways than are looked at. */
    TOO_MANY_READINGS("tooManyReadings");

    private final String key;

    UnscannableReason(String key) {
        this.key = key;
    }

    /** @return the reason's name in configuration, journal and notices */
    public String key() {
        return key;
    }
}

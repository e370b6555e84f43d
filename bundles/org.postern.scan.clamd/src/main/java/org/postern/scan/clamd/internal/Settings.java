// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.postern.scan.peer.Address;
import org.postern.scan.peer.PeerSettings;

/**
 * What an administrator has set, checked.
 *
 * @param peers where clamd is, and how it is reached
 * @param readTimeout how long clamd may keep silent, or take nothing
 */
record Settings(PeerSettings peers, Duration readTimeout) {
    /** As profiles name engines. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    Settings {
        if (readTimeout.isNegative()) {
            throw new IllegalArgumentException("times and numbers cannot be negative");
        }
    }

    /** @throws IllegalArgumentException if something is wrong that types and ranges do not say */
    static Settings of(ClamdEngine.Config config) {
        if (!NAME.matcher(config.name()).matches()) {
            throw new IllegalArgumentException("name: letters, digits and hyphens, at most 64");
        }
        return new Settings(
                new PeerSettings(
                        Arrays.stream(config.addresses()).map(Address::parse).toList(),
                        Duration.ofMillis(config.connectTimeoutMillis()),
                        Duration.ofMillis(config.idleTimeoutMillis()),
                        config.maxConcurrent()),
                Duration.ofMillis(config.readTimeoutMillis()));
    }
}

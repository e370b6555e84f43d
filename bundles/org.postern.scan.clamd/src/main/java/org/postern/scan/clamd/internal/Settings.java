// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an administrator has set, checked.
 *
 * @param addresses where clamd is, in order of preference
 * @param connectTimeout for a connection to one of them
 * @param readTimeout how long clamd may keep silent, or take nothing
 * @param idleTimeout how long a connection is kept without work
 * @param maxConcurrent how many connections to an address are kept
 */
record Settings(
        List<Address> addresses,
        Duration connectTimeout,
        Duration readTimeout,
        Duration idleTimeout,
        int maxConcurrent) {
    /** As profiles name engines. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    Settings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
        if (connectTimeout.isNegative() || readTimeout.isNegative() || idleTimeout.isNegative() || maxConcurrent < 1) {
            throw new IllegalArgumentException("times and numbers cannot be negative");
        }
    }

    /** @throws IllegalArgumentException if something is wrong that types and ranges do not say */
    static Settings of(ClamdEngine.Config config) {
        if (!NAME.matcher(config.name()).matches()) {
            throw new IllegalArgumentException("name: letters, digits and hyphens, at most 64");
        }
        return new Settings(
                Arrays.stream(config.addresses()).map(Address::parse).toList(),
                Duration.ofMillis(config.connectTimeoutMillis()),
                Duration.ofMillis(config.readTimeoutMillis()),
                Duration.ofMillis(config.idleTimeoutMillis()),
                config.maxConcurrent());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import static java.util.Objects.requireNonNull;

import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The relay and how to speak to it.
 *
 * @param host its name or address
 * @param port its port
 * @param from who the mails say they are from
 * @param tls whether the connection is secured
 * @param login how to log in, if at all
 * @param connectTimeout how long a connection may take
 * @param timeout how long each answer may take
 */
record Settings(
        String host,
        int port,
        InternetAddress from,
        Tls tls,
        Optional<Login> login,
        Duration connectTimeout,
        Duration timeout) {
    Settings {
        requireNonNull(host);
        requireNonNull(from);
        requireNonNull(tls);
        requireNonNull(login);
        if (connectTimeout.toMillis() < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("a time limit is positive");
        }
    }

    /**
     * @param user the name
     * @param passwordFile where the password stands
     */
    record Login(String user, Path passwordFile) {
        Login {
            requireNonNull(user);
            requireNonNull(passwordFile);
        }
    }
}

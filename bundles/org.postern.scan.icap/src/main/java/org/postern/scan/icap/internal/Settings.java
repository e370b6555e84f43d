// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.api.tls.ServerTrust;
import org.postern.scan.peer.Address;
import org.postern.scan.peer.PeerSettings;

/**
 * What an administrator has set, checked.
 *
 * @param peers where the servers are, and how they are reached
 * @param readTimeout how long a server may keep silent, or take nothing
 * @param service what is asked for
 * @param trust for TLS from the first octet: when a server is the one it should be; empty: in the clear
 */
record Settings(PeerSettings peers, Duration readTimeout, Service service, Optional<ServerTrust> trust) {
    /** As profiles name engines. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    static final String PIN = "a SHA-256 fingerprint: 64 hexadecimal digits, colons between them or not";
    static final String ADDRESS = "host:port or [IPv6 address]:port";

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-Fa-f]{64}");

    Settings {
        if (readTimeout.isNegative()) {
            throw new IllegalArgumentException("times cannot be negative");
        }
    }

    /** @throws IllegalArgumentException if something is wrong that types and ranges do not say */
    static Settings of(IcapEngine.Config config) {
        if (!NAME.matcher(config.name()).matches()) {
            throw new IllegalArgumentException("name: letters, digits and hyphens, at most 64");
        }
        return new Settings(
                new PeerSettings(
                        Arrays.stream(config.addresses()).map(Settings::address).toList(),
                        Duration.ofMillis(config.connectTimeoutMillis()),
                        Duration.ofMillis(config.idleTimeoutMillis()),
                        config.maxConcurrent()),
                Duration.ofMillis(config.readTimeoutMillis()),
                new Service(
                        config.service(),
                        Method.valueOf(config.method()),
                        Preview.valueOf(config.preview()),
                        Allow204.valueOf(config.allow204()),
                        BlockPage.valueOf(config.blockPage())),
                Tls.valueOf(config.tls()) == Tls.IMPLICIT ? Optional.of(trust(config)) : Optional.empty());
    }

    /** @throws IllegalArgumentException if it is none that ICAP can be spoken to */
    static Address address(String text) {
        try {
            if (Address.parse(text) instanceof Address.Tcp tcp) {
                return tcp;
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(ADDRESS, wrong);
        }
        throw new IllegalArgumentException(ADDRESS);
    }

    private static ServerTrust trust(IcapEngine.Config config) {
        Set<String> pins = Arrays.stream(config.tlsPins()).map(Settings::pin).collect(Collectors.toSet());
        Optional<Path> authorities =
                config.tlsAuthorities().isEmpty() ? Optional.empty() : Optional.of(Path.of(config.tlsAuthorities()));
        return new ServerTrust(ServerTrust.Verify.valueOf(config.tlsVerify()), pins, authorities);
    }

    /** @throws IllegalArgumentException if it is none */
    static String pin(String text) {
        String digits = text.strip().replace(":", "");
        if (!FINGERPRINT.matcher(digits).matches()) {
            throw new IllegalArgumentException(PIN);
        }
        return digits.toLowerCase(Locale.ROOT);
    }
}

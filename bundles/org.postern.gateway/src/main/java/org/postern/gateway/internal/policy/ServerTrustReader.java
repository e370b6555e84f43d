// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.api.tls.ServerTrust;
import org.postern.api.tls.ServerTrust.Verify;

/** Reads what a profile asks of servers under TLS. */
final class ServerTrustReader {
    private final Reading reading;
    private final ProfileConfig config;

    ServerTrustReader(Reading reading, ProfileConfig config) {
        this.reading = reading;
        this.config = config;
    }

    /** @return the default if something is wrong, which is a problem then */
    ServerTrust trust() {
        Verify verify = reading.choice("tlsVerify", config.tlsVerify(), Verify.class);
        String[] texts = config.tlsPins();
        Set<String> pins = reading.value("tlsPins", String.join(", ", texts), () -> pins(texts))
                .orElse(Set.of());
        Optional<Path> authorities = config.tlsAuthorities().isEmpty()
                ? Optional.empty()
                : reading.value("tlsAuthorities", config.tlsAuthorities(), () -> path(config.tlsAuthorities()));
        if (verify == Verify.PIN && texts.length == 0) {
            reading.problem("tlsPins", "", "tlsVerify = PIN needs at least one fingerprint");
        }
        if (verify != Verify.PIN && texts.length > 0) {
            reading.problem(
                    "tlsPins", String.join(", ", texts), "only with tlsVerify = PIN; elsewhere nobody looks at them");
        }
        if (verify != Verify.CA && authorities.isPresent()) {
            reading.problem(
                    "tlsAuthorities",
                    config.tlsAuthorities(),
                    "only with tlsVerify = CA; elsewhere nobody looks at it");
        }
        return verify == Verify.PIN && pins.isEmpty()
                ? ServerTrust.DEFAULT
                : new ServerTrust(verify, pins, authorities);
    }

    private static Set<String> pins(String[] texts) {
        return Arrays.stream(texts).map(ServerTrustReader::pin).collect(Collectors.toSet());
    }

    private static String pin(String text) {
        String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a SHA-256 fingerprint of a certificate or of its public key is 64"
                    + " hexadecimal digits, with or without colons: " + text);
        }
        return digits;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not the name of a file: " + e.getReason());
        }
    }
}

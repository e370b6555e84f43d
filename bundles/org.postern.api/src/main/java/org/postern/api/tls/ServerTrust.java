// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.tls;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * When a server is taken for the one it should be.
 *
 * @param verify what is asked of its certificate
 * @param pins for {@link Verify#PIN}: SHA-256 fingerprints of a certificate or of a public key (its
 *     SubjectPublicKeyInfo), 64 hexadecimal digits in lower case each
 * @param authorities for {@link Verify#CA}: a file of certificates in PEM; empty: those that Java trusts
 */
public record ServerTrust(Verify verify, Set<String> pins, Optional<Path> authorities) {
    /** A chain to an authority that Java trusts, and the name. */
    public static final ServerTrust DEFAULT = new ServerTrust(Verify.CA, Set.of(), Optional.empty());

    /** What is asked of a server's certificate. */
    public enum Verify {
        /** A valid chain to a known authority, and the name that was dialled (RFC 9525). */
        CA,
        /** That very certificate or key, whoever issued it and until whenever. */
        PIN,
        /** Nothing, as is practice on port 25 (RFC 7435); what it is gets recorded. Helps against listeners only. */
        OPPORTUNISTIC
    }

    public ServerTrust {
        requireNonNull(verify);
        pins = Set.copyOf(pins);
        requireNonNull(authorities);
        if (verify == Verify.PIN && pins.isEmpty()) {
            throw new IllegalArgumentException("PIN without pins");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The digests that signatures are made of. */
enum Algorithm {
    MD5("MD5", 32),
    SHA1("SHA-1", 40),
    SHA256("SHA-256", 64);

    private final String standardName;
    private final int digits;

    Algorithm(String standardName, int digits) {
        this.standardName = standardName;
        this.digits = digits;
    }

    /** @return the algorithm whose digests have so many hexadecimal digits */
    static Optional<Algorithm> ofDigits(int digits) {
        return Arrays.stream(values()).filter(a -> a.digits == digits).findFirst();
    }

    MessageDigest begin() {
        try {
            return MessageDigest.getInstance(standardName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + standardName, e);
        }
    }
}

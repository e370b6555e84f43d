// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The EICAR test file, which must not stand in one piece anywhere. */
final class Eicar {
    private static final String FIRST = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$";
    private static final String SECOND = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private Eicar() {}

    static byte[] octets() {
        return (FIRST + SECOND).getBytes(US_ASCII);
    }

    static byte[] followedBy(String more) {
        return (FIRST + SECOND + more).getBytes(US_ASCII);
    }
}

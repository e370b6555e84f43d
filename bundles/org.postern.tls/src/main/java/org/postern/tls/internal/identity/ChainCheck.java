// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import org.postern.tls.internal.file.UnusableException;

/** Whether what is to be shown holds together. */
final class ChainCheck {
    private static final String CERTIFICATE = "certificate";
    private static final int FEWEST_RSA_BITS = 2048;
    private static final int MOST_CERTIFICATES = 10;
    private static final byte[] SAMPLE = {1, 2, 3, 4, 5, 6, 7, 8};

    private ChainCheck() {}

    /** @throws UnusableException unless each certificate was issued by the one that follows */
    static void check(List<X509Certificate> chain) throws UnusableException {
        if (chain.size() > MOST_CERTIFICATES) {
            throw new UnusableException(
                    CERTIFICATE, "holds " + chain.size() + " certificates; a chain has at most " + MOST_CERTIFICATES);
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!isIssuedBy(chain.get(i - 1), chain.get(i))) {
                throw new UnusableException(
                        CERTIFICATE,
                        "is no chain: certificate " + i + " was not issued by number " + (i + 1)
                                + "; the server's own comes first, then the one that issued it, and so on");
            }
        }
        if (chain.get(0).getPublicKey() instanceof RSAKey rsa
                && rsa.getModulus().bitLength() < FEWEST_RSA_BITS) {
            throw new UnusableException(
                    CERTIFICATE,
                    "has an RSA key of " + rsa.getModulus().bitLength() + " bits; clients want at least "
                            + FEWEST_RSA_BITS);
        }
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException not) {
            return false;
        }
    }

    /** @return whether what the key signs is what the certificate verifies */
    static boolean fits(PrivateKey key, X509Certificate certificate) throws UnusableException {
        PublicKey shown = certificate.getPublicKey();
        if (!shown.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException not) {
            return false; // what cannot be used does not fit
        }
    }

    private static String algorithm(PrivateKey key) throws UnusableException {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default ->
                throw new UnusableException(
                        CERTIFICATE, "has a key that is neither RSA nor EC; others are not supported");
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.file;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.postern.tls.internal.file.Pem.Block;

/** The certificates of a PEM file. */
public final class PemCertificates {
    private PemCertificates() {}

    /**
     * @param key the configuration key that names the file
     * @return at least one, in order
     */
    public static List<X509Certificate> read(byte[] octets, String key) throws UnusableException {
        if (!Pem.isPem(octets)) {
            throw new UnusableException(
                    key,
                    "is not in PEM; a PKCS#12 store has a name that ends in .p12 or .pfx,"
                            + " and DER is made PEM with: openssl x509 -inform DER -in OLD -out NEW");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : Pem.read(octets, key)) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.octets())));
                }
            }
        } catch (CertificateException | RuntimeException damaged) { // both occur
            throw new UnusableException(key, "holds a certificate that is damaged; copy it again", damaged);
        }
        if (certificates.isEmpty()) {
            throw new UnusableException(key, "holds no certificate");
        }
        return certificates;
    }
}

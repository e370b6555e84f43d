// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.tls.internal.file.UnusableException;

/** The names that a certificate of our own is for. */
public final class CertificateNames {
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final Pattern COMMON_NAME = Pattern.compile("(?i)(?:^|,)CN=([^,+\\\\\"]+)");
    private static final int DNS = 2;

    private CertificateNames() {}

    /** @return whether this is a name that a client can ask for, or one with {@code *} for its first label */
    public static boolean isName(String text) {
        return text.length() <= 253
                && NAME.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /** @return those of the extension subjectAltName; where there are none, the subject's own */
    static List<String> of(X509Certificate certificate) throws UnusableException {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives == null) {
                return commonName(certificate).filter(CertificateNames::isName).stream()
                        .toList();
            }
            return alternatives.stream()
                    .filter(name -> name.get(0).equals(DNS))
                    .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                    .filter(CertificateNames::isName)
                    .distinct()
                    .toList();
        } catch (CertificateParsingException broken) {
            throw new UnusableException("certificate", "holds a certificate whose names cannot be read", broken);
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        Matcher matcher =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        return matcher.find() ? Optional.of(matcher.group(1).strip().toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.trust;

import static java.util.Objects.requireNonNull;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server was dialled by, and whether a certificate is for that (RFC 9525). The subject's common name counts for
 * nothing, and an asterisk stands for one whole label only.
 *
 * @param text a name in its ASCII form and lower case without a dot at its end, or an address
 * @param address the address, if it is one
 */
public record ServerName(String text, Optional<InetAddress> address) {
    private static final Pattern FOUR =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int DNS = 2;
    private static final int IP = 7;

    /** Made by {@link #of}. */
    public ServerName {
        requireNonNull(text);
        requireNonNull(address);
    }

    /** @return that, without looking anything up */
    public static ServerName of(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int zone = bare.indexOf('%');
        String literal = zone < 0 ? bare : bare.substring(0, zone);
        if (FOUR.matcher(literal).matches() || SIX.matcher(literal).matches()) {
            return new ServerName(literal, literal(literal));
        }
        return new ServerName(
                ascii(host.endsWith(".") ? host.substring(0, host.length() - 1) : host), Optional.empty());
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notEvenThat) {
            return Optional.empty();
        }
    }

    private static String ascii(String name) {
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException not) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /** @return the names that the certificate is for, as it says itself: untrusted */
    static List<String> namesIn(X509Certificate certificate) throws CertificateParsingException {
        return alternatives(certificate).stream()
                .filter(name -> name.get(0).equals(DNS) || name.get(0).equals(IP))
                .map(name -> name.get(1).toString())
                .toList();
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return alternatives == null ? List.of() : alternatives;
    }

    boolean isIn(X509Certificate certificate) throws CertificateParsingException {
        return alternatives(certificate).stream()
                .anyMatch(name -> isCalled((Integer) name.get(0), name.get(1).toString()));
    }

    /** @param kind of a GeneralName (RFC 5280 section 4.2.1.6) */
    boolean isCalled(int kind, String called) {
        return switch (kind) {
            case IP -> address.isPresent() && address.equals(of(called).address());
            case DNS -> address.isEmpty() && isCalled(called.toLowerCase(Locale.ROOT));
            default -> false;
        };
    }

    private boolean isCalled(String called) {
        if (!called.startsWith("*.")) {
            return called.equals(text);
        }
        String rest = called.substring(1);
        int dot = text.indexOf('.');
        // "*.org" would be half the world
        return rest.indexOf('.', 1) > 0
                && rest.indexOf('*') < 0
                && dot > 0
                && text.substring(dot).equals(rest);
    }
}

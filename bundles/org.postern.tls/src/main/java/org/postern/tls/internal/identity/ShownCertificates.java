// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;

/** Chooses what is shown, by the name that the client asks for (RFC 6066 section 3). Immutable. */
public final class ShownCertificates extends X509ExtendedKeyManager {
    private final List<Identity> identities;

    /** @param identities at least one; the first that says so is the default, else the first by name */
    public ShownCertificates(List<Identity> identities) {
        this.identities = identities.stream()
                .sorted(Comparator.comparing(
                                (Identity identity) -> !identity.source().isDefault())
                        .thenComparing(identity -> identity.source().name()))
                .toList();
    }

    @Override
    @SuppressWarnings("ReturnsNullCollection") // null says that there is none
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return candidates(asked(engine)).stream()
                .filter(identity -> identity.key().getAlgorithm().equals(keyType))
                .findFirst()
                .map(identity -> identity.source().name())
                .orElse(null);
    }

    private static Optional<String> asked(SSLEngine engine) {
        if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        return session.getRequestedServerNames().stream()
                .filter(name -> name.getType() == StandardConstants.SNI_HOST_NAME)
                .map(name -> new SNIHostName(name.getEncoded()).getAsciiName())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /**
     * An RSA and an EC certificate may be there for one name. Were the kind of key looked at first, a client that prefers
     * the other kind would be shown a certificate for another name.
     */
    List<Identity> candidates(Optional<String> asked) {
        if (asked.isPresent()) {
            String name = asked.get();
            List<Identity> exact =
                    identities.stream().filter(identity -> identity.isFor(name)).toList();
            if (!exact.isEmpty()) {
                return exact;
            }
            List<Identity> wide = identities.stream()
                    .filter(identity -> identity.covers(name))
                    .toList();
            if (!wide.isEmpty()) {
                return wide;
            }
        }
        Identity first = identities.get(0);
        return identities.stream()
                .filter(identity ->
                        identity.equals(first) || identity.names().stream().anyMatch(first.names()::contains))
                .toList();
    }

    private Optional<Identity> named(String alias) {
        return identities.stream()
                .filter(identity -> identity.source().name().equals(alias))
                .findFirst();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return named(alias)
                .map(identity -> identity.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return named(alias).map(Identity::key).orElse(null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return identities.stream()
                .filter(identity -> identity.key().getAlgorithm().equals(keyType))
                .map(identity -> identity.source().name())
                .toArray(String[]::new);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("engines only");
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null; // none is ever shown to a server
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.postern.api.event.SessionSecured;
import org.postern.api.event.TlsFailed;
import org.postern.api.session.SessionInfo;
import org.postern.api.session.Side;
import org.postern.api.tls.ServerTrust;
import org.postern.api.tls.TlsEngines;
import org.postern.api.tls.TlsUnavailableException;
import org.postern.gateway.internal.leg.IoThread;
import org.postern.gateway.internal.policy.Upstream;
import org.postern.gateway.internal.tls.HandshakeHandler;
import org.postern.gateway.internal.tls.SecuredLeg;
import org.postern.swap.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handshakes of one session. All of it on the session's thread. */
final class Securing {
    private static final Logger LOG = LoggerFactory.getLogger(Securing.class);

    /** For a handshake as a whole; a peer that needs more holds a place for nothing (T40). */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MOST_CAUSES = 8;
    private static final int MOST_CHARACTERS = 400;

    /** What is told of a handshake; never within {@link #begin}. */
    interface Owner {
        void secured(Wire wire);

        /** The wire is given up. */
        void notSecured(Wire wire, String reason);
    }

    private final House house;
    private final SessionInfo info;
    private final ServerTrust trust;
    private final IoThread thread;
    private final Owner owner;

    /** The engines' bundle may go when none is under way. */
    private final Map<Wire, EngineLease> underWay = new HashMap<>();

    Securing(House house, SessionInfo info, ServerTrust trust, IoThread thread, Owner owner) {
        this.house = house;
        this.info = info;
        this.trust = trust;
        this.thread = thread;
        this.owner = owner;
    }

    /** As a server towards the client. */
    void beginWithClient(Wire wire) {
        begin(wire, TlsEngines::towardsClient);
    }

    /** As a client towards the server, which has to be the one that was configured (T07). */
    void beginWithServer(Wire wire, Upstream upstream) {
        begin(wire, engines -> engines.towardsServer(upstream.host(), upstream.port(), trust));
    }

    private interface Making {
        SSLEngine by(TlsEngines engines) throws TlsUnavailableException;
    }

    private void begin(Wire wire, Making making) {
        if (wire.isTls()) {
            throw new IllegalStateException("TLS was begun already");
        }
        Optional<Lease<TlsEngines>> lease = house.tls().lease();
        if (lease.isEmpty()) {
            refuse(wire, "TLS is not available: no org.postern.tls configuration is in force, or its bundle is gone");
            return;
        }
        try {
            SSLEngine engine = making.by(lease.get().service());
            EngineLease held = new EngineLease(lease.get());
            underWay.put(wire, held);
            wire.startTls(
                    new SecuredLeg.Terms(engine, held.during(house.workers().tls()), LIMIT), new Outcome(wire));
            lease.get().onCancel(() -> House.post(thread, () -> cancel(wire), () -> {}));
        } catch (TlsUnavailableException e) {
            lease.get().close();
            refuse(wire, "TLS is not available: " + e.getMessage());
        } catch (RuntimeException | Error e) { // also what a bundle misses that is being replaced
            over(wire);
            lease.get().close();
            LOG.error("{}: TLS with the {} cannot be begun", info.id(), wire.side(), e);
            refuse(wire, "TLS cannot be begun: " + e);
        }
    }

    /** What the peer sends now is not to be read: it takes it for TLS. */
    private void refuse(Wire wire, String reason) {
        wire.giveUp();
        thread.execute(() -> failed(wire, reason));
    }

    private void cancel(Wire wire) {
        if (underWay.containsKey(wire)) {
            wire.leg().abort();
            failed(wire, "the TLS engines were stopped");
        }
    }

    private void failed(Wire wire, String reason) {
        over(wire);
        wire.giveUp();
        String shown = shown(reason);
        house.events().publish(new TlsFailed(Instant.now(), info, wire.side(), shown));
        owner.notSecured(wire, shown);
    }

    /** No handshake is under way there any more. */
    void over(Wire wire) {
        Optional.ofNullable(underWay.remove(wire)).ifPresent(EngineLease::close);
    }

    private final class Outcome implements HandshakeHandler {
        private final Wire wire;

        Outcome(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void secured(SSLSession session) {
            String peer = wire.side() == Side.CLIENT ? "" : describe(session);
            over(wire);
            house.events()
                    .publish(new SessionSecured(
                            Instant.now(), info, wire.side(), session.getProtocol(), session.getCipherSuite(), peer));
            owner.secured(wire);
        }

        private String describe(SSLSession session) {
            try {
                return underWay.get(wire).engines().describeServer(session);
            } catch (RuntimeException | Error e) {
                LOG.error("{}: the server's certificate cannot be described", info.id(), e);
                return "";
            }
        }

        @Override
        public void failed(IOException cause) {
            Securing.this.failed(wire, reason(cause));
        }
    }

    /** Platforms wrap what matters; each says something. */
    private static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder();
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            String text = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
            if (reason.indexOf(text) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(text);
            }
            cause = cause.getCause();
        }
        return reason.toString();
    }

    /** T53: names in certificates are the peer's. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .map(character -> character >= ' ' && character <= '~' ? character : '?')
                .limit(MOST_CHARACTERS)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}

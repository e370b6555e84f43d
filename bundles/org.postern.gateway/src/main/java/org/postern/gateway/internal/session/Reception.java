// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.postern.api.event.SessionRefused;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.InspectorFactory;
import org.postern.api.inspect.SessionContext;
import org.postern.api.policy.TlsMode;
import org.postern.api.session.Channel;
import org.postern.api.session.Protocol;
import org.postern.api.session.SessionInfo;
import org.postern.gateway.internal.leg.Closed;
import org.postern.gateway.internal.leg.Leg;
import org.postern.gateway.internal.leg.LegHandler;
import org.postern.gateway.internal.policy.ListenerSpec;
import org.postern.gateway.internal.policy.Policy;
import org.postern.gateway.internal.policy.Rule;
import org.postern.swap.Lease;
import org.postern.swap.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about each connection that is accepted, and opens its session. */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final String PROCESS = Long.toString(System.currentTimeMillis() / 1000, 36);
    private static final AtomicLong NUMBER = new AtomicLong();

    /**
     * What may be open at once, how long a client may take, and what it is told.
     *
     * @param sessions in all
     * @param sessionsPerClient by one address
     * @param smtpIdle how long an SMTP client may be silent
     * @param pop3Idle how long a POP3 client may be silent
     * @param passedIdle how long both sides may be silent in what passes unread
     * @param transaction how long a client may take for what precedes a message
     * @param octetsPerSecond the least that it must send of it
     * @param footer what is appended to refusals
     */
    record Bounds(
            int sessions,
            int sessionsPerClient,
            Duration smtpIdle,
            Duration pop3Idle,
            Duration passedIdle,
            Duration transaction,
            int octetsPerSecond,
            String footer) {
        Duration idle(Protocol protocol) {
            return protocol == Protocol.SMTP ? smtpIdle : pop3Idle;
        }
    }

    private final House house;
    private final Sessions sessions;
    private final Swap<InspectorFactory> inspectors;
    private final Supplier<Policy> policy;
    private final Supplier<Bounds> bounds;
    private final Clock clock;

    Reception(
            House house,
            Sessions sessions,
            Swap<InspectorFactory> inspectors,
            Supplier<Policy> policy,
            Supplier<Bounds> bounds,
            Clock clock) {
        this.house = house;
        this.sessions = sessions;
        this.inspectors = inspectors;
        this.policy = policy;
        this.bounds = bounds;
        this.clock = clock;
    }

    /** A client came in. On the leg's thread. */
    LegHandler accepted(ListenerSpec listener, Leg leg) {
        InetSocketAddress client = leg.remoteAddress();
        InetSocketAddress server = serverOf(listener);
        Optional<Rule> rule = policy.get().match(listener, client, server, clock.instant());
        Bounds now = bounds.get();
        if (rule.isEmpty() || rule.get().action() == Rule.Action.DENY) {
            return refuse(listener, leg, TurnedAway.DENIED, rule.map(Rule::name).orElse("no rule permits it"));
        }
        if (rule.get().action() == Rule.Action.DROP) {
            refused(listener, client, "dropped: rule " + rule.get().name());
            leg.abort();
            return new Refused(leg);
        }
        if (listener.channel() == Channel.TLS && isHidden(rule.get())) {
            return refuse(listener, leg, TurnedAway.TLS, adviceOnTls(rule.get()));
        }
        if (!sessions.enter(client.getAddress(), now.sessions(), now.sessionsPerClient())) {
            return refuse(listener, leg, TurnedAway.BUSY, "over maxSessions or maxSessionsPerClient");
        }
        SessionInfo info = new SessionInfo(
                PROCESS + "-" + Long.toString(NUMBER.incrementAndGet(), 36),
                listener.protocol(),
                client,
                server,
                listener.name(),
                rule.get().name(),
                Instant.now());
        return open(new Admission(info, listener, rule.get(), now.passedIdle()), leg, now);
    }

    private static boolean isHidden(Rule rule) {
        return rule.profile().tls() == TlsMode.DISABLE && !rule.inspector().equals(Rule.NO_INSPECTOR);
    }

    private static String adviceOnTls(Rule rule) {
        String profile = rule.profile().name();
        return "profile " + profile + " of rule " + rule.name()
                + " says tls = DISABLE; set tls = INTERCEPT there (scanned;"
                + " needs a certificate) or tls = ALLOW (not scanned), or let clients use the port without TLS";
    }

    private LegHandler open(Admission admission, Leg leg, Bounds now) {
        Opening opening = new Opening();
        Optional<String> unread = whyUnread(admission);
        Optional<Inspector> inspector = unread.isPresent()
                ? Optional.of(PassThrough.fromTheBeginning(now.passedIdle(), System::nanoTime))
                : inspector(admission, now, opening);
        if (inspector.isEmpty()) {
            sessions.leave(admission.info().client().getAddress());
            return refuse(admission.listener(), leg, TurnedAway.NO_INSPECTOR, "inspector " + inspectorName(admission));
        }
        Session session = new Session(house, admission, inspector.get(), leg, opening::over);
        opening.opened(session);
        sessions.add(session);
        LegHandler handler = session.open();
        unread.ifPresent(session::passesUnread);
        if (isDenied(session)) {
            session.abort("the policy has just changed"); // before it was among those that were looked through
        }
        return handler;
    }

    private static Optional<String> whyUnread(Admission admission) {
        Rule rule = admission.rule();
        if (rule.inspector().equals(Rule.NO_INSPECTOR)) {
            return Optional.of("rule " + rule.name() + " names no inspector");
        }
        boolean allowed = rule.profile().tls() == TlsMode.ALLOW;
        return admission.listener().channel() == Channel.TLS && allowed ? Optional.of("TLS") : Optional.empty();
    }

    private Optional<Inspector> inspector(Admission admission, Bounds now, Opening opening) {
        SessionInfo info = admission.info();
        SessionContext context = new SessionContext(
                info,
                admission.rule().profile(),
                house.hostName(),
                now.footer(),
                InspectLimits.DEFAULT.withPatience(now.idle(info.protocol()), now.transaction(), now.octetsPerSecond()),
                admission.listener().channel(),
                admission.listener().introductions().of(info.client().getAddress()),
                System::nanoTime);
        String name = inspectorName(admission);
        return inspectors
                .lease(offer ->
                        offer.text(InspectorFactory.NAME).filter(name::equals).isPresent())
                .flatMap(lease -> {
                    try {
                        Optional<Inspector> inspector =
                                Optional.of(lease.service().open(context));
                        opening.leased(lease);
                        return inspector;
                    } catch (RuntimeException | Error e) {
                        LOG.error("{}: the inspector {} cannot begin a session", info.id(), name, e);
                        lease.close();
                        return Optional.empty();
                    }
                });
    }

    private static String inspectorName(Admission admission) {
        String named = admission.rule().inspector();
        return named.equals(Rule.DEFAULT_INSPECTOR)
                ? admission.info().protocol().name().toLowerCase(Locale.ROOT)
                : named;
    }

    private static InetSocketAddress serverOf(ListenerSpec listener) {
        // a name is not looked up here: rules on destinations then see no address and match only the zone any
        var first = listener.upstreams().get(0);
        try {
            return first.isLiteral()
                    ? first.resolve().get(0)
                    : InetSocketAddress.createUnresolved(first.host(), first.port());
        } catch (java.net.UnknownHostException notAnAddress) {
            return InetSocketAddress.createUnresolved(first.host(), first.port());
        }
    }

    private LegHandler refuse(ListenerSpec listener, Leg leg, TurnedAway refusal, String detail) {
        refused(listener, leg.remoteAddress(), refusal.reason() + ": " + detail);
        if (listener.channel() == Channel.CLEAR) { // to a client that waits for TLS it would be noise
            leg.write(refusal.reply(
                    listener.protocol(), house.hostName(), bounds.get().footer()));
        }
        leg.close();
        return new Refused(leg);
    }

    private void refused(ListenerSpec listener, InetSocketAddress client, String reason) {
        house.events().publish(new SessionRefused(Instant.now(), client, listener.name(), reason));
    }

    /** @return the sessions that the policy now in force would not permit any more */
    List<Session> denied() {
        return sessions.all().stream().filter(this::isDenied).toList();
    }

    private boolean isDenied(Session session) {
        SessionInfo info = session.info();
        return policy.get()
                .match(session.listener(), info.client(), info.server(), clock.instant())
                .filter(rule -> rule.action() == Rule.Action.PERMIT)
                .isEmpty();
    }

    /** A leg that only waits for its end. */
    private record Refused(Leg leg) implements LegHandler {
        @Override
        public void received(ByteBuffer octets) {
            // thrown away: the connection was refused
        }

        @Override
        public void inputEnded() {
            leg.close();
        }

        @Override
        public void drained() {
            // nothing waits for it
        }

        @Override
        public void closed(Closed how) {
            // it never was a session
        }
    }

    /** Ties a session to its inspector's lease and to its place. */
    private final class Opening {
        private volatile Optional<Session> session = Optional.empty();
        private Optional<Lease<InspectorFactory>> lease = Optional.empty();

        void leased(Lease<InspectorFactory> leased) {
            lease = Optional.of(leased);
        }

        void opened(Session opened) {
            session = Optional.of(opened);
            lease.ifPresent(held -> {
                held.onLeaving(opened::drain);
                held.onCancel(() -> opened.abort("the inspector stopped"));
            });
        }

        void over() {
            session.ifPresent(s -> {
                sessions.remove(s);
                sessions.leave(s.info().client().getAddress());
            });
            lease.ifPresent(Lease::close);
        }
    }
}

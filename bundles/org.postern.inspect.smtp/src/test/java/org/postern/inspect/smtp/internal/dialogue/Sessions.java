// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.Introductions;
import org.postern.api.inspect.Introductions.Kind;
import org.postern.api.inspect.NanoClock;
import org.postern.api.inspect.SessionContext;
import org.postern.api.policy.BareNewlines;
import org.postern.api.policy.Drip;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Profile;
import org.postern.api.policy.QuarantineFailure;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.policy.TlsMode;
import org.postern.api.policy.Treatment;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanPlan;
import org.postern.api.session.Channel;
import org.postern.api.session.Protocol;
import org.postern.api.session.SessionInfo;
import org.postern.api.tls.ServerTrust;
import org.postern.dialogue.Escapes;
import org.postern.inspect.smtp.internal.SmtpInspectorFactory;

/** Opens inspectors for tests. */
final class Sessions {
    private Sessions() {}

    /** @param settings what differs from the defaults, named as in {@link InspectLimits} and {@link Profile} */
    static Inspector open(Map<String, String> settings, NanoClock clock) {
        SessionInfo info = new SessionInfo(
                "t-1",
                Protocol.SMTP,
                address(settings, "client", "client.example:40000"),
                address(settings, "server", "server.example:25"),
                "listener",
                "rule",
                Instant.EPOCH);
        return new SmtpInspectorFactory()
                .open(new SessionContext(
                        info,
                        profile(settings),
                        "gw.example",
                        Escapes.decode(settings.getOrDefault("footer", "")),
                        limits(settings),
                        Channel.valueOf(settings.getOrDefault("channel", "CLEAR")),
                        new Introductions(kinds(settings, "believed"), kinds(settings, "given")),
                        clock));
    }

    private static InetSocketAddress address(Map<String, String> settings, String name, String otherwise) {
        String text = settings.getOrDefault(name, otherwise);
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon);
        int port = Integer.parseInt(text.substring(colon + 1));
        return host.endsWith(".example")
                ? InetSocketAddress.createUnresolved(host, port)
                : new InetSocketAddress(host, port);
    }

    private static Set<Kind> kinds(Map<String, String> settings, String name) {
        return Stream.of(settings.getOrDefault(name, "").split(","))
                .filter(kind -> !kind.isEmpty())
                .map(Kind::valueOf)
                .collect(Collectors.toSet());
    }

    private static InspectLimits limits(Map<String, String> settings) {
        InspectLimits d = InspectLimits.DEFAULT;
        return new InspectLimits(
                number(settings, "commandOctets", d.commandOctets()),
                number(settings, "authOctets", d.authOctets()),
                number(settings, "replyOctets", d.replyOctets()),
                number(settings, "recipients", d.recipients()),
                number(settings, "errors", d.errors()),
                number(settings, "heldOctets", d.heldOctets()),
                d.idle(),
                d.transaction(),
                number(settings, "octetsPerSecond", 0),
                d.serverReply(),
                d.serverFinalReply());
    }

    private static Profile profile(Map<String, String> settings) {
        return new Profile(
                "test",
                Mode.ENFORCE,
                true,
                true,
                true,
                QuarantineFailure.DEFER,
                "",
                "en",
                TlsMode.valueOf(settings.getOrDefault("tls", "DISABLE")),
                ServerTrust.DEFAULT,
                Treatment.DENY,
                Map.of(),
                Treatment.ALLOW,
                ScannerFailure.DEFER,
                number(settings, "maxMessageBytes", 50_000_000),
                50_000_000,
                BareNewlines.valueOf(settings.getOrDefault("bareNewlines", "REFUSE_DANGEROUS")),
                new ScanPlan(List.of(), EngineMode.ALL, Duration.ofSeconds(30)),
                3,
                Duration.ofSeconds(90),
                Drip.DEFAULT);
    }

    private static int number(Map<String, String> settings, String name, int otherwise) {
        return Integer.parseInt(settings.getOrDefault(name, String.valueOf(otherwise)));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.postern.api.inspect.InspectLimits;
import org.postern.api.inspect.Inspector;
import org.postern.api.inspect.Introductions;
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
import org.postern.inspect.pop3.internal.Pop3InspectorFactory;

/** Opens inspectors for tests. */
final class Sessions {
    private Sessions() {}

    /** @param settings what differs from the defaults, named as in {@link InspectLimits} and {@link Profile} */
    static Inspector open(Map<String, String> settings, NanoClock clock) {
        SessionInfo info = new SessionInfo(
                "t-1",
                Protocol.POP3,
                InetSocketAddress.createUnresolved("client.example", 40000),
                InetSocketAddress.createUnresolved("server.example", 110),
                "listener",
                "rule",
                Instant.EPOCH);
        return new Pop3InspectorFactory()
                .open(new SessionContext(
                        info,
                        profile(settings),
                        "gw.example",
                        "",
                        limits(settings),
                        Channel.valueOf(settings.getOrDefault("channel", "CLEAR")),
                        Introductions.NONE,
                        clock));
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
                Duration.ofMinutes(10),
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
                settings.getOrDefault("subjectPrefix", ""),
                "en",
                TlsMode.valueOf(settings.getOrDefault("tls", "DISABLE")),
                ServerTrust.DEFAULT,
                Treatment.DENY,
                Map.of(),
                Treatment.ALLOW,
                ScannerFailure.DEFER,
                50_000_000,
                50_000_000,
                BareNewlines.REFUSE_ALL,
                new ScanPlan(List.of(), EngineMode.ALL, Duration.ofSeconds(30)),
                3,
                Duration.ofSeconds(90),
                new Drip(
                        Duration.ofSeconds(number(settings, "dripAfter", 20)),
                        Duration.ofSeconds(number(settings, "silence", 55)),
                        Drip.Filler.valueOf(settings.getOrDefault("filler", "NONE")),
                        Duration.ofSeconds(number(settings, "total", 600))));
    }

    private static int number(Map<String, String> settings, String name, int otherwise) {
        return Integer.parseInt(settings.getOrDefault(name, String.valueOf(otherwise)));
    }
}

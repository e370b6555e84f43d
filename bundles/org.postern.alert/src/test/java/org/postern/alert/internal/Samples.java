// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.api.event.MessageHandled;
import org.postern.api.policy.Action;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.session.Protocol;
import org.postern.api.session.SessionInfo;
import org.postern.api.spool.Octets;

/** Values for tests. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    static final Finding CLEAN = new Finding("1.1", "", "text/plain", "clamd", ScanResult.clean(), false);
    static final Finding INFECTED =
            new Finding("1.2", "invoice.exe", "application/zip", "clamd", ScanResult.infected("Win.Worm"), false);
    static final Finding ENCRYPTED = new Finding(
            "1.3",
            "secret.zip",
            "application/zip",
            "postern",
            ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "a password"),
            false);
    static final Envelope ANN_TO_BOB = new Envelope("ann@example.org", List.of("bob@example.net"));

    private Samples() {}

    static Processing processing(Action action, Finding... findings) {
        Outcome outcome = action == Action.REFUSED
                ? new Outcome.Refuse(Refusal.NOT_REPLACEABLE, "outside of the body")
                : new Outcome.Deliver(Octets.of(new byte[0]));
        return new Processing(
                outcome, action, List.of(findings), List.of(), Optional.of("smtp-20260304-1"), Duration.ZERO);
    }

    static MessageHandled infected(String sha256) {
        return message(Protocol.SMTP, ANN_TO_BOB, sha256, processing(Action.REPLACED, CLEAN, INFECTED));
    }

    static MessageHandled message(Protocol protocol, Envelope envelope, String sha256, Processing processing) {
        SessionInfo session = new SessionInfo(
                "s1-42",
                protocol,
                new InetSocketAddress("192.0.2.1", 40_000),
                new InetSocketAddress("2001:db8::25", 25),
                "inside",
                "office",
                NOW);
        return new MessageHandled(
                NOW,
                session,
                "s1-42-1",
                envelope,
                Extent.WHOLE,
                4711,
                sha256,
                Optional.of(processing),
                "250 2.0.0 Ok: queued",
                true);
    }

    static Occurrence occurrence(String sha256) {
        return Occasion.VIRUS_FOUND.in(infected(sha256), "admins").orElseThrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.postern.api.policy.BareNewlines;
import org.postern.api.policy.Drip;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.Mode;
import org.postern.api.policy.Profile;
import org.postern.api.policy.QuarantineFailure;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.policy.TlsMode;
import org.postern.api.policy.Treatment;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanResult;
import org.postern.api.session.Protocol;
import org.postern.api.session.SessionInfo;
import org.postern.api.spool.SpooledMessage;
import org.postern.api.tls.ServerTrust;

/** Values for tests. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    public static final SessionInfo SESSION = new SessionInfo(
            "s1-42",
            Protocol.SMTP,
            new InetSocketAddress("192.0.2.1", 40_000),
            new InetSocketAddress("2001:db8::25", 25),
            "inside",
            "office",
            NOW);

    public static final Finding INFECTED =
            new Finding("1.2", "invoice.exe", "application/zip", "clamd", ScanResult.infected("Win.Worm"), false);

    private Samples() {}

    public static MailItem item(byte[] octets, Envelope envelope) {
        return new MailItem(
                SESSION,
                "s1-42-1",
                "gateway.example",
                envelope,
                Extent.WHOLE,
                new Message(octets),
                profile(),
                Deadline.after(Duration.ofSeconds(30)),
                new Cancellation());
    }

    public static MailItem item(byte[] octets) {
        return item(octets, new Envelope("ann@example.org", List.of("bob@example.net")));
    }

    private static Profile profile() {
        return new Profile(
                "default",
                Mode.ENFORCE,
                true,
                true,
                true,
                QuarantineFailure.DEFER,
                "",
                "en",
                TlsMode.DISABLE,
                ServerTrust.DEFAULT,
                Treatment.DENY,
                Map.of(),
                Treatment.ALLOW,
                ScannerFailure.DEFER,
                1 << 20,
                1 << 20,
                BareNewlines.REFUSE_DANGEROUS,
                new ScanPlan(List.of(), EngineMode.ALL, Duration.ofSeconds(1)),
                3,
                Duration.ofSeconds(90),
                Drip.DEFAULT);
    }

    private record Message(byte[] octets) implements SpooledMessage {
        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public InputStream open(long from, long length) {
            return new ByteArrayInputStream(octets, (int) from, (int) length);
        }

        @Override
        public String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
            }
        }

        @Override
        public void close() {}
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
import org.postern.api.scan.UnscannableReason;
import org.postern.api.tls.ServerTrust;

/** A profile in the making, with the defaults that are shipped. */
final class ProfileDraft {
    Duration engineWait = Duration.ZERO;
    Mode mode = Mode.ENFORCE;
    boolean scanSmtp = true;
    boolean scanPop3 = true;
    boolean quarantine = true;
    QuarantineFailure onQuarantineFailure = QuarantineFailure.DEFER;
    String subjectPrefix = "";
    Treatment unscannable = Treatment.DENY;
    final Map<UnscannableReason, Treatment> overrides = new EnumMap<>(UnscannableReason.class);
    Treatment ambiguous = Treatment.ALLOW;
    ScannerFailure onScannerFailure = ScannerFailure.DEFER;
    long maxScanBytes = 1 << 20;
    int failuresUntilUnscannable = 3;
    Duration deadline = Duration.ofSeconds(60);

    Profile profile() {
        return new Profile(
                "test",
                mode,
                scanSmtp,
                scanPop3,
                quarantine,
                onQuarantineFailure,
                subjectPrefix,
                "en",
                TlsMode.DISABLE,
                ServerTrust.DEFAULT,
                unscannable,
                overrides,
                ambiguous,
                onScannerFailure,
                1 << 20,
                maxScanBytes,
                BareNewlines.REFUSE_DANGEROUS,
                new ScanPlan(List.of(), EngineMode.ALL, engineWait),
                failuresUntilUnscannable,
                deadline,
                Drip.DEFAULT);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Reads one profile. */
final class ProfileReader {
    private final Reading reading;
    private final ProfileConfig config;

    ProfileReader(Reading reading) {
        this.reading = reading;
        this.config = reading.as(ProfileConfig.class);
    }

    Optional<Profile> profile() {
        return reading.value(
                "",
                "",
                () -> new Profile(
                        reading.name(),
                        reading.choice("mode", config.mode(), Mode.class),
                        config.scanSmtp(),
                        config.scanPop3(),
                        config.quarantine(),
                        reading.choice("onQuarantineFailure", config.onQuarantineFailure(), QuarantineFailure.class),
                        config.subjectPrefix(),
                        config.language(),
                        reading.choice("tls", config.tls(), TlsMode.class),
                        new ServerTrustReader(reading, config).trust(),
                        reading.choice("unscannable", config.unscannable(), Treatment.class),
                        overrides(),
                        reading.choice("ambiguous", config.ambiguous(), Treatment.class),
                        reading.choice("onScannerFailure", config.onScannerFailure(), ScannerFailure.class),
                        config.maxMessageBytes(),
                        config.maxScanBytes(),
                        reading.choice("bareNewlines", config.bareNewlines(), BareNewlines.class),
                        new ScanPlan(
                                List.of(config.engines()),
                                reading.choice("engineMode", config.engineMode(), EngineMode.class),
                                Duration.ofSeconds(config.engineWaitSeconds())),
                        config.failuresUntilUnscannable(),
                        Duration.ofSeconds(config.deadlineSeconds()),
                        drip()));
    }

    private Drip drip() {
        return new Drip(
                Duration.ofSeconds(config.dripAfterSeconds()),
                Duration.ofSeconds(config.clientPatienceSeconds()),
                config.dripExtraHeaders() ? Drip.Filler.EXTRA_HEADERS : Drip.Filler.NONE,
                Duration.ofSeconds(config.retrTotalSeconds()));
    }

    private Map<UnscannableReason, Treatment> overrides() {
        Map<UnscannableReason, Treatment> overrides = new EnumMap<>(UnscannableReason.class);
        override(overrides, UnscannableReason.ENCRYPTED_MESSAGE, config.unscannable_encryptedMessage());
        override(overrides, UnscannableReason.ENCRYPTED_ARCHIVE, config.unscannable_encryptedArchive());
        override(overrides, UnscannableReason.DAMAGED, config.unscannable_damaged());
        override(overrides, UnscannableReason.TOO_LARGE, config.unscannable_tooLarge());
        override(overrides, UnscannableReason.LIMITS, config.unscannable_limits());
        override(overrides, UnscannableReason.PARTIAL, config.unscannable_partial());
        override(overrides, UnscannableReason.TOO_MANY_READINGS, config.unscannable_tooManyReadings());
        return overrides;
    }

    private void override(Map<UnscannableReason, Treatment> overrides, UnscannableReason reason, String text) {
        if (!text.equals("INHERIT")) {
            overrides.put(reason, reading.choice("unscannable." + reason.key(), text, Treatment.class));
        }
    }
}

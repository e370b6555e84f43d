// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.tls.ServerTrust;

/**
 * What is done with the messages of a session: the settings of one {@code org.postern.profile~<name>.cfg}.
 *
 * @param name its name in the configuration
 * @param mode whether it acts
 * @param scanSmtp whether SMTP messages are scanned; if not they are relayed as they come, and recorded
 * @param scanPop3 likewise for POP3
 * @param quarantine whether what is replaced is kept
 * @param onQuarantineFailure what if it cannot be
 * @param subjectPrefix put before the Subject of a message that was changed; may be empty
 * @param language of notices, such as {@code en}
 * @param tls what becomes of TLS
 * @param serverTrust under {@link TlsMode#INTERCEPT}: when a server is taken for the one it should be
 * @param unscannable the treatment of what cannot be scanned, for reasons without an entry in {@code overrides}
 * @param overrides the treatment by reason
 * @param ambiguous the treatment of conflicting readings in which nothing was found
 * @param onScannerFailure what happens when a scan failed
 * @param maxMessageBytes the largest message taken (552 5.3.4 above it)
 * @param maxScanBytes above it content is unscannable, reason tooLarge
 * @param bareNewlines which bare CR and LF are refused
 * @param scanPlan who looks, and how long may be waited for them
 * @param failuresUntilUnscannable after so many scans within a day that failed by its own fault a message counts as
 *     unscannable (T43); 0: never
 * @param deadline from the sender's last octet to the answer
 * @param drip how a client is kept waiting that fetches
 */
public record Profile(
        String name,
        Mode mode,
        boolean scanSmtp,
        boolean scanPop3,
        boolean quarantine,
        QuarantineFailure onQuarantineFailure,
        String subjectPrefix,
        String language,
        TlsMode tls,
        ServerTrust serverTrust,
        Treatment unscannable,
        Map<UnscannableReason, Treatment> overrides,
        Treatment ambiguous,
        ScannerFailure onScannerFailure,
        long maxMessageBytes,
        long maxScanBytes,
        BareNewlines bareNewlines,
        ScanPlan scanPlan,
        int failuresUntilUnscannable,
        Duration deadline,
        Drip drip) {
    public Profile {
        requireNonNull(name);
        requireNonNull(tls);
        requireNonNull(serverTrust);
        requireNonNull(drip);
        overrides = Map.copyOf(overrides);
        if (failuresUntilUnscannable < 0) {
            throw new IllegalArgumentException("profile " + name + ": a number of failures is negative");
        }
        if (maxMessageBytes <= 0 || maxScanBytes <= 0) {
            throw new IllegalArgumentException("profile " + name + ": a limit of octets is not positive");
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("profile " + name + ": the deadline is not positive");
        }
    }

    /** @return what is done with content that cannot be scanned for that reason */
    public Treatment treatmentOf(UnscannableReason reason) {
        return overrides.getOrDefault(reason, unscannable);
    }
}

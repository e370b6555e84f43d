// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.api.scan.UnscannableReason;

/** What ClamAV alerts on because of AlertEncrypted and AlertExceedsMax: it means that it did not look at all. */
public final class ClamAvNames {
    private static final String ENCRYPTED = "Heuristics.Encrypted.";

    private static final Pattern LIMITS = Pattern.compile(
            "Heuristics\\.(Limits\\.Exceeded(\\..*)?|Email\\.ExceedsMax\\..*|XZ\\.DicSizeLimit)(\\.UNOFFICIAL)?");

    private ClamAvNames() {}

    /** @return why content of which it says that name was not looked at; empty if the name is that of a threat */
    public static Optional<UnscannableReason> reason(String name) {
        if (name.startsWith(ENCRYPTED)) {
            return Optional.of(UnscannableReason.ENCRYPTED_ARCHIVE);
        }
        return LIMITS.matcher(name).matches() ? Optional.of(UnscannableReason.LIMITS) : Optional.empty();
    }
}

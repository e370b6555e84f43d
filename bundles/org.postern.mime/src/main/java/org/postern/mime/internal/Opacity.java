// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.util.Locale;
import java.util.Set;
import org.postern.api.mime.MediaType;
import org.postern.api.scan.UnscannableReason;

/** Types whose content cannot be looked at, whoever tries (M06). */
final class Opacity {
    private static final Set<String> SMIME = Set.of("application/pkcs7-mime", "application/x-pkcs7-mime");
    private static final Set<String> SMIME_IN_THE_CLEAR = Set.of("signed-data", "certs-only", "signed-receipt");

    private Opacity() {}

    static void remark(MediaType type, Notes notes) {
        switch (type.essence()) {
            case "message/partial", "message/external-body" ->
                notes.unscannable(UnscannableReason.PARTIAL, type.essence());
            case "multipart/encrypted" -> notes.unscannable(UnscannableReason.ENCRYPTED_MESSAGE, type.essence());
            default -> {} // what is in it tells
        }
    }

    /** Remarks on a body of which the octets do not tell what they are. */
    static void remarkUnknown(MediaType type, Notes notes) {
        if (SMIME.contains(type.essence()) && !isInTheClear(type)) {
            notes.unscannable(UnscannableReason.ENCRYPTED_MESSAGE, "S/MIME");
        }
    }

    private static boolean isInTheClear(MediaType type) {
        String kind = type.parameter("smime-type").orElse("").strip().toLowerCase(Locale.ROOT);
        return SMIME_IN_THE_CLEAR.contains(kind);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

/** What a self-test found that an engine does not do. It is used all the same; the gateway makes up for what it can. */
public enum Gap {
    /** It does not call a harmless sample clean. */
    DOUBTS_CLEAN("it does not call a harmless sample clean"),
    /** It calls clean what has a password, into which it cannot have looked (M06). */
    SILENT_ON_ENCRYPTED("it calls encrypted archives clean"),
    /** It calls clean what goes beyond its limits, which it has not looked at wholly (M07). */
    SILENT_ON_LIMITS("it calls clean what exceeds its limits"),
    /** It does not take content of a size that mail has. */
    REFUSES_LARGE("it does not look at content of 26 MB"),
    /** Its signatures are older than a week (T36). */
    OLD_DATA("its signatures are more than a week old");

    private final String text;

    Gap(String text) {
        this.text = text;
    }

    /** @return what is missing, for the administrator: a sentence about "it" */
    public String text() {
        return text;
    }
}

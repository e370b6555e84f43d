// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

/** What became of a scan, the weakest first: over several engines and parts the strongest counts. */
public enum Verdict {
    /** Looked at wholly; nothing found. */
    CLEAN,
    /** Cannot be looked at wholly, whoever tries: encrypted, damaged, over a limit. */
    UNSCANNABLE,
    /** Was not looked at because something went wrong; another try may succeed. */
    FAILED,
    /** Holds malware. */
    INFECTED;

    /** @return the stronger of the two */
    public Verdict or(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

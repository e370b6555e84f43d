// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

/** How much all signatures together may take. One thread. */
final class Budget {
    /** New signatures are made while the old ones are in use, so this is what a quarter of the heap allows. */
    private static final int SHARE = 8;

    private static final int MOST_SEGMENTS = 1 << 20;

    private long octets;
    private int segments = MOST_SEGMENTS;

    Budget() {
        this(Runtime.getRuntime().maxMemory() / SHARE);
    }

    Budget(long octets) {
        this.octets = octets;
    }

    /** @return whether there is room for it, which is taken then */
    boolean take(Signature signature) {
        int more = signature instanceof Signature.Body body ? body.segments() : 0;
        if (octets < signature.cost() || segments < more) {
            return false;
        }
        octets -= signature.cost();
        segments -= more;
        return true;
    }
}

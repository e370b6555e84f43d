// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.List;

/** What one thread of a load sends, one message after the other, and how long each took. For that thread alone. */
final class Turn {
    private final List<Mail> mails;
    private final int perSession;
    private final long deadline;
    private final Latencies latencies = new Latencies();
    private int next;
    private int leftInSession;
    private long connecting;
    private long began;
    private long inTime;

    /**
     * @param first the number of its first mail, so that not all threads send the same one
     * @param perSession how many messages a connection has
     * @param deadline as {@link System#nanoTime()}; no message begins after it
     */
    Turn(List<Mail> mails, int first, int perSession, long deadline) {
        this.mails = mails;
        this.perSession = perSession;
        this.deadline = deadline;
        next = first;
    }

    /** Whether there is time for another connection; it counts as begun now. */
    boolean connects() {
        connecting = System.nanoTime();
        leftInSession = perSession;
        return connecting < deadline;
    }

    boolean hasNext() {
        return leftInSession > 0 && System.nanoTime() < deadline;
    }

    /** The next message; its time runs from here, and from the connection's begin if it has that for itself. */
    Mail next() {
        leftInSession--;
        began = perSession == 1 ? connecting : System.nanoTime();
        return mails.get(Math.floorMod(next++, mails.size()));
    }

    /** The last octet of the answer to the message is here. */
    void done() {
        var now = System.nanoTime();
        latencies.add(now - began);
        if (now <= deadline) {
            inTime++;
        }
    }

    Latencies latencies() {
        return latencies;
    }

    /** How many were done before the deadline. */
    long inTime() {
        return inTime;
    }
}

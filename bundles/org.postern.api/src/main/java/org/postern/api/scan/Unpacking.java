// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has been spent so far on looking into the containers of one message, so that a message of many bombs costs no more
 * than one of a few (M09). Who unpacks bounds it. Each engine has an account of its own ({@link #of}), since each has to
 * look into all; the gateway's own is this one. Thread-safe.
 */
public final class Unpacking {
    private final Map<String, Unpacking> engines = new ConcurrentHashMap<>();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong produced = new AtomicLong();
    private final AtomicLong consumed = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean exhausted;

    /**
     * Gives the account of an engine for the same message.
     *
     * @param engine its name
     * @return always the same one
     */
    public Unpacking of(String engine) {
        return engines.computeIfAbsent(engine, first -> new Unpacking());
    }

    /** @return how many entries were looked at, with one more */
    public long addEntry() {
        return entries.incrementAndGet();
    }

    /** @return how many octets came out, with so many more */
    public long addProduced(long octets) {
        return produced.addAndGet(octets);
    }

    /** @return how many octets were read for it, with so many more */
    public long addConsumed(long octets) {
        return consumed.addAndGet(octets);
    }

    /** @return how long it took, in nanoseconds and over all threads, with so many more */
    public long addNanos(long more) {
        return nanos.addAndGet(more);
    }

    /** Records that something was not looked into because of what the message had spent before. */
    public void exhaust() {
        exhausted = true;
    }

    /** @return whether a result may be due to what else is in the message, and so does not hold for the content alone */
    public boolean isExhausted() {
        return exhausted;
    }
}

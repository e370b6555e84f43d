// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import java.util.HashSet;
import java.util.Set;

/**
 * The messages whose original the client did not get, though it asked (T22), or got replaced while no copy of it could be
 * kept (T24). They are not deleted, and the server never learns that the client is done: many a server deletes, marks or
 * archives at QUIT what was fetched.
 */
public final class Withheld {
    private static final int MOST = 10_000;

    private final Set<Long> messages = new HashSet<>();
    /** Fetched in a way that servers draw no conclusions from. */
    private final Set<Long> looked = new HashSet<>();

    private boolean all;

    /** The client fetched it, and its original must stay. */
    public void add(long message) {
        add(messages, message);
    }

    /** The client looked at it by TOP, which servers mark nothing for, and its original must stay. */
    public void addLooked(long message) {
        add(looked, message);
    }

    private void add(Set<Long> to, long message) {
        all |= to.size() >= MOST;
        if (!all) {
            to.add(message);
        }
    }

    /** The client got it after all. */
    public void remove(long message) {
        messages.remove(message);
        looked.remove(message);
    }

    /** @return whether it must stay */
    public boolean contains(long message) {
        return all || messages.contains(message) || looked.contains(message);
    }

    /** @return whether the server may learn that the client is done: nothing that it drew conclusions from must stay */
    public boolean isEmpty() {
        return !all && messages.isEmpty();
    }
}

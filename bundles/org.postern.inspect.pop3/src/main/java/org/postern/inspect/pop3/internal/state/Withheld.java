// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import java.util.HashSet;
import java.util.Set;

/**
 * The messages that the client asked for and did not get (T22). They are not deleted, and the server never learns that the
 * client is done: many a server deletes, marks or archives at QUIT what was fetched.
 */
public final class Withheld {
    private static final int MOST = 10_000;

    private final Set<Long> messages = new HashSet<>();
    private boolean all;

    /** The client did not get it. */
    public void add(long message) {
        all |= messages.size() >= MOST;
        if (!all) {
            messages.add(message);
        }
    }

    /** The client got it after all. */
    public void remove(long message) {
        messages.remove(message);
    }

    /** @return whether it must stay */
    public boolean contains(long message) {
        return all || messages.contains(message);
    }

    /** @return whether there is none */
    public boolean isEmpty() {
        return !all && messages.isEmpty();
    }
}

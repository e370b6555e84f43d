// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.session;

/** The two legs of a session, named by who is at the other end of the connection. */
public enum Side {
    /** The mail client, which connected to the gateway. */
    CLIENT,
    /** The mail server, which the gateway connected to. */
    SERVER;

    /** @return the opposite leg */
    public Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}

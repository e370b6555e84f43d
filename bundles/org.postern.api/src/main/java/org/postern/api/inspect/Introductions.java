// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

import java.util.Set;

/**
 * By which means one proxy of SMTP tells the next who the client is (T57, T60).
 *
 * @param believed what the client of this session may say of others, since its address is listed for it; from anybody
 *     else the keyword is hidden and the command refused
 * @param given what the server of this session is told of this client, if it offers it, since it is listed for it
 */
public record Introductions(Set<Kind> believed, Set<Kind> given) {
    /** Nobody is believed, and nothing told. */
    public static final Introductions NONE = new Introductions(Set.of(), Set.of());

    /** The SMTP extensions of Postfix that this is done by. */
    public enum Kind {
        /** The server takes the session as that client's: for access control. */
        XCLIENT,
        /** The server notes it: for logging. */
        XFORWARD
    }

    public Introductions {
        believed = Set.copyOf(believed);
        given = Set.copyOf(given);
    }
}

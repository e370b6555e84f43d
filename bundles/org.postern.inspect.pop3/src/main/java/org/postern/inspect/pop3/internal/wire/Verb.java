// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

/** The commands whose answers the gateway knows the end of. */
public enum Verb {
    /** RFC 1939. */
    USER,
    PASS,
    APOP,
    STAT,
    LIST,
    UIDL,
    RETR,
    TOP,
    DELE,
    RSET,
    NOOP,
    QUIT,
    /** RFC 2449. */
    CAPA,
    /** RFC 5034. */
    AUTH,
    /** RFC 6856. */
    UTF8,
    LANG,
    /** RFC 2595. */
    STLS,
    /** Everything else. */
    UNKNOWN;

    static Verb of(String upperCase) {
        for (Verb verb : values()) {
            if (verb != UNKNOWN && verb.name().equals(upperCase)) {
                return verb;
            }
        }
        return UNKNOWN;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.session;

/** What the octets of a connection travel in. */
public enum Channel {
    /** As they are. */
    CLEAR,
    /** Transport Layer Security. */
    TLS
}

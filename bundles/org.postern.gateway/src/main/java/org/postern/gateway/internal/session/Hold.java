// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

/** Why a side is not read from. */
enum Hold {
    /** The inspector said so. */
    INSPECTOR,
    /** The other side does not take what it is sent. */
    PEER_CONGESTED,
    /** The disk does not keep up. */
    SPOOL,
    /** TLS from the first octet does not stand on the other side yet. */
    HANDSHAKE
}

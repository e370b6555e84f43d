// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import org.postern.scan.peer.PeerException;

/** The server called content clean of which it had seen a part only. */
final class SkippedException extends PeerException {
    private static final long serialVersionUID = 1L;

    SkippedException(String message) {
        super(message);
    }
}

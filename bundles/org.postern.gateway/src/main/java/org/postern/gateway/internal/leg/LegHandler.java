// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.nio.ByteBuffer;

/**
 * What happens to a {@link Leg}. Called on the leg's {@link IoThread}, never re-entered from a call on the leg itself.
 * What a method throws is logged as an error and aborts this leg; no other leg notices.
 */
public interface LegHandler {

    /** Octets came in. The buffer belongs to the handler: it is used for nothing else afterwards. */
    void received(ByteBuffer octets);

    /** The peer has sent its FIN: nothing more comes in, but octets can still be written. Once at most. */
    void inputEnded();

    /** The pending octets fell to the low-water mark after having been above the high-water mark. */
    void drained();

    /** The leg is gone. Always called, once, as the last call. */
    void closed(Closed how);
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;
import org.postern.api.policy.Processing;
import org.postern.api.session.Side;

/**
 * The state machine of one session. All calls come in order on one thread; none may block. An exception closes the
 * session.
 */
@ConsumerType
public interface Inspector {
    /** The client is connected; the server is being dialled. */
    void opened(Actions actions);

    /** The server is connected, for the first time or after {@link Actions#dial}. */
    void serverConnected(Actions actions);

    /** Octets came. The buffer is the inspector's. */
    void received(Side from, ByteBuffer octets, Actions actions);

    /** That side sends no more (a half-close); it may still read. */
    void inputEnded(Side from, Actions actions);

    /** The connection to that side is gone, or could not be made. Nothing more comes from it. */
    void lost(Side side, Actions actions);

    /** TLS stands on that side: what was said there before counts for nothing. */
    void secured(Side side, Actions actions);

    /**
     * TLS was begun with that side and did not come about. The connection to it is closed; {@link #lost} does not come
     * for it.
     *
     * @param reason one line for the journal; never for the peer
     */
    void notSecured(Side side, String reason, Actions actions);

    /** Time has passed: called about once a second. */
    void tick(Actions actions);

    /** What was {@linkplain Actions#submit submitted} is processed, or could not be spooled. */
    void processed(Processing processing, Actions actions);

    /** What was to be {@linkplain Actions#relay relayed} has been handed to the connection wholly. */
    void relayed(Actions actions);

    /**
     * The inspector's bundle or the gateway stops: end the session at the next boundary of the protocol at which nothing
     * is lost, if that is now at once.
     */
    void drain(Actions actions);
}

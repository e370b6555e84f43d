// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Processing;
import org.postern.api.session.SessionInfo;

/**
 * A message came to its end: the server's final reply was passed to the client, or the gateway's own.
 *
 * @param at when
 * @param session its session
 * @param id the message's id
 * @param envelope whom it is from and for
 * @param extent how much of it was asked for
 * @param size its octets as received
 * @param sha256 its digest; empty when it was not received whole
 * @param processing what the pipeline made of it; empty when it did not come so far
 * @param reply the final reply, such as {@code 250 2.0.0 Ok: queued}; untrusted; or why there was none
 * @param delivered whether the server took it (SMTP 2xx), or the client got it whole (POP3)
 */
public record MessageHandled(
        Instant at,
        SessionInfo session,
        String id,
        Envelope envelope,
        Extent extent,
        long size,
        String sha256,
        Optional<Processing> processing,
        String reply,
        boolean delivered)
        implements GatewayEvent {
    public MessageHandled {
        requireNonNull(at);
        requireNonNull(session);
        requireNonNull(id);
        requireNonNull(envelope);
        requireNonNull(extent);
        requireNonNull(sha256);
        requireNonNull(processing);
        requireNonNull(reply);
    }
}

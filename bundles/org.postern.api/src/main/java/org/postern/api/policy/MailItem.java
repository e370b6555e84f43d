// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.policy;

import static java.util.Objects.requireNonNull;

import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.session.SessionInfo;
import org.postern.api.spool.SpooledMessage;

/**
 * A message to be processed.
 *
 * @param session its session
 * @param id unique: the session's id and a number
 * @param gateway the gateway's host name
 * @param envelope whom it is from and for
 * @param extent how much of it is at hand
 * @param message its octets as the sender meant them, with no dot-stuffing and no end marker; owned by the caller
 * @param profile what is to be done
 * @param deadline when the answer must be there
 * @param cancellation tells when nobody waits any more
 */
public record MailItem(
        SessionInfo session,
        String id,
        String gateway,
        Envelope envelope,
        Extent extent,
        SpooledMessage message,
        Profile profile,
        Deadline deadline,
        Cancellation cancellation) {
    public MailItem {
        requireNonNull(session);
        requireNonNull(id);
        requireNonNull(gateway);
        requireNonNull(envelope);
        requireNonNull(extent);
        requireNonNull(message);
        requireNonNull(profile);
        requireNonNull(deadline);
        requireNonNull(cancellation);
    }
}

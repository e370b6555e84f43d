// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

import static java.util.Objects.requireNonNull;

import org.postern.api.policy.Profile;
import org.postern.api.session.Channel;
import org.postern.api.session.SessionInfo;

/**
 * What an inspector is given for a session.
 *
 * @param session who talks to whom
 * @param profile what is to be done
 * @param hostName the gateway's name in replies of its own
 * @param footer appended to the text of refusals of its own, such as whom to call; printable ASCII, may be empty
 * @param limits the bounds of its input
 * @param channel what the session begins in; TLS: both sides are secured before the first octet, and none begins it again
 * @param introductions what may be said of who the client is
 * @param clock the time that ticks go by
 */
public record SessionContext(
        SessionInfo session,
        Profile profile,
        String hostName,
        String footer,
        InspectLimits limits,
        Channel channel,
        Introductions introductions,
        NanoClock clock) {
    public SessionContext {
        requireNonNull(session);
        requireNonNull(profile);
        requireNonNull(hostName);
        requireNonNull(footer);
        requireNonNull(limits);
        requireNonNull(channel);
        requireNonNull(introductions);
        requireNonNull(clock);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

import static java.util.Objects.requireNonNull;

import org.postern.api.policy.Profile;
import org.postern.api.session.SessionInfo;

/**
 * What an inspector is given for a session.
 *
 * @param session who talks to whom
 * @param profile what is to be done
 * @param hostName the gateway's name in replies of its own
 * @param limits the bounds of its input
 * @param clock the time that ticks go by
 */
public record SessionContext(
        SessionInfo session, Profile profile, String hostName, InspectLimits limits, NanoClock clock) {
    public SessionContext {
        requireNonNull(session);
        requireNonNull(profile);
        requireNonNull(hostName);
        requireNonNull(limits);
        requireNonNull(clock);
    }
}

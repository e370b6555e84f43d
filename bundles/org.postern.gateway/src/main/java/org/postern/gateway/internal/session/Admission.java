// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.time.Duration;
import org.postern.api.session.SessionInfo;
import org.postern.gateway.internal.policy.ListenerSpec;
import org.postern.gateway.internal.policy.Rule;

/**
 * On what terms a session was let in; it keeps them whatever is configured later.
 *
 * @param info who talks to whom
 * @param listener where it came in
 * @param rule that permits it
 * @param passedIdle how long it may be silent once it passes unread
 */
record Admission(SessionInfo info, ListenerSpec listener, Rule rule, Duration passedIdle) {}

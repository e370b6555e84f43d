// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Readiness: when does everything that is configured serve? {@link Start} decides, by what it is shown;
 * {@link ReadinessComponent} looks around every now and then, and says the word once. {@link DeployWatch} goes on looking
 * at what was dropped into {@code deploy/}, and says why it does not serve, in words for somebody who knows no OSGi.
 */
package org.postern.health.internal;

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * A session: one client connection, its server connection and what was decided about them at accept.
 *
 * <p>Immutable values only; safe on every thread.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.session;

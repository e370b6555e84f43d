// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * What is decided about a message, and by which settings.
 *
 * <p>Profiles are immutable; a session keeps the one it began with. The pipeline blocks and runs on its own pool.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.policy;

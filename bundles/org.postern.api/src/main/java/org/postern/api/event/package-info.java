// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * What happens in the gateway, as values. Listeners are whiteboard services; none is on the path of a mail: events reach
 * them through a bounded queue that counts what it drops. New kinds come with new versions; a listener ignores what it
 * does not know.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.event;

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * The octets of messages while they are in the gateway's hands.
 *
 * <p>A message is written once, in order, and then read as often as needed from any thread. Up to 64 KiB stay in
 * memory, the rest is on disk; use of heap does not depend on a message's size. Files carry generated names, mode 0600,
 * in a directory of mode 0700. What is left over by a crash is removed at the next start: the gateway owns no message
 * (RFC 5321 section 6.1).
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.spool;

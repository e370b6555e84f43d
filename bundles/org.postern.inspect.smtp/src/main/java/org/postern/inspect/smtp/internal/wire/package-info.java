// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * SMTP on the wire: octets to command lines, replies and message content, and back (RFC 5321 sections 2.3.8, 4.1.1, 4.2
 * and 4.5.2). Every reader takes its octets in pieces of any size, gives the same answer for every split, and is bounded.
 */
package org.postern.inspect.smtp.internal.wire;

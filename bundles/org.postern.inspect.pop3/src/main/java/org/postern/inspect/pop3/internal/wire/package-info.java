// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * POP3 on the wire: octets to command lines, answers and messages, and back (RFC 1939 section 3). Every reader takes its
 * octets in pieces of any size, gives the same answer for every split, and is bounded.
 */
package org.postern.inspect.pop3.internal.wire;

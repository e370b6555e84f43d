// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Inspectors: protocols as pure state machines.
 *
 * <p>Octets and ticks of either side go in, actions come out. An inspector does no I/O, starts no thread and reads no
 * clock but the one it is given; all calls of a session come in order, on one thread, and must not block. The gateway
 * owns sockets, back-pressure and timers. So a protocol is tested without a network, at every split of its input.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.inspect;

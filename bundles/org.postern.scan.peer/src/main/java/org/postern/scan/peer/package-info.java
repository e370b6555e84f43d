// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * What engines behind a connection share: {@link org.postern.scan.peer.Peers} goes through the addresses of one engine,
 * each of which is a {@link org.postern.scan.peer.Peer} with kept connections, and
 * {@link org.postern.scan.peer.Patience} sees to it that nothing waits longer than it may (T20). What is said on a
 * connection is each adapter's own {@link org.postern.scan.peer.PeerSession}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.scan.peer;

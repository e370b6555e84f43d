// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * What inspectors of line protocols (RFC 5321, RFC 1939) share: {@link org.postern.inspect.line.HeldInput input} that is
 * held until it may be read, {@link org.postern.inspect.line.LineReader lines}, and the
 * {@link org.postern.inspect.line.DotStuffing dots} of messages. How a message is read to its end is each protocol's own.
 *
 * <p>Nothing here does I/O; every object belongs to one session and its thread.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.inspect.line;

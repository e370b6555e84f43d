// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors

/**
 * The bench: what the gateway costs, beside a direct connection, a bare relay and (when installed) haproxy and clamd, in
 * interleaved rounds of one run. It has its own mail, clients, SMTP sink, POP3 server and relay, and uses the JDK alone.
 * What reading a message costs is measured by itself, in {@link org.postern.bench.mime}.
 *
 * <p>Start at {@link org.postern.bench.Bench}; {@code docs/performance.md} says how to read the figures. Everything
 * listens on the loopback interface, every loop has an end, and each process that is started is stopped by its own id.
 */
package org.postern.bench;

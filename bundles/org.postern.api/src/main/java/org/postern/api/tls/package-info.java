// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Transport Layer Security: what the gateway shows to clients, and what it asks of servers.
 *
 * <p>TLS 1.2 and 1.3 only. Nothing here does I/O; certificates and authorities are read when they are configured and
 * when their files change. No certificate is ever made.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.tls;

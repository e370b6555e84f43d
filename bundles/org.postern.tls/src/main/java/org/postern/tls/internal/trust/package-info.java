// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/** What is asked of servers: authorities, names and fingerprints, and what is told of a server's certificate. */
package org.postern.tls.internal.trust;

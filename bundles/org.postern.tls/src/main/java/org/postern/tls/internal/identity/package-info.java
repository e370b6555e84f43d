// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/** What the gateway shows to clients: certificates with their keys, out of files, and which of them for which name. */
package org.postern.tls.internal.identity;

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/** Small files with certificates, keys and passwords: read in whole, never trusted. */
package org.postern.tls.internal.file;

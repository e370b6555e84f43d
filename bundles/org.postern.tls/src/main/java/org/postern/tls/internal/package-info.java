// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Transport Layer Security: the engines of connections, made of certificates in files (RFC 8446, RFC 5246).
 *
 * <p>{@link org.postern.tls.internal.Engines} is the service; {@link org.postern.tls.internal.ConfiguredCertificate} is one
 * certificate, there once for each configuration; {@link org.postern.tls.internal.TlsCheck} refuses what could not be shown;
 * {@link org.postern.tls.internal.FileWatch} sees to it that changed files come into force. No certificate is ever made.
 */
package org.postern.tls.internal;

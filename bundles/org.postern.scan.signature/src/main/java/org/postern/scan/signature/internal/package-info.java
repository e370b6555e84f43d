// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * The embedded engine: finds content by digests and by runs of octets, named in ClamAV's formats.
 *
 * <p>It is there so that a gateway can be tried, and its own signatures be used, without any other engine. It knows the
 * EICAR test file, and a harmless marker of our own, {@code Postern.Test.Signature}, that can stand anywhere in any
 * content: {@code POSTERN-TEST-SIGNATURE-f3b1c0de-HARMLESS}. An administrator adds files to {@code etc/signatures}. It is
 * no protection against malware, and says so.
 *
 * <p>{@link org.postern.scan.signature.internal.SignatureEngine} is the component;
 * {@link org.postern.scan.signature.internal.SignatureFolder} keeps what the files hold and sees when they change, and makes
 * one immutable {@link org.postern.scan.signature.internal.Signatures} of it, which goes over content in one pass
 * ({@link org.postern.scan.signature.internal.Search}).
 */
package org.postern.scan.signature.internal;

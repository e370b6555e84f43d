// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * Opens containers: zip, tar, gzip, bzip2, xz, lzma and 7z, in any mix.
 *
 * <p>The way in is {@link org.postern.archive.internal.BoundedContainers}; {@link org.postern.archive.internal.Walk} goes
 * through containers in containers without recursion; {@link org.postern.archive.internal.Formats} tells what content is,
 * by its octets and never by a name, and may find that it is several things at once. Each format is one
 * {@link org.postern.archive.internal.Container}, read out of the spool at random: heap use depends neither on the size
 * of a container nor on what it claims.
 *
 * <p>A method that is not opened is reported as damaged: in zip shrink, reduce, implode, PPMd, zstd and others, in 7z PPMd,
 * zstd and others. Content of a format that is not opened (rar, zstd, compress, cab, iso, OLE2, PDF) is no container here, and an
 * engine that knows the format has to look into it; {@link org.postern.archive.internal.Unopened} tells when none can.
 *
 * <p>The formats are read by our own code, since what matters here is what a library hides: where two readers of the same
 * octets would see different entries. Under it lie the JDK's inflater and, for LZMA and LZMA2, the decoders of XZ for Java,
 * which are told how much memory they get ({@link org.postern.archive.internal.Memory}).
 */
package org.postern.archive.internal;

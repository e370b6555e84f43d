// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
/**
 * The structure of a message (RFC 5322, RFC 2045, RFC 2046): parts with the exact ranges of their octets.
 *
 * <p>The structure is for looking only; nothing is ever serialised from it. Where a message can be read in several
 * plausible ways each way is a {@link org.postern.api.mime.Reading}. Reading never throws on malformed input: what
 * exceeds a limit is reported as such.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.postern.api.mime;

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.mime;

/** How a body is encoded (RFC 2045 section 6). */
public enum TransferEncoding {
    /** 7bit, 8bit, binary, or none declared. */
    IDENTITY,
    BASE64,
    QUOTED_PRINTABLE,
    /** x-uuencode and its other names. */
    UUENCODE,
    /** Declared, but not one that is known: the octets are taken as they are. */
    UNKNOWN
}

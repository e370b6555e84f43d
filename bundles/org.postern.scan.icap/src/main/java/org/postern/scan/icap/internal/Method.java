// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

/** As what content is given to the server (RFC 3507 sections 4.8 and 4.9). */
enum Method {
    /** As a response, or as a request where OPTIONS offers nothing else. */
    AUTO,
    /** As a request. */
    REQMOD,
    /** As a response. */
    RESPMOD
}

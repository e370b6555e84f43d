// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.session;

/** The application protocol of a session. */
public enum Protocol {
    /** RFC 5321. */
    SMTP,
    /** RFC 1939. */
    POP3
}

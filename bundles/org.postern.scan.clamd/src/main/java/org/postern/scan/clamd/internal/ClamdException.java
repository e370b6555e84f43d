// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

/** One clamd did not do its part, so another may be asked. Faults of the content itself are no such thing. */
class ClamdException extends Exception {
    private static final long serialVersionUID = 1L;

    ClamdException(String message) {
        super(message);
    }

    ClamdException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The connection ended before an octet of the answer came: a kept one may have ended long ago. */
    static final class Closed extends ClamdException {
        private static final long serialVersionUID = 1L;

        Closed(String message) {
            super(message);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

/** One peer did not do its part, so another may be asked. Faults of the content itself are no such thing. */
public class PeerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line: what went wrong */
    public PeerException(String message) {
        super(message);
    }

    /**
     * @param message one line: what went wrong
     * @param cause what the platform said
     */
    public PeerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no connection, or it broke off before the answer was whole: the content need not be the cause. */
    public static class Lost extends PeerException {
        private static final long serialVersionUID = 1L;

        /** @param message one line: what went wrong */
        public Lost(String message) {
            super(message);
        }

        /**
         * @param message one line: what went wrong
         * @param cause what the platform said
         */
        public Lost(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The connection ended before an octet of the answer came: a kept one may have ended long ago. */
    public static final class Closed extends Lost {
        private static final long serialVersionUID = 1L;

        /** @param message one line: where it ended */
        public Closed(String message) {
            super(message);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.alert;

/** An alert could not be carried. The message is one line for the administrator: no text of a peer, no credentials. */
public final class AlertFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean temporary;

    private AlertFailure(String detail, boolean temporary) {
        super(detail);
        this.temporary = temporary;
    }

    /**
     * @param detail what went wrong
     * @return a failure after which another try may succeed
     */
    public static AlertFailure temporary(String detail) {
        return new AlertFailure(detail, true);
    }

    /**
     * @param detail what went wrong
     * @return a failure that every further try with the same alert would meet
     */
    public static AlertFailure permanent(String detail) {
        return new AlertFailure(detail, false);
    }

    /** @return whether another try may succeed */
    public boolean isTemporary() {
        return temporary;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.file;

import static java.util.Objects.requireNonNull;

/** A file does not hold what it should. The message completes a sentence that begins with the file's name. */
public final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * @param key the configuration key that names the file
     * @param what what is wrong and what would be right; no text out of the file, and no secret
     */
    public UnusableException(String key, String what) {
        super(what);
        this.key = requireNonNull(key);
    }

    /** As {@link #UnusableException(String, String)}, with what the platform said. */
    public UnusableException(String key, String what, Throwable cause) {
        super(what, cause);
        this.key = requireNonNull(key);
    }

    /** @return the configuration key that names the file */
    public String key() {
        return key;
    }
}

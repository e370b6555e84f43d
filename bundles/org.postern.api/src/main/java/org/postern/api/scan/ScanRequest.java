// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.scan;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;
import org.postern.api.spool.Octets;

/**
 * What a scanner is asked to look at. There is no file name: policies on names are not an engine's business. Valid until
 * {@link Scanner#scan} returns; any thread.
 */
@ProviderType
public interface ScanRequest {
    /** @return the content, which can be opened again and again */
    Octets content();

    /** @return the content's SHA-256, as 64 lower-case hexadecimal digits */
    String sha256();

    /** @return when an answer is of no use any more */
    Deadline deadline();

    /**
     * Asks to be told when the scan is given up (the client went away, the deadline passed). The action runs at most once,
     * on another thread, at once if that is already so; it must not block: close the engine's connection.
     */
    void onCancel(Runnable action);

    /**
     * Gives what the engine has spent on unpacking for this message, for one that unpacks by the gateway's own containers.
     * One that has not looked into all because of it answers unscannable, and that answer is used for this message only.
     *
     * @return the engine's account
     */
    default Unpacking unpacking() {
        return new Unpacking();
    }

    /** @return a new stream over the content, closed by the caller */
    default InputStream open() throws IOException {
        return content().open();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.io.IOException;
import java.util.Map;
import org.postern.api.config.ConfigurationSet;

/** Where a set is put in force. */
interface Target {
    /** @return the number of the generation that is there already, 0 if there is none */
    long generation() throws IOException;

    /**
     * Puts a set in force: what is not in it goes, what is the same is not touched, and
     * {@link org.postern.api.config.ConfigurationDoor#GENERATION_PID} comes last.
     *
     * @param set all of it
     * @param last the properties of that PID, the number of the generation with them
     * @throws IOException if some of it could not be stored
     */
    void apply(ConfigurationSet set, Map<String, Object> last) throws IOException;
}

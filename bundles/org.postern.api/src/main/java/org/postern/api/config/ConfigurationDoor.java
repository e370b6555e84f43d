// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.config;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The one door: reads the instance's {@code etc/}, checks, and only then updates Config Admin. Thread-safe. */
@ProviderType
public interface ConfigurationDoor {
    /**
     * Service property and configuration key under which the PID {@value #GENERATION_PID} learns that a set is complete:
     * it is updated last, after every other configuration of the set.
     */
    String GENERATION = "generation";

    /** The PID that is updated after every other one of a set. */
    String GENERATION_PID = "org.postern.gateway";

    /** @return the set in force */
    ConfigurationSet inForce();

    /** @return what is wrong with the files as they are now; those files are not in force */
    List<ConfigurationProblem> problems();

    /** Reads the files now, without waiting for changes to settle. Blocks until the set is in force or refused. */
    void reload();
}

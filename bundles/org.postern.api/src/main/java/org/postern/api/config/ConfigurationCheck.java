// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.config;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Checks what types and ranges cannot say, such as a rule that names a profile which is not there: a whiteboard service
 * that is asked before a changed set comes into force. Does not block.
 */
@ConsumerType
public interface ConfigurationCheck {
    /**
     * @param proposed the whole set as it would be in force
     * @return what is wrong with it; empty if nothing is
     */
    List<ConfigurationProblem> check(ConfigurationSet proposed);
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;

/** Refuses listeners, rules and profiles that do not fit together. */
@Component
public final class PolicyCheck implements ConfigurationCheck {
    @Override
    public List<ConfigurationProblem> check(ConfigurationSet proposed) {
        return new PolicyReader(proposed).problems();
    }
}

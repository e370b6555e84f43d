// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.List;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;

/** A rule must name a profile that is there; no two listeners share a port. */
final class ProfilesExist implements ConfigurationCheck {
    @Override
    public List<ConfigurationProblem> check(ConfigurationSet proposed) {
        var profiles = proposed.of("org.postern.profile").stream()
                .map(entry -> entry.name().orElseThrow())
                .sorted()
                .toList();
        return proposed.of("org.postern.rule").stream()
                .filter(rule -> !profiles.contains((String) rule.properties().get("profile")))
                .map(rule -> new ConfigurationProblem(
                        rule.file(),
                        "profile",
                        (String) rule.properties().get("profile"),
                        "no such profile; there are: " + String.join(", ", profiles)))
                .toList();
    }
}

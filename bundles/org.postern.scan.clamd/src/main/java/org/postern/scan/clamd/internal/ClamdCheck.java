// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;
import org.postern.scan.peer.Address;

/** Refuses names and addresses that are none. */
@Component
public final class ClamdCheck implements ConfigurationCheck {
    @Override
    public List<ConfigurationProblem> check(ConfigurationSet proposed) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (Entry entry : proposed.of(ClamdEngine.PID)) {
            if (entry.properties().get("name") instanceof String name
                    && !Settings.NAME.matcher(name).matches()) {
                problems.add(problem(entry, "name", name, "letters, digits and hyphens, at most 64"));
            }
            if (entry.properties().get("addresses") instanceof String[] addresses) {
                checkAddresses(entry, addresses, problems);
            }
        }
        return problems;
    }

    private static void checkAddresses(Entry entry, String[] addresses, List<ConfigurationProblem> problems) {
        if (addresses.length == 0) {
            problems.add(problem(entry, "addresses", "", "at least one: " + Address.ALLOWED));
        }
        for (String address : addresses) {
            try {
                Address.parse(address);
            } catch (IllegalArgumentException wrong) {
                problems.add(problem(entry, "addresses", address, wrong.getMessage()));
            }
        }
    }

    private static ConfigurationProblem problem(Entry entry, String key, String value, String allowed) {
        return new ConfigurationProblem(entry.file(), key, value, allowed);
    }
}

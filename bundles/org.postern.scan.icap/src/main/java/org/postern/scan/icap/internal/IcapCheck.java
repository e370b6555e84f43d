// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

/** Refuses names, addresses and paths that are none, and TLS that nobody would look at. */
@Component
public final class IcapCheck implements ConfigurationCheck {
    @Override
    public List<ConfigurationProblem> check(ConfigurationSet proposed) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (Entry entry : proposed.of(IcapEngine.PID)) {
            Map<String, Object> properties = entry.properties();
            if (properties.get("name") instanceof String name
                    && !Settings.NAME.matcher(name).matches()) {
                problems.add(problem(entry, "name", name, "letters, digits and hyphens, at most 64"));
            }
            if (properties.get("service") instanceof String path && !Service.isPath(path)) {
                problems.add(problem(entry, "service", path, Service.ALLOWED));
            }
            if (properties.get("addresses") instanceof String[] addresses) {
                checkAddresses(entry, addresses, problems);
            }
            checkTls(entry, problems);
        }
        return problems;
    }

    private static void checkAddresses(Entry entry, String[] addresses, List<ConfigurationProblem> problems) {
        if (addresses.length == 0) {
            problems.add(problem(entry, "addresses", "", "at least one: " + Settings.ADDRESS));
        }
        for (String address : addresses) {
            try {
                Settings.address(address);
            } catch (IllegalArgumentException wrong) {
                problems.add(problem(entry, "addresses", address, wrong.getMessage()));
            }
        }
    }

    private static void checkTls(Entry entry, List<ConfigurationProblem> problems) {
        String[] pins = entry.properties().get("tlsPins") instanceof String[] given ? given : new String[0];
        String verify = text(entry, "tlsVerify", "CA");
        for (String pin : pins) {
            try {
                Settings.pin(pin);
            } catch (IllegalArgumentException wrong) {
                problems.add(problem(entry, "tlsPins", pin, wrong.getMessage()));
            }
        }
        if (verify.equals("PIN") && pins.length == 0) {
            problems.add(problem(entry, "tlsPins", "", "tlsVerify = PIN needs at least one fingerprint"));
        }
        if (!verify.equals("PIN") && pins.length > 0) {
            problems.add(problem(
                    entry,
                    "tlsPins",
                    String.join(", ", pins),
                    "only with tlsVerify = PIN; elsewhere nobody looks at them"));
        }
        String authorities = text(entry, "tlsAuthorities", "");
        if (!verify.equals("CA") && !authorities.isEmpty()) {
            problems.add(problem(
                    entry, "tlsAuthorities", authorities, "only with tlsVerify = CA; elsewhere nobody looks at it"));
        }
    }

    private static String text(Entry entry, String key, String otherwise) {
        return entry.properties().get(key) instanceof String text ? text : otherwise;
    }

    private static ConfigurationProblem problem(Entry entry, String key, String value, String allowed) {
        return new ConfigurationProblem(entry.file(), key, value, allowed);
    }
}

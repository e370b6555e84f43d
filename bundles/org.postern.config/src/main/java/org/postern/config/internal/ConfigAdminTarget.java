// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.postern.api.config.ConfigurationDoor.GENERATION;
import static org.postern.api.config.ConfigurationDoor.GENERATION_PID;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

/** Config Admin: where components get their configuration from, and nothing is remembered. One thread at a time. */
final class ConfigAdminTarget implements Target {
    /** Of these PIDs the door owns every configuration, whoever made it; of others those that it made. */
    private static final String OWN = "org.postern.";

    /** Any bundle may see it. */
    private static final String ANY_LOCATION = "?";

    private final ConfigurationAdmin admin;
    private Set<String> made = Set.of();

    ConfigAdminTarget(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    @Override
    public long generation() throws IOException {
        for (var configuration : present()) {
            if (configuration.getPid().equals(GENERATION_PID)
                    && properties(configuration).get(GENERATION) instanceof Long generation) {
                return generation;
            }
        }
        return 0;
    }

    @Override
    public void apply(ConfigurationSet set, Map<String, Object> last) throws IOException {
        var wanted = new HashSet<String>();
        set.entries().forEach(entry -> wanted.add(pid(entry)));
        wanted.add(GENERATION_PID);
        for (var configuration : present()) {
            var pid = configuration.getPid();
            if (!wanted.contains(pid) && (pid.startsWith(OWN) || made.contains(pid))) {
                configuration.delete();
            }
        }
        for (var entry : set.entries()) {
            if (!entry.pid().equals(GENERATION_PID)) {
                update(configuration(entry), entry.properties());
            }
        }
        update(admin.getConfiguration(GENERATION_PID, ANY_LOCATION), last);
        made = wanted;
    }

    private List<Configuration> present() throws IOException {
        try {
            var configurations = admin.listConfigurations(null);
            return configurations == null ? List.of() : List.of(configurations);
        } catch (InvalidSyntaxException noFilter) {
            throw new IllegalStateException(noFilter);
        }
    }

    private Configuration configuration(Entry entry) throws IOException {
        return entry.name().isPresent()
                ? admin.getFactoryConfiguration(entry.pid(), entry.name().get(), ANY_LOCATION)
                : admin.getConfiguration(entry.pid(), ANY_LOCATION);
    }

    private static void update(Configuration configuration, Map<String, Object> properties) throws IOException {
        if (configuration.getProperties() == null || !SameProperties.maps(properties(configuration), properties)) {
            configuration.update(new Hashtable<>(properties));
        }
    }

    /** What was configured, without what Config Admin puts to it. */
    private static Map<String, Object> properties(Configuration configuration) {
        var properties = new HashMap<String, Object>();
        var present = configuration.getProperties();
        if (present != null) {
            Collections.list(present.keys()).forEach(key -> properties.put(key, present.get(key)));
        }
        properties.remove(Constants.SERVICE_PID);
        properties.remove(ConfigurationAdmin.SERVICE_FACTORYPID);
        properties.remove(ConfigurationAdmin.SERVICE_BUNDLELOCATION);
        return properties;
    }

    private static String pid(Entry entry) {
        return entry.pid() + entry.name().map(name -> "~" + name).orElse("");
    }
}

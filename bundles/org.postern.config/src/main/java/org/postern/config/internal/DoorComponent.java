// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationDoor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties the door to the framework: its folders, its thread, the bundles and checks that come and go. The service is
 * registered by hand, since its property {@value ConfigurationDoor#GENERATION} follows what is in force.
 */
@Component(
        service = {},
        immediate = true)
public final class DoorComponent {
    /** Framework property: the instance's folder. */
    static final String BASE = "postern.base";

    private static final Logger LOG = LoggerFactory.getLogger(DoorComponent.class);
    private static final long POLL_MILLIS = 200;

    private final List<ConfigurationCheck> checks = new CopyOnWriteArrayList<>();
    private final MetatypeTracker metatype;
    private final Door door;
    private final ServiceRegistration<ConfigurationDoor> registration;
    private final ScheduledExecutorService thread;

    /** Reads the framework property {@code postern.base}; the files are read later, on a thread of its own. */
    @Activate
    public DoorComponent(BundleContext context, @Reference ConfigurationAdmin configAdmin) {
        var base = context.getProperty(BASE);
        if (base == null) {
            throw new IllegalStateException("the framework property " + BASE + " must name the instance's folder");
        }
        metatype = new MetatypeTracker(context, this::disturb);
        door = new Door(
                new EtcFolder(Path.of(base, "etc")),
                new LastGood(Path.of(base, "data", "config")),
                new Door.Surroundings(metatype::known, () -> new ConsistencyCheck(checks)),
                new ConfigAdminTarget(configAdmin),
                Door.Time.SYSTEM,
                this::announce);
        metatype.open();
        registration = context.registerService(ConfigurationDoor.class, door, properties(0));
        thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "postern-config"));
    }

    /** Begins when the checks that are there already are bound. */
    @Activate
    void start() {
        var unused = thread.scheduleWithFixedDelay(this::tick, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCheck(ConfigurationCheck check) {
        checks.add(check);
        disturb();
    }

    void removeCheck(ConfigurationCheck check) {
        checks.remove(check);
        disturb();
    }

    @Deactivate
    void stop() throws InterruptedException {
        // No interrupt: a last good copy that is being written is written to its end.
        thread.shutdown();
        if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
            LOG.warn("the configuration is still being read; it is let go");
        }
        registration.unregister();
        metatype.close();
    }

    private void tick() {
        try {
            door.tick();
        } catch (RuntimeException | LinkageError failed) {
            // The thread must go on: the next change may be the one that puts it right.
            LOG.error("the configuration could not be read; what is in force stays", failed);
        }
    }

    private void disturb() {
        door.disturb();
    }

    private void announce(long generation) {
        registration.setProperties(properties(generation));
    }

    private static Dictionary<String, Object> properties(long generation) {
        var properties = new Hashtable<String, Object>();
        properties.put(ConfigurationDoor.GENERATION, generation);
        return properties;
    }
}

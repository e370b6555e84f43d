// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.scan.ScanService;
import org.postern.api.session.GatewayState;
import org.postern.api.session.Readiness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks until the start has come to its end, says so in the service registry, and looks no more. */
@Component(
        service = {},
        immediate = true)
public final class ReadinessComponent {
    /** Service property: lines to be printed before the readiness line, a {@code String[]}. */
    static final String DETAILS = "postern.ready.details";

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessComponent.class);
    private static final long POLL_MILLIS = 100;

    private final BundleContext context;
    private final ScheduledExecutorService thread;
    private final Start start = new Start();
    private final AtomicReference<ConfigurationDoor> door = new AtomicReference<>();
    private final AtomicReference<GatewayState> gateway = new AtomicReference<>();
    private final AtomicReference<ScanService> scans = new AtomicReference<>();
    private final AtomicReference<ServiceRegistration<Readiness>> said = new AtomicReference<>();
    private volatile long configured;

    /** Begins to look, on a thread of its own. */
    @Activate
    public ReadinessComponent(BundleContext context) {
        this.context = context;
        thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "postern-health"));
        var unused = thread.scheduleWithFixedDelay(this::look, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            updated = "setDoor")
    void setDoor(ConfigurationDoor next, Map<String, Object> properties) {
        door.set(next);
        configured = properties.get(ConfigurationDoor.GENERATION) instanceof Long generation ? generation : 0;
    }

    void unsetDoor(ConfigurationDoor last) {
        door.compareAndSet(last, null); // what it put in force stays in force without it
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setGateway(GatewayState state) {
        gateway.set(state);
    }

    void unsetGateway(GatewayState state) {
        gateway.compareAndSet(state, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setScans(ScanService service) {
        scans.set(service);
    }

    void unsetScans(ScanService service) {
        scans.compareAndSet(service, null);
    }

    @Deactivate
    void stop() {
        thread.shutdownNow();
        var registration = said.getAndSet(null);
        if (registration != null) {
            registration.unregister();
        }
    }

    private void look() {
        try {
            start.look(view(), System.nanoTime()).ifPresent(this::say);
        } catch (RuntimeException | LinkageError failed) {
            // A service went away in the middle: look again.
            LOG.warn("the state of the gateway could not be read; trying again", failed);
        }
    }

    private View view() {
        var state = Optional.ofNullable(gateway.get());
        var engines = Optional.ofNullable(scans.get()).map(ScanService::engines).orElse(List.of());
        var rules = Optional.ofNullable(door.get())
                .map(there -> View.Rules.of(there.inForce(), there.problems()))
                .orElse(new View.Rules(false, List.of()));
        return new View(
                configured, state.map(seen -> new View.Gateway(seen.generation(), seen.listeners())), rules, engines);
    }

    private void say(Word word) {
        // Before the registration: whoever hears it may stop the framework, and this bundle with it.
        thread.shutdown();
        said.set(context.registerService(Readiness.class, new Readiness() {}, properties(word)));
    }

    private static Dictionary<String, Object> properties(Word word) {
        var properties = new Hashtable<String, Object>();
        if (word instanceof Word.Ready ready) {
            properties.put(Readiness.LINE, ready.line());
            properties.put(DETAILS, ready.details().toArray(String[]::new));
            LOG.info("{}", ready.line());
        } else if (word instanceof Word.Failed failed) {
            properties.put(Readiness.FAILED, failed.why());
            LOG.error("{}", failed.why());
        }
        return properties;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import java.io.File;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the bundles in {@code deploy/} and logs what keeps each from serving: nothing else would say that a package is
 * missing, or a configuration. What is seen twice in a row is told once, until it changes or the jar does.
 */
@Component(
        service = {},
        immediate = true)
public final class DeployWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DeployWatch.class);
    private static final long POLL_MILLIS = 1_000;

    /** Looks at a bundle that is stopping before it counts as one that hangs: more than any drain takes. */
    private static final int LOOKS_AT_AN_END = 15;

    private static final int LOOKS = 2;

    /** A jar that is being copied is no bundle for a while. */
    private static final int LOOKS_AT_A_COPY = 5;

    private final BundleContext context;
    private final Symptoms symptoms;
    private final File folder;
    private final ScheduledExecutorService thread;
    private Map<String, Seen> seen = new HashMap<>();

    /**
     * A jar with the same symptom, look after look.
     *
     * @param since its last change
     * @param looks how many there were
     */
    private record Seen(long since, String symptom, int looks) {}

    /** Begins to look, on a thread of its own. */
    @Activate
    public DeployWatch(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        symptoms = new Symptoms(context, components);
        // A folder's URI ends with a slash once the folder is there; File Install has made it by now.
        folder = new File(Optional.ofNullable(context.getProperty("felix.fileinstall.dir"))
                .orElse("deploy"));
        thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "postern-deploy-watch"));
        var unused = thread.scheduleWithFixedDelay(this::look, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void stop() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            Map<String, Seen> now = new HashMap<>();
            Set<String> bundles = new HashSet<>();
            for (Bundle bundle : deployed()) {
                String name =
                        bundle.getLocation().substring(folder.toURI().toString().length());
                int patience = bundle.getState() == Bundle.STOPPING ? LOOKS_AT_AN_END : LOOKS;
                bundles.add(name);
                symptoms.of(bundle)
                        .ifPresent(symptom -> now.put(name, look(name, bundle.getLastModified(), symptom, patience)));
            }
            for (File jar :
                    Optional.ofNullable(folder.listFiles(DeployWatch::isJar)).orElse(new File[0])) {
                if (!bundles.contains(jar.getName())) {
                    NoBundle.why(jar)
                            .ifPresent(why -> now.put(
                                    jar.getName(), look(jar.getName(), jar.lastModified(), why, LOOKS_AT_A_COPY)));
                }
            }
            seen = now;
        } catch (RuntimeException | LinkageError failed) {
            // A bundle went away in the middle: look again.
            LOG.debug("the bundles in deploy/ could not be looked at; trying again", failed);
        }
    }

    private static boolean isJar(File file) {
        return file.getName().endsWith(".jar") && file.isFile();
    }

    private List<Bundle> deployed() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getLocation().startsWith(folder.toURI().toString()))
                .toList();
    }

    private Seen look(String name, long since, String symptom, int patience) {
        Seen before = seen.get(name);
        boolean same =
                before != null && before.since() == since && before.symptom().equals(symptom);
        int looks = same ? before.looks() + 1 : 1;
        if (looks == patience) {
            LOG.warn("deploy/{}: {}", name, symptom);
        }
        return new Seen(since, symptom, looks);
    }
}

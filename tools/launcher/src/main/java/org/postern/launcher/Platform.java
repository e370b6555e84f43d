// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.net.MalformedURLException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** The framework with exactly the bundles of the features. Either all of them start, or none stays. */
final class Platform {
    private final Framework framework;
    private final Map<Bundle, FeatureBundle> installed = new LinkedHashMap<>();
    private final Map<Bundle, Throwable> failures = new ConcurrentHashMap<>();

    private final CountDownLatch startedEvent = new CountDownLatch(1);

    private Platform(Framework framework) {
        this.framework = framework;
    }

    /** Installs the bundles without starting any. */
    static Platform install(Map<String, String> settings, List<FeatureBundle> bundles, Path folder)
            throws LaunchException {
        var factory = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new LaunchException(
                        ExitCode.START_FAILED, "lib/ lacks org.apache.felix.framework; unpack the distribution again"));
        var platform = new Platform(factory.newFramework(settings));
        try {
            platform.framework.init();
            platform.framework.getBundleContext().addFrameworkListener(platform::remember);
        } catch (BundleException failed) {
            throw new LaunchException(
                    ExitCode.START_FAILED,
                    "the framework does not start in " + settings.get(Constants.FRAMEWORK_STORAGE)
                            + "; is the disk full, or does a file there belong to another user?",
                    failed);
        }
        for (var bundle : bundles) {
            platform.install(bundle, folder.resolve(bundle.fileName()));
        }
        return platform;
    }

    /** Completes {@code outcome} when the gateway says that it is ready or cannot be. To be called before {@link #start}. */
    void watch(CompletableFuture<ReadinessWatch.Outcome> outcome) {
        ReadinessWatch.open(framework.getBundleContext(), outcome);
    }

    /** Starts everything, level by level; returns when the last level is reached. */
    void start() throws LaunchException, InterruptedException {
        try {
            framework.start();
            // Events come in order but later: after this one no failure of the start is under way any more.
            startedEvent.await();
        } catch (BundleException failed) {
            throw new LaunchException(ExitCode.START_FAILED, "the framework does not start", failed);
        }
        var idle = notRunning();
        if (!idle.isEmpty()) {
            throw new LaunchException(
                    ExitCode.START_FAILED,
                    "not all bundles started; data/log/postern.log has the details:\n  " + String.join("\n  ", idle));
        }
    }

    /** The bundles that should run and do not, each with the reason if one is known. */
    List<String> notRunning() {
        var idle = new ArrayList<String>();
        installed.forEach((bundle, feature) -> {
            if (!isFragment(bundle) && bundle.getState() != Bundle.ACTIVE) {
                var why = failures.get(bundle);
                idle.add(feature.id() + (why == null ? " is not started yet" : ": " + LaunchException.reason(why)));
            }
        });
        return idle;
    }

    /** Returns when the framework has been stopped, by whomever. */
    void awaitStop() throws InterruptedException {
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            // Somebody updated the framework's own bundle: it starts again by itself.
        }
    }

    /** Whether the framework stopped within {@code patience}; calling it again does no harm. */
    boolean stop(Duration patience) {
        try {
            framework.stop();
            return framework.waitForStop(patience.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (BundleException failed) {
            return false;
        } catch (InterruptedException endedFromOutside) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void install(FeatureBundle bundle, Path file) throws LaunchException {
        try {
            var added = framework
                    .getBundleContext()
                    .installBundle(file.toUri().toURL().toString());
            added.adapt(BundleStartLevel.class).setStartLevel(bundle.startLevel());
            if (!isFragment(added)) {
                // The framework does not run yet: this only marks the bundle for its start level.
                added.start();
            }
            installed.put(added, bundle);
        } catch (BundleException | MalformedURLException failed) {
            throw new LaunchException(
                    ExitCode.START_FAILED,
                    bundle.feature() + " names " + bundle.id() + ", but " + file
                            + " cannot be installed; unpack the distribution again",
                    failed);
        }
    }

    private void remember(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTED) {
            startedEvent.countDown();
        }
        if (event.getType() == FrameworkEvent.ERROR && event.getThrowable() != null) {
            failures.put(event.getBundle(), event.getThrowable());
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}

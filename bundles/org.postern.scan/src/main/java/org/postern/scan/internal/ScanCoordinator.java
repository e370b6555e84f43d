// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.postern.api.event.EventSink;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.ScanService;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.Unpacking;
import org.postern.api.spool.Octets;
import org.postern.swap.Offer;
import org.postern.swap.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the engines: takes them in, lets them go, and has content looked at by them. */
@Component(service = ScanService.class, immediate = true, configurationPid = "org.postern.scan")
@Designate(ocd = ScanCoordinator.Config.class)
public final class ScanCoordinator implements ScanService {
    private static final Logger LOG = LoggerFactory.getLogger(ScanCoordinator.class);

    /** An engine that comes back is in use within two seconds, so it is asked a little more often. */
    private static final Duration RETRY = Duration.ofMillis(1500);

    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofHours(6);

    /** What an administrator sets. */
    @ObjectClassDefinition(name = "Scanning", description = "How the engines are run, whichever they are")
    public @interface Config {
        /** @return how many scans of all engines together may run at once */
        @AttributeDefinition(
                name = "Scans at once",
                description = "How many scans may run at once, of all engines together",
                min = "1",
                max = "1024")
        int maxConcurrentScans() default 32;

        /** @return how long the scans of a leaving engine may go on */
        @AttributeDefinition(
                name = "Time to finish",
                description = "How long running scans may go on when their engine is updated or removed, in"
                        + " milliseconds; then they are cancelled and done again by another engine",
                min = "0",
                max = "4000")
        int drainMillis() default 3000;

        /** @return how long a verdict may be used for the same content again; 0 for not at all */
        @AttributeDefinition(
                name = "Life of verdicts",
                description =
                        "How many seconds the verdict of an engine may be used for the same content again, as when a"
                                + " client tries again or fetches a message once more. It is not when the engine's"
                                + " signatures have changed, as far as the engine says so. 0 for not at all",
                min = "0",
                max = "600")
        int verdictCacheSeconds() default 600;
    }

    private final Swap<Engine> engines = new Swap<>();
    private final EngineRoom room = new EngineRoom(engines);
    private final Cancellation stopped = new Cancellation();
    private final ScanThreads threads;
    private final SelfTests selfTests;
    private final Verdicts verdicts;

    /**
     * @param events is told of engines
     * @param config the settings
     */
    @Activate
    public ScanCoordinator(@Reference EventSink events, Config config) {
        this(
                events,
                config.maxConcurrentScans(),
                config.drainMillis(),
                config.verdictCacheSeconds(),
                new SelfTests.Times(RETRY, LOOK, AGAIN, Clock.systemUTC()));
    }

    ScanCoordinator(
            EventSink events, int maxConcurrentScans, int drainMillis, int verdictCacheSeconds, SelfTests.Times times) {
        threads = new ScanThreads(maxConcurrentScans);
        Interview interview = new Interview(room, threads);
        DataVersions dataVersions = new DataVersions(interview);
        selfTests = new SelfTests(room, threads, interview, dataVersions, events, times);
        verdicts = new Verdicts(dataVersions, Duration.ofSeconds(verdictCacheSeconds), Ticker.systemTicker());
        engines.drain(Duration.ofMillis(drainMillis));
        selfTests.repeat();
    }

    @Modified
    void modified(Config config) {
        threads.resize(config.maxConcurrentScans());
        engines.drain(Duration.ofMillis(config.drainMillis()));
        verdicts.keep(Duration.ofSeconds(config.verdictCacheSeconds()));
        selfTests.beginWithAll();
    }

    @Deactivate
    void stop() {
        stopped.cancel();
        threads.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindScanner(Scanner scanner, Map<String, Object> properties) {
        Engine.of(scanner, properties)
                .ifPresentOrElse(
                        engine -> {
                            engines.bind(key(scanner, properties), engine, properties);
                            selfTests.beginWhole(engine);
                        },
                        () -> LOG.warn(
                                "the scanner {} is not used: its service property {} must be letters, digits and"
                                        + " hyphens",
                                scanner.getClass().getName(),
                                Scanner.NAME));
    }

    void updatedScanner(Scanner scanner, Map<String, Object> properties) {
        Object key = key(scanner, properties);
        engines.offer(key)
                .map(Offer::service)
                .filter(engine -> engine.fits(properties))
                .ifPresentOrElse(
                        engine -> {
                            engines.bind(key, engine, properties);
                            engine.change(Health::renewed);
                            selfTests.beginWhole(engine);
                        },
                        () -> {
                            unbindScanner(scanner, properties);
                            bindScanner(scanner, properties);
                        });
    }

    /** Also called for what never was bound (Service Component Runtime does so after a failed activation). */
    void unbindScanner(Scanner scanner, Map<String, Object> properties) {
        Object key = key(scanner, properties);
        engines.offer(key).map(Offer::service).ifPresent(engine -> {
            engine.retire();
            int stuck = engines.unbind(key);
            if (stuck > 0) {
                LOG.warn("engine {} left, but {} of its scans do not react to being cancelled", engine.name(), stuck);
            }
            verdicts.forget(engine);
            selfTests.gone(engine);
        });
    }

    /** A vendor's class may define equality as it likes, so the framework's number of the service counts. */
    private static Object key(Scanner scanner, Map<String, Object> properties) {
        return properties.getOrDefault("service.id", scanner);
    }

    @Override
    public ScanOutcome scan(
            Octets content,
            String sha256,
            ScanPlan plan,
            Deadline deadline,
            Cancellation cancellation,
            Unpacking unpacking) {
        Cancellation givenUp = new Cancellation();
        Runnable forgetCaller = cancellation.onCancel(givenUp::cancel);
        Runnable forgetStop = stopped.onCancel(givenUp::cancel);
        try {
            VendorCall.Content what = new VendorCall.Content(content, sha256, deadline, unpacking);
            return new ScanRound(room, threads, selfTests, verdicts, plan, what, givenUp).scan();
        } catch (InterruptedException noLongerWanted) {
            if (!givenUp.isCancelled()) {
                Thread.currentThread().interrupt();
            }
            return Errand.failed("given up: nobody waits for the answer any more");
        } catch (Throwable broken) {
            LOG.error("a scan went wrong in the gateway itself", broken);
            return Errand.failed("went wrong in the gateway: " + broken);
        } finally {
            forgetCaller.run();
            forgetStop.run();
        }
    }

    @Override
    public List<EngineState> engines() {
        return room.all().stream().map(Engine::state).toList();
    }
}

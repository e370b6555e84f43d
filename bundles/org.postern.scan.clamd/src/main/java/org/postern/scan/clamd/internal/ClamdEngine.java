// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.postern.api.scan.Scanner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers one engine for each configuration. The service is registered by hand, since its properties are not the keys of
 * the configuration; a change of these never takes it away and brings it back under load.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = ClamdEngine.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ClamdEngine.Config.class, factory = true)
public final class ClamdEngine {
    static final String PID = "org.postern.scan.clamd";

    private static final Logger LOG = LoggerFactory.getLogger(ClamdEngine.class);
    private static final long SWEEP_SECONDS = 5;

    private final ClamdScanner scanner;
    private final ServiceRegistration<Scanner> registration;
    private final ScheduledExecutorService sweeper;

    /** What the administrator sets. */
    @ObjectClassDefinition(name = "ClamAV engine", description = "Has content looked at by clamd, ClamAV's daemon")
    public @interface Config {
        /** @return the engine's name */
        @AttributeDefinition(
                name = "Name",
                description = "The engine's name, as profiles name it: letters, digits and hyphens")
        String name() default "clamd";

        /** @return where clamd listens */
        @AttributeDefinition(
                name = "Addresses",
                description =
                        "Where clamd listens: host:port, or the path of a unix socket; several are tried in order")
        String[] addresses() default {"/run/clamav/clamd.ctl"};

        /** @return how many scans may run at once */
        @AttributeDefinition(
                name = "Concurrent scans",
                description = "How many scans may run at once; no more than MaxThreads in clamd.conf",
                min = "1",
                max = "256")
        int maxConcurrent() default 8;

        /** @return how long connecting may take */
        @AttributeDefinition(
                name = "Connect timeout",
                description = "How long a connection to an address may take, in milliseconds; then the next is tried",
                min = "100",
                max = "60000")
        int connectTimeoutMillis() default 5000;

        /** @return how long clamd may be silent */
        @AttributeDefinition(
                name = "Read timeout",
                description =
                        "How long clamd may take nothing of the content, or keep silent after it, in milliseconds;"
                                + " then the next address is asked. The deadline of a message counts besides",
                min = "1000",
                max = "600000")
        int readTimeoutMillis() default 60000;

        /** @return how long an unused connection is kept */
        @AttributeDefinition(
                name = "Idle timeout",
                description = "How long a connection is kept without work, in milliseconds; shorter than IdleTimeout in"
                        + " clamd.conf. 0: a new connection for each scan",
                min = "0",
                max = "600000")
        int idleTimeoutMillis() default 20000;
    }

    /** Offers the engine; whether clamd is there is found out by those who run engines. */
    @Activate
    public ClamdEngine(BundleContext context, Config config) {
        scanner = new ClamdScanner(Settings.of(config));
        sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "postern-clamd-idle");
            thread.setDaemon(true);
            return thread;
        });
        var unused =
                sweeper.scheduleWithFixedDelay(scanner::closeOverdue, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        registration = context.registerService(Scanner.class, scanner, properties(config));
    }

    /** Takes other settings; scans that run end with the old ones. */
    @Modified
    public void modified(Config config) {
        try {
            scanner.use(Settings.of(config));
            registration.setProperties(properties(config));
        } catch (IllegalArgumentException wrong) {
            // The door does not let it through; whoever came in another way must not take the engine away.
            LOG.error("a configuration of {} is not used, the one before it stays: {}", PID, wrong.getMessage());
        }
    }

    /** Takes the engine back first, which waits for those who use it. */
    @Deactivate
    public void deactivate() {
        registration.unregister();
        sweeper.shutdownNow();
        scanner.close();
    }

    private static Dictionary<String, Object> properties(Config config) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Scanner.NAME, config.name());
        properties.put(Scanner.MAX_CONCURRENT, config.maxConcurrent());
        properties.put(Scanner.KEEPS_DEADLINES, true);
        return properties;
    }
}

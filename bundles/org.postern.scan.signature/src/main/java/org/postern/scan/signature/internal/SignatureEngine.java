// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.postern.api.archive.Containers;
import org.postern.api.scan.Scanner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the engine while it is enabled. The service is registered by hand: a component that declares it would offer it
 * always, and a changed configuration must not take it away and bring it back under load.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = SignatureEngine.PID)
@Designate(ocd = SignatureEngine.Config.class)
public final class SignatureEngine {
    static final String PID = "org.postern.scan.signature";
    static final String ENGINE = "signature";

    /** A service property that changes with the signatures, so that those who use the engine test it again. */
    static final String DATA_VERSION = "scanner.dataVersion";

    private static final Logger LOG = LoggerFactory.getLogger(SignatureEngine.class);
    private static final long LOOK_MILLIS = 1000;

    private final BundleContext context;
    private final SignatureScanner scanner;
    private final ScheduledExecutorService thread;
    private SignatureFolder folder;
    private Config config;
    private Optional<ServiceRegistration<Scanner>> registration = Optional.empty();
    private boolean isOver;

    /** What the administrator sets. */
    @ObjectClassDefinition(
            name = "Signature engine",
            description = "The embedded engine: EICAR, a test signature, and what the administrator adds. "
                    + "Not a protection against malware.")
    public @interface Config {
        /** @return whether the engine is there */
        @AttributeDefinition(name = "Enabled", description = "Whether the engine is there")
        boolean enabled() default true;

        /** @return how many scans may run at once */
        @AttributeDefinition(
                name = "Concurrent scans",
                description = "How many scans may run at once",
                min = "1",
                max = "64")
        int maxConcurrent() default 4;

        /** @return the directory of the administrator's signatures */
        @AttributeDefinition(
                name = "Signature directory",
                description = "Where *.hdb, *.hsb and *.ndb files lie, relative to the instance; changes of them come "
                        + "into force by themselves")
        String signatureDirectory() default "etc/signatures";
    }

    /** Loads the signatures, offers the engine, and looks for changed signatures from now on. */
    @Activate
    public SignatureEngine(BundleContext context, @Reference Containers containers, Config config) {
        this.context = context;
        this.config = config;
        this.folder = new SignatureFolder(directory(config));
        this.scanner = new SignatureScanner(containers, folder.load());
        offer();
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "postern-signatures");
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Loads the signatures again; scans that run end with the old ones. */
    @Modified
    public synchronized void modified(Config changed) {
        config = changed;
        if (!folder.isOf(directory(changed))) {
            folder = new SignatureFolder(directory(changed));
        }
        scanner.use(folder.load());
        offer();
    }

    /** Takes the engine back first, which waits for those who use it. */
    @Deactivate
    public synchronized void deactivate() {
        isOver = true;
        thread.shutdown();
        withdraw();
    }

    /** Reads outside the lock: a million lines take their time, and the engine may have to go meanwhile. */
    void look() {
        try {
            SignatureFolder looked = folder();
            looked.look().ifPresent(changed -> use(looked, changed));
        } catch (RuntimeException | LinkageError | OutOfMemoryError failed) {
            // The thread must go on: the next change may be a better one.
            LOG.error("The signature files could not be looked at; the signatures in force stay", failed);
        }
    }

    private synchronized SignatureFolder folder() {
        return folder;
    }

    private synchronized void use(SignatureFolder looked, Signatures changed) {
        if (isOver || looked != folder || !looked.isLast(changed)) {
            return;
        }
        scanner.use(changed);
        Signatures.Census census = changed.census();
        LOG.info(
                "Signatures changed: {} added to those built in, version {}; {} lines cannot be used",
                census.added(),
                census.version(),
                census.unusable());
        offer();
    }

    private Path directory(Config wanted) {
        String base = context.getProperty("postern.base");
        return Path.of(base == null ? "" : base).resolve(wanted.signatureDirectory());
    }

    private void withdraw() {
        registration.ifPresent(ServiceRegistration::unregister);
        registration = Optional.empty();
    }

    private void offer() {
        if (!config.enabled()) {
            withdraw();
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Scanner.NAME, ENGINE);
        properties.put(Scanner.MAX_CONCURRENT, config.maxConcurrent());
        properties.put(DATA_VERSION, scanner.info().dataVersion());
        if (registration.isPresent()) {
            registration.get().setProperties(properties);
        } else {
            registration = Optional.of(context.registerService(Scanner.class, scanner, properties));
        }
    }
}

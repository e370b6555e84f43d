// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
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

    private final BundleContext context;
    private final SignatureScanner scanner;
    private Optional<ServiceRegistration<Scanner>> registration = Optional.empty();

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
                description = "Where *.hdb, *.hsb and *.ndb files lie, relative to the instance; read when this "
                        + "configuration comes into force")
        String signatureDirectory() default "etc/signatures";
    }

    /** Loads the signatures and offers the engine. */
    @Activate
    public SignatureEngine(BundleContext context, @Reference Containers containers, Config config) {
        this.context = context;
        this.scanner = new SignatureScanner(containers, signatures(config));
        offer(config);
    }

    /** Loads the signatures again; scans that run end with the old ones. */
    @Modified
    public void modified(Config config) {
        scanner.use(signatures(config));
        offer(config);
    }

    /** Takes the engine back first, which waits for those who use it. */
    @Deactivate
    public void deactivate() {
        registration.ifPresent(ServiceRegistration::unregister);
        registration = Optional.empty();
    }

    private Signatures signatures(Config config) {
        String base = context.getProperty("postern.base");
        return SignatureReader.read(Path.of(base == null ? "" : base).resolve(config.signatureDirectory()));
    }

    private void offer(Config config) {
        if (!config.enabled()) {
            deactivate();
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Scanner.NAME, ENGINE);
        properties.put(Scanner.MAX_CONCURRENT, config.maxConcurrent());
        if (registration.isPresent()) {
            registration.get().setProperties(properties);
        } else {
            registration = Optional.of(context.registerService(Scanner.class, scanner, properties));
        }
    }
}

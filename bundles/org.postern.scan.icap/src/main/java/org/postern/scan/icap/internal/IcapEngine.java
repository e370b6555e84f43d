// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.postern.api.scan.Scanner;
import org.postern.api.tls.ServerTrust;
import org.postern.api.tls.TlsEngines;
import org.postern.api.tls.TlsUnavailableException;
import org.postern.scan.peer.PeerException;
import org.postern.swap.Lease;
import org.postern.swap.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers one engine for each configuration. The service is registered by hand, since its properties are not the keys of
 * the configuration; a change of these never takes it away and brings it back under load.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = IcapEngine.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = IcapEngine.Config.class, factory = true)
public final class IcapEngine {
    static final String PID = "org.postern.scan.icap";

    private static final Logger LOG = LoggerFactory.getLogger(IcapEngine.class);
    private static final long SWEEP_SECONDS = 1;

    private final Swap<TlsEngines> tls = new Swap<>();
    private final IcapScanner scanner;
    private final ScheduledExecutorService sweeper;
    private ServiceRegistration<Scanner> registration;

    /** What the administrator sets. */
    @ObjectClassDefinition(
            name = "ICAP engine",
            description = "Has content looked at by an antivirus server that speaks ICAP (RFC 3507)")
    public @interface Config {
        /** @return the engine's name */
        @AttributeDefinition(
                name = "Name",
                description = "The engine's name, as profiles name it: letters, digits and hyphens")
        String name() default "icap";

        /** @return where the servers listen */
        @AttributeDefinition(
                name = "Addresses",
                description = "Where the server listens: host:port; several are tried in order")
        String[] addresses() default {"127.0.0.1:1344"};

        /** @return what is asked for there */
        @AttributeDefinition(
                name = "Service",
                description = "The path of the server's antivirus service, without a slash before it")
        String service() default "avscan";

        /** @return as what content is given */
        @AttributeDefinition(
                name = "Method",
                description = "As what content is given: AUTO: RESPMOD, or REQMOD where the server offers that only",
                options = {
                    @Option(label = "AUTO", value = "AUTO"),
                    @Option(label = "RESPMOD", value = "RESPMOD"),
                    @Option(label = "REQMOD", value = "REQMOD")
                })
        String method() default "AUTO";

        /** @return what a preview is good for */
        @AttributeDefinition(
                name = "Preview",
                description =
                        "When the server wants a preview. CHECK: it gets one; content that it calls clean after a part"
                                + " counts as not scanned. TRUST: such content is clean. NEVER: it gets everything at once",
                options = {
                    @Option(label = "CHECK", value = "CHECK"),
                    @Option(label = "TRUST", value = "TRUST"),
                    @Option(label = "NEVER", value = "NEVER")
                })
        String preview() default "CHECK";

        /** @return whether content has to come back */
        @AttributeDefinition(
                name = "Allow 204",
                description =
                        "OFFERED: a server that offers it may say 204 for clean, and has to: content that it gives back"
                                + " unchanged counts as not scanned. NEVER: content that comes back unchanged is clean",
                options = {@Option(label = "OFFERED", value = "OFFERED"), @Option(label = "NEVER", value = "NEVER")})
        String allow204() default "OFFERED";

        /** @return what other content means */
        @AttributeDefinition(
                name = "Block page",
                description =
                        "When other content comes back and no threat is named. FAILED: the content was not scanned."
                                + " INFECTED: that is how the server blocks",
                options = {@Option(label = "FAILED", value = "FAILED"), @Option(label = "INFECTED", value = "INFECTED")
                })
        String blockPage() default "FAILED";

        /** @return whether connections are secured */
        @AttributeDefinition(
                name = "TLS",
                description = "NONE: in the clear. IMPLICIT: secured from the first octet (icaps)",
                options = {@Option(label = "NONE", value = "NONE"), @Option(label = "IMPLICIT", value = "IMPLICIT")})
        String tls() default "NONE";

        /** @return when a server is the one it should be */
        @AttributeDefinition(
                name = "Verify the server",
                description =
                        "With tls = IMPLICIT. CA: a certificate of a known authority, for the host in the address."
                                + " PIN: one of the fingerprints below. OPPORTUNISTIC: anything",
                options = {
                    @Option(label = "CA", value = "CA"),
                    @Option(label = "PIN", value = "PIN"),
                    @Option(label = "OPPORTUNISTIC", value = "OPPORTUNISTIC")
                })
        String tlsVerify() default "CA";

        /** @return fingerprints */
        @AttributeDefinition(
                name = "Fingerprints",
                description = "With tlsVerify = PIN: SHA-256 fingerprints of certificates or of their public keys",
                required = false)
        String[] tlsPins() default {};

        /** @return a file */
        @AttributeDefinition(
                name = "Authorities",
                description = "With tlsVerify = CA: a file of certificates in PEM, relative to the instance; empty: the"
                        + " authorities that Java trusts",
                required = false)
        String tlsAuthorities() default "";

        /** @return how many scans may run at once */
        @AttributeDefinition(
                name = "Concurrent scans",
                description = "How many scans may run at once, each on a connection of its own",
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

        /** @return how long a server may be silent */
        @AttributeDefinition(
                name = "Read timeout",
                description =
                        "How long a server may take nothing of the content, or keep silent after it, in milliseconds;"
                                + " then the next address is asked. The deadline of a message counts besides",
                min = "1000",
                max = "600000")
        int readTimeoutMillis() default 60000;

        /** @return how long an unused connection is kept */
        @AttributeDefinition(
                name = "Idle timeout",
                description =
                        "How long a connection is kept without work, in milliseconds; shorter than the server keeps"
                                + " it. 0: a new connection for each scan",
                min = "0",
                max = "600000")
        int idleTimeoutMillis() default 4000;
    }

    /** Does not reach for a server; whether one is there is found out by those who run engines. */
    @Activate
    public IcapEngine(Config config) {
        scanner = new IcapScanner(Settings.of(config), this::engine);
        sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "postern-icap-idle");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Offers the engine, after what secures connections is there if it is at all. */
    @Activate
    void start(BundleContext context, Config config) {
        var unused =
                sweeper.scheduleWithFixedDelay(scanner::closeOverdue, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        registration = context.registerService(Scanner.class, scanner, properties(config));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindTlsEngines(ServiceReference<TlsEngines> key, TlsEngines engines) {
        tls.bind(key, engines, Map.of());
    }

    void unbindTlsEngines(ServiceReference<TlsEngines> key) {
        tls.unbind(key);
    }

    private SSLEngine engine(String host, int port, ServerTrust trust) throws PeerException {
        Optional<Lease<TlsEngines>> lease = tls.lease();
        if (lease.isEmpty()) {
            throw new PeerException("no TLS: the bundle org.postern.tls is not there");
        }
        try (Lease<TlsEngines> held = lease.get()) {
            return held.service().towardsServer(host, port, trust);
        } catch (TlsUnavailableException unavailable) {
            throw new PeerException("no TLS: " + unavailable.getMessage(), unavailable);
        }
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
        return properties;
    }
}

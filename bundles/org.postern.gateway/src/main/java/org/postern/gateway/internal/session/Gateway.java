// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.event.EventSink;
import org.postern.api.inspect.InspectorFactory;
import org.postern.api.policy.MessagePipeline;
import org.postern.api.session.GatewayState;
import org.postern.api.spool.Spool;
import org.postern.api.tls.TlsEngines;
import org.postern.gateway.internal.leg.MinaTransport;
import org.postern.gateway.internal.leg.Transport;
import org.postern.gateway.internal.leg.TransportSettings;
import org.postern.gateway.internal.policy.GatewayConfig;
import org.postern.gateway.internal.policy.Policy;
import org.postern.gateway.internal.policy.PolicyReader;
import org.postern.swap.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway itself: listens as the policy in force says, and opens sessions.
 *
 * <p>Its own configuration is the last one of a set that is updated: when it comes, with a new generation, all others are
 * read from Config Admin into one policy.
 */
@Component(immediate = true, configurationPid = GatewayConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Gateway implements GatewayState {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private static final Clock CLOCK = Clock.systemUTC();

    private record State(GatewayConfig config, long generation, Policy policy) {}

    private final ConfigurationAdmin configurations;
    private final Sessions sessions = new Sessions();
    private final Swap<InspectorFactory> inspectors = new Swap<>();
    private final Swap<TlsEngines> tls = new Swap<>();
    private final Transport transport;
    private final Workers workers;
    private final Listeners listeners;
    private final Reception reception;
    private volatile State state;

    @Activate
    public Gateway(
            @Reference ConfigurationAdmin configurations,
            @Reference Spool spool,
            @Reference MessagePipeline pipeline,
            @Reference EventSink events,
            GatewayConfig config)
            throws IOException {
        this.configurations = configurations;
        this.state = new State(config, 0, Policy.EMPTY);
        this.transport = MinaTransport.open(TransportSettings.defaults());
        this.workers = new Workers(config.pipelineThreads());
        House house = new House(
                transport,
                workers,
                spool,
                pipeline,
                tls,
                events,
                new Semaphore(config.maxMessages()),
                hostName(config),
                Duration.ofMillis(config.connectTimeoutMillis()),
                this::isOwn);
        this.reception = new Reception(house, sessions, inspectors, () -> state.policy(), this::bounds, CLOCK);
        this.listeners = new Listeners(transport, reception::accepted);
    }

    /** Comes after the inspectors that are there were bound: nobody is refused who need not be. */
    @Activate
    void activate(GatewayConfig config, Map<String, Object> properties) {
        modified(config, properties);
        closeWhatIsDeniedEachMinute();
    }

    /** Rules may count at some hours only. */
    private void closeWhatIsDeniedEachMinute() {
        Duration toNextMinute = Duration.ofMillis(60_001 - CLOCK.millis() % 60_000);
        transport.next().schedule(toNextMinute, () -> {
            if (state.policy().dependsOnTime()) {
                closeWhatIsDenied();
            }
            closeWhatIsDeniedEachMinute();
        });
    }

    private void closeWhatIsDenied() {
        reception.denied().forEach(session -> session.abort("the policy does not permit it any more"));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindInspector(ServiceReference<InspectorFactory> key, InspectorFactory factory) {
        inspectors.bind(key, factory, FrameworkUtil.asMap(key.getProperties()));
    }

    void unbindInspector(ServiceReference<InspectorFactory> key) {
        inspectors.unbind(key);
    }

    /** Optional: who intercepts nothing needs none. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTlsEngines(ServiceReference<TlsEngines> key, TlsEngines engines) {
        tls.bind(key, engines, FrameworkUtil.asMap(key.getProperties()));
    }

    void unbindTlsEngines(ServiceReference<TlsEngines> key) {
        tls.unbind(key);
    }

    @Modified
    void modified(GatewayConfig config, Map<String, Object> properties) {
        long generation = properties.get(ConfigurationDoor.GENERATION) instanceof Long number ? number : 0;
        inspectors.drain(Duration.ofMillis(config.drainMillis()));
        tls.drain(Duration.ofMillis(config.drainMillis()));
        PolicyReader reader = new PolicyReader(configured());
        if (!reader.problems().isEmpty()) {
            LOG.error(
                    "The configuration does not fit together and the one before stays in force: {}",
                    reader.problems().stream()
                            .map(ConfigurationProblem::toString)
                            .collect(Collectors.joining("; ")));
            state = new State(config, state.generation(), state.policy());
            return;
        }
        state = new State(config, generation, reader.policy());
        listeners.apply(reader.policy().listeners());
        closeWhatIsDenied();
    }

    private ConfigurationSet configured() {
        List<ConfigurationSet.Entry> entries = new ArrayList<>();
        try {
            Configuration[] found = configurations.listConfigurations("(service.pid=org.postern.*)");
            for (Configuration configuration : found == null ? new Configuration[0] : found) {
                entries.add(entry(configuration));
            }
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("Config Admin cannot be read", e);
        }
        return new ConfigurationSet(entries);
    }

    private static ConfigurationSet.Entry entry(Configuration configuration) {
        Dictionary<String, Object> dictionary = configuration.getProperties();
        Map<String, Object> properties = dictionary == null
                ? Map.of()
                : Collections.list(dictionary.keys()).stream().collect(Collectors.toMap(key -> key, dictionary::get));
        String pid = configuration.getPid();
        String factory = configuration.getFactoryPid();
        return factory == null
                ? new ConfigurationSet.Entry(pid, Optional.empty(), properties)
                : new ConfigurationSet.Entry(factory, Optional.of(pid.substring(pid.indexOf('~') + 1)), properties);
    }

    private Reception.Bounds bounds() {
        GatewayConfig config = state.config();
        return new Reception.Bounds(
                config.maxSessions(),
                config.maxSessionsPerClient(),
                Duration.ofSeconds(config.clientIdleSeconds()),
                Duration.ofSeconds(config.pop3IdleSeconds()),
                Duration.ofSeconds(config.passedIdleSeconds()),
                Duration.ofSeconds(config.transactionSeconds()),
                config.minBytesPerSecond(),
                config.rejectFooter());
    }

    private boolean isOwn(InetSocketAddress address) {
        return listeners.isOwn(address);
    }

    private static String hostName(GatewayConfig config) {
        if (!config.hostName().isEmpty()) {
            return config.hostName();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException noName) {
            return "localhost";
        }
    }

    @Deactivate
    void deactivate() {
        listeners.close();
        List<Session> open = sessions.all();
        open.forEach(Session::drain);
        try {
            if (!sessions.awaitNone(state.config().drainMillis())) {
                sessions.all().forEach(session -> session.abort("the gateway stops"));
                sessions.awaitNone(500);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        try {
            transport.close();
        } catch (Exception e) {
            LOG.warn("The transport did not close cleanly", e);
        }
        workers.close();
    }

    @Override
    public long generation() {
        return state.generation();
    }

    @Override
    public List<ListenerState> listeners() {
        return listeners.states();
    }

    @Override
    public int sessions() {
        return sessions.count();
    }
}

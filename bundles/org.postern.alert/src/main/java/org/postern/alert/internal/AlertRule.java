// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
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
import org.postern.api.alert.AlertChannel;
import org.postern.api.event.EventListener;
import org.postern.api.event.GatewayEvent;
import org.postern.api.event.MessageHandled;
import org.postern.swap.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One {@code org.postern.alert~<name>.cfg}: picks from the stream of events what somebody is to be told of at once. */
@Component(
        service = EventListener.class,
        immediate = true,
        configurationPid = AlertRule.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AlertRule.Config.class, factory = true)
public final class AlertRule implements EventListener {
    static final String PID = "org.postern.alert";

    /** How many messages are remembered, so that a client's retry is told once (T44). */
    static final int REMEMBERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AlertRule.class);

    /** What an administrator sets. */
    @ObjectClassDefinition(
            name = "Alert rule",
            description = "Tells somebody at once when something happens; what exceeds the rate is told together")
    public @interface Config {
        /** @return what is told */
        @AttributeDefinition(
                name = "Event",
                description = "virusFound: malware was found in a message. unscannableRemoved: something was taken out"
                        + " of a message because it could not be checked. engineTrouble: an engine is out of service, or"
                        + " does not do all that it should",
                options = {
                    @Option(label = "Malware found", value = "virusFound"),
                    @Option(label = "Removed what could not be checked", value = "unscannableRemoved"),
                    @Option(label = "Engine in trouble", value = "engineTrouble")
                })
        String event() default "virusFound";

        /** @return by which channel */
        @AttributeDefinition(name = "Channel", description = "By what it is told, such as mail")
        String channel() default "mail";

        /** @return whom */
        @AttributeDefinition(name = "To", description = "Who is told, in the channel's form: for mail, addresses")
        String[] to();

        /** @return how many alerts */
        @AttributeDefinition(
                name = "Rate",
                description =
                        "How many alerts are sent at once, and then in an hour; what exceeds that is told together",
                min = "1",
                max = "1000")
        int maxPerHour() default 20;
    }

    private final Swap<AlertChannel> channels = new Swap<>();
    private final RecentKeys told = new RecentKeys(REMEMBERED);
    private final String name;
    private final Readers readers;
    private final Courier courier;
    private volatile Occasion occasion;

    /**
     * @param readers knows who reads alerts
     * @param config the settings
     * @param properties the same with the configuration's PID
     */
    @Activate
    public AlertRule(@Reference Readers readers, Config config, Map<String, Object> properties) {
        this(readers, config, name(properties), Clock.systemUTC());
    }

    AlertRule(Readers readers, Config config, String name, Clock clock) {
        this.name = name;
        this.readers = readers;
        occasion = Occasion.of(config.event());
        courier = new Courier(name, channels, address(config), config.maxPerHour(), clock);
        readers.set(this, List.of(config.to()));
        courier.start();
    }

    private static String name(Map<String, Object> properties) {
        String pid = String.valueOf(properties.get("service.pid"));
        return pid.substring(pid.indexOf('~') + 1);
    }

    private static Courier.Address address(Config config) {
        return new Courier.Address(config.channel(), List.of(config.to()));
    }

    @Modified
    void modified(Config config) {
        occasion = Occasion.of(config.event());
        readers.set(this, List.of(config.to()));
        courier.change(address(config), config.maxPerHour());
    }

    @Deactivate
    void stop() {
        readers.remove(this);
        courier.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindChannel(AlertChannel channel, Map<String, Object> properties) {
        channels.bind(key(channel, properties), channel, properties);
        courier.hurry();
    }

    void unbindChannel(AlertChannel channel, Map<String, Object> properties) {
        if (channels.unbind(key(channel, properties)) > 0) {
            LOG.warn("an alert channel left while alert rule {} was in it, and does not return", name);
        }
    }

    /** A vendor's class may define equality as it likes, so the framework's number of the service counts. */
    private static Object key(AlertChannel channel, Map<String, Object> properties) {
        return properties.getOrDefault("service.id", channel);
    }

    /** Messages are told of after their final reply: that is when the event is published (T44). */
    @Override
    public synchronized void on(GatewayEvent event) {
        if (event instanceof MessageHandled message && readers.isAnAlert(message)) {
            return;
        }
        occasion.in(event, name)
                .filter(occurrence -> told.add(occurrence.key()))
                .ifPresent(courier::bring);
    }
}

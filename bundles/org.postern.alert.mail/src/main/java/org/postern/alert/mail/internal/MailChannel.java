// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import jakarta.mail.internet.InternetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.postern.api.alert.Alert;
import org.postern.api.alert.AlertChannel;
import org.postern.api.alert.AlertFailure;
import org.postern.api.config.ConfigurationDoor;

/** Tells by mail. There only while there is a relay in the configuration. */
@Component(
        configurationPid = MailChannel.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = AlertChannel.NAME + "=" + MailChannel.NAME)
@Designate(ocd = MailChannel.Config.class)
public final class MailChannel implements AlertChannel {
    static final String PID = "org.postern.alert.mail";
    static final String NAME = "mail";

    /** What an administrator sets. */
    @ObjectClassDefinition(name = "Alerts by mail", description = "The relay that alerts are sent to, and how")
    public @interface Config {
        /** @return the relay */
        @AttributeDefinition(
                name = "Host",
                description = "The mail server that takes the alerts, never the gateway itself")
        String host();

        /** @return its port */
        @AttributeDefinition(name = "Port", description = "Its port", min = "1", max = "65535")
        int port() default 25;

        /** @return the sender in the header */
        @AttributeDefinition(
                name = "From",
                description = "Who the mails say they are from; in the envelope the sender is always empty")
        String from();

        /** @return whether the connection is secured */
        @AttributeDefinition(
                name = "TLS",
                description = "NONE: in the clear. STARTTLS: secured before anything is sent, or nothing is."
                        + " IMPLICIT: secured from the first octet",
                options = {
                    @Option(label = "NONE", value = "NONE"),
                    @Option(label = "STARTTLS", value = "STARTTLS"),
                    @Option(label = "IMPLICIT", value = "IMPLICIT")
                })
        String tls();

        /** @return who logs in */
        @AttributeDefinition(name = "User", description = "The name to log in with; empty: no login", required = false)
        String user() default "";

        /** @return where the password stands */
        @AttributeDefinition(
                name = "Password file",
                description = "A file, mode 0600, with the password in its first line; relative to the instance",
                required = false)
        String passwordFile() default "";

        /** @return how long a connection may take */
        @AttributeDefinition(
                name = "Time to connect",
                description = "How long a connection may take, in milliseconds",
                min = "100",
                max = "60000")
        int connectTimeoutMillis() default 5000;

        /** @return how long an answer may take */
        @AttributeDefinition(
                name = "Time to answer",
                description = "How long each answer of the relay may take, in milliseconds",
                min = "100",
                max = "300000")
        int timeoutMillis() default 10000;
    }

    private final Path base;
    private volatile Settings settings;
    private volatile Optional<ConfigurationDoor> door = Optional.empty();

    /**
     * @param context knows the instance's base directory by the framework property {@code postern.base}
     * @param config the settings
     */
    @Activate
    public MailChannel(BundleContext context, Config config) {
        this(Path.of(Optional.ofNullable(context.getProperty("postern.base")).orElse("")), config);
    }

    MailChannel(Path base, Config config) {
        this.base = base.toAbsolutePath();
        settings = settings(config);
    }

    @Modified
    void modified(Config config) {
        settings = settings(config);
    }

    private Settings settings(Config config) {
        return new Settings(
                config.host(),
                config.port(),
                Addresses.parse(config.from()),
                Tls.valueOf(config.tls()),
                config.user().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Settings.Login(config.user(), base.resolve(config.passwordFile()))),
                Duration.ofMillis(config.connectTimeoutMillis()),
                Duration.ofMillis(config.timeoutMillis()));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindDoor(ConfigurationDoor here) {
        door = Optional.of(here);
    }

    void unbindDoor(ConfigurationDoor gone) {
        door = door.filter(current -> current != gone);
    }

    @Override
    public void send(Alert alert, List<String> to) throws AlertFailure {
        Settings now = settings;
        List<InternetAddress> readers;
        try {
            readers = to.stream().map(Addresses::parse).toList();
        } catch (IllegalArgumentException wrong) {
            throw AlertFailure.permanent("the rule has something in \"to\" that is no mail address");
        }
        refuseOwnListeners(now);
        new Relay(now).send(alert, readers);
    }

    /** A name shows only now where it leads (T61). */
    private void refuseOwnListeners(Settings now) throws AlertFailure {
        if (door.isEmpty()) {
            return;
        }
        List<InetSocketAddress> targets = OwnListeners.resolved(now.host(), now.port());
        Optional<String> own = OwnListeners.reachedBy(door.get().inForce(), targets);
        if (own.isPresent()) {
            throw AlertFailure.temporary(
                    "the relay " + now.host() + ":" + now.port() + " is the gateway's own listener " + own.get()
                            + "; name the mail server behind it in " + PID + ".cfg");
        }
    }
}

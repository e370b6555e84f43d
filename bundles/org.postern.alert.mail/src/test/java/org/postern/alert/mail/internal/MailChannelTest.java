// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.alert.Alert;
import org.postern.api.alert.AlertFailure;
import org.postern.api.config.ConfigurationDoor;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

@Timeout(60)
class MailChannelTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final Alert WORM =
            new Alert("virusFound", "r", NOW, NOW, 1, "Malware found: Win.Worm", List.of(), List.of());
    private static final List<String> ADMIN = List.of("admin@example.org");

    @TempDir
    private Path base;

    /** T58, T61: what the configuration check cannot see, since it looks no names up. */
    @Test
    void sendsNothingToAnOwnListenerWhateverNameItGoesBy() throws Exception {
        try (Sink sink = new Sink()) {
            MailChannel channel = new MailChannel(base, new Setting("LOCALHOST", sink.port()));
            ConfigurationDoor door = new Door(new Entry(
                    "org.postern.listener",
                    Optional.of("inside"),
                    Map.of("address", "127.0.0.1", "port", sink.port())));
            channel.bindDoor(door);

            assertThat(catchThrowableOfType(AlertFailure.class, () -> channel.send(WORM, ADMIN)))
                    .hasMessageContaining("own listener inside");
            channel.unbindDoor(door);
            channel.send(WORM, ADMIN);

            assertThat(sink.next()).as("the first session that came").contains("MAIL FROM:<>");
        }
    }

    @Test
    void sendsByTheNewRelayOnceItIsConfigured() throws Exception {
        try (Sink old = new Sink().replying("EHLO", "421 gone").replying("HELO", "421 gone");
                Sink sink = new Sink()) {
            MailChannel channel = new MailChannel(base, new Setting("127.0.0.1", old.port()));

            channel.modified(new Setting("127.0.0.1", sink.port()));
            channel.send(WORM, ADMIN);

            assertThat(sink.next()).contains("RCPT TO:<admin@example.org>");
        }
    }

    @Test
    void givesUpForGoodWhatIsForNobody() {
        MailChannel channel = new MailChannel(base, new Setting("127.0.0.1", 9));

        AlertFailure failure =
                catchThrowableOfType(AlertFailure.class, () -> channel.send(WORM, List.of("not an address")));

        assertThat(failure.isTemporary()).isFalse();
    }

    private record Door(Entry... entries) implements ConfigurationDoor {
        @Override
        public ConfigurationSet inForce() {
            return new ConfigurationSet(List.of(entries));
        }

        @Override
        public List<ConfigurationProblem> problems() {
            return List.of();
        }

        @Override
        public void reload() {}
    }

    private record Setting(String host, int port) implements MailChannel.Config {
        @Override
        public String from() {
            return "postern@example.org";
        }

        @Override
        public String tls() {
            return "NONE";
        }

        @Override
        public String user() {
            return "";
        }

        @Override
        public String passwordFile() {
            return "";
        }

        @Override
        public int connectTimeoutMillis() {
            return 5000;
        }

        @Override
        public int timeoutMillis() {
            return 5000;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return MailChannel.Config.class;
        }
    }
}

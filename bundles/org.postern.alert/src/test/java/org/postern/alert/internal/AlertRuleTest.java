// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.api.alert.Alert;
import org.postern.api.alert.AlertChannel;
import org.postern.api.alert.AlertFailure;
import org.postern.api.policy.Action;
import org.postern.api.policy.Envelope;
import org.postern.api.session.Protocol;

@Timeout(30)
class AlertRuleTest {
    private static final Map<String, Object> MAIL = Map.of(AlertChannel.NAME, "mail");

    private final SettableClock clock = new SettableClock();
    private final Readers readers = new Readers();
    private final AlertRule rule = rule("admins", 20, "admin@example.org");

    private AlertRule rule(String name, int maxPerHour, String... to) {
        return new AlertRule(readers, new Setting("virusFound", "mail", to, maxPerHour), name, clock);
    }

    @AfterEach
    void stop() {
        rule.stop();
    }

    @Test
    void sendsByTheChannelOfThatNameToThoseConfigured() throws Exception {
        Recorder other = new Recorder();
        Recorder mail = new Recorder();
        rule.bindChannel(other, Map.of(AlertChannel.NAME, "pigeon", "service.ranking", 1000));
        rule.bindChannel(mail, MAIL);

        rule.on(Samples.infected("aa"));

        assertThat(mail.next().title()).contains("Win.Worm");
        assertThat(mail.to).containsExactly("admin@example.org");
        assertThat(other.got).isEmpty();
    }

    /** T44. */
    @Test
    void tellsARetryOnce() throws Exception {
        Recorder mail = new Recorder();
        rule.bindChannel(mail, MAIL);

        for (int i = 0; i < 50; i++) {
            rule.on(Samples.infected("same"));
        }
        rule.on(Samples.infected("other"));

        assertThat(mail.next().facts()).anyMatch(fact -> fact.value().equals("same"));
        assertThat(mail.next().facts()).anyMatch(fact -> fact.value().equals("other"));
    }

    /** T61: an alert that meets the gateway behind its relay. */
    @Test
    void tellsNothingOfAnAlertOfAnyRule() throws Exception {
        Recorder mail = new Recorder();
        rule.bindChannel(mail, MAIL);
        AlertRule second = rule("others", 20, "Other Admin <Other@example.org>");
        try {
            rule.on(toReaders("", "other@example.org", "admin@example.org"));
            rule.on(toReaders("", "other@example.org", "victim@example.org"));
            rule.on(toReaders("mallory@example.org", "admin@example.org"));
        } finally {
            second.stop();
        }

        assertThat(mail.next().facts()).anyMatch(fact -> fact.value().equals("victim@example.org"));
        assertThat(mail.next().facts()).anyMatch(fact -> fact.value().equals("mallory@example.org"));
        assertThat(mail.got).isEmpty();
    }

    private static org.postern.api.event.MessageHandled toReaders(String sender, String... recipients) {
        return Samples.message(
                Protocol.SMTP,
                new Envelope(sender, List.of(recipients)),
                "aa",
                Samples.processing(Action.REPLACED, Samples.INFECTED));
    }

    /** T61: whoever brings an event never waits for a channel. */
    @Test
    void takesEventsAtOnceWhileTheChannelHangs() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        BlockingQueue<Alert> got = new LinkedBlockingQueue<>();
        rule.bindChannel(
                (alert, to) -> {
                    inside.countDown();
                    end.await();
                    got.add(alert);
                },
                MAIL);
        rule.on(Samples.infected("first"));
        inside.await();

        long began = System.nanoTime();
        for (int i = 0; i < 2000; i++) {
            rule.on(Samples.infected("" + i));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(took).isLessThan(Duration.ofSeconds(5));
        end.countDown();
        for (int i = 0; i < 20; i++) {
            assertThat(got.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(got.poll(0, TimeUnit.SECONDS)).as("the rate").isNull();
    }

    @Test
    void sendsWhatWaitedWhenAChannelComesAtLast() throws Exception {
        rule.on(Samples.infected("aa"));
        Recorder mail = new Recorder();

        rule.bindChannel(mail, MAIL);

        assertThat(mail.next().title()).contains("Win.Worm");
    }

    @Test
    void goesOnWithAnotherChannelWhenOneIsSwappedInTheMiddleOfASend() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AlertChannel old = (alert, to) -> {
            inside.countDown();
            new CountDownLatch(1).await();
        };
        rule.bindChannel(old, MAIL);
        rule.on(Samples.infected("aa"));
        inside.await();

        rule.unbindChannel(old, MAIL);
        rule.unbindChannel(old, MAIL);
        Recorder mail = new Recorder();
        rule.bindChannel(mail, MAIL);

        assertThat(mail.next().title()).contains("Win.Worm");
    }

    @Test
    void countsWhatNoChannelTakes() throws Exception {
        BlockingQueue<String> tries = new LinkedBlockingQueue<>();
        Courier courier = courier((alert, to) -> {
            tries.add(alert.title());
            throw AlertFailure.permanent("never");
        });
        courier.bring(Samples.occurrence("aa"));
        assertThat(tries.poll(10, TimeUnit.SECONDS)).isNotNull();
        courier.hurry();
        courier.bring(Samples.occurrence("ab"));
        courier.hurry();

        assertThat(tries.poll(10, TimeUnit.SECONDS)).isNotNull();
        courier.close();
        assertThat(courier.dropped()).isEqualTo(2);
    }

    static Stream<Error> errors() {
        return Stream.of(new NoClassDefFoundError("gone"), new StackOverflowError(), new AssertionError("of the test") {
            private static final long serialVersionUID = 1;

            @Override
            public String toString() {
                throw new IllegalStateException("cannot even be shown");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("errors")
    void survivesAChannelThatBreaks(Error error) throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        boolean[] broken = {true};
        Courier courier = courier((alert, to) -> {
            got.add(alert.title());
            if (broken[0]) {
                broken[0] = false;
                throw error;
            }
        });

        courier.bring(Samples.occurrence("aa"));
        assertThat(got.poll(10, TimeUnit.SECONDS)).isNotNull();
        Thread.interrupted();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (got.isEmpty()) {
            assertThat(System.nanoTime()).as("it is tried again").isLessThan(end);
            courier.hurry();
            Thread.onSpinWait();
        }

        courier.close();
        assertThat(courier.dropped()).isZero();
    }

    @Test
    void takesNewSettingsWithoutForgettingWhatWasTold() throws Exception {
        Recorder mail = new Recorder();
        rule.bindChannel(mail, MAIL);
        rule.on(Samples.infected("aa"));
        mail.next();

        rule.modified(new Setting("virusFound", "mail", new String[] {"new@example.org"}, 5));
        rule.on(Samples.infected("aa"));
        rule.on(Samples.infected("ab"));

        assertThat(mail.next().facts()).anyMatch(fact -> fact.value().equals("ab"));
        assertThat(mail.to).containsExactly("new@example.org");
    }

    @Test
    void remembersABoundedNumberOfMessages() {
        RecentKeys keys = new RecentKeys(3);

        assertThat(List.of(keys.add("a"), keys.add("b"), keys.add("c"), keys.add("a"), keys.add("d")))
                .containsExactly(true, true, true, false, true);
        assertThat(keys.add("b")).as("the oldest is forgotten").isTrue();
        assertThat(keys.add("a")).as("the one that came again is not").isFalse();
    }

    private Courier courier(AlertChannel channel) {
        org.postern.swap.Swap<AlertChannel> channels = new org.postern.swap.Swap<>();
        channels.bind("only", channel, MAIL);
        Courier courier = new Courier("r", channels, new Courier.Address("mail", List.of("a@b.test")), 20, clock);
        courier.start();
        return courier;
    }

    private static final class Recorder implements AlertChannel {
        private final BlockingQueue<Alert> got = new LinkedBlockingQueue<>();
        private volatile List<String> to = List.of();

        @Override
        public void send(Alert alert, List<String> readers) {
            to = readers;
            got.add(alert);
        }

        Alert next() throws InterruptedException {
            Alert alert = got.poll(10, TimeUnit.SECONDS);
            assertThat(alert).as("an alert").isNotNull();
            return alert;
        }
    }

    private record Setting(String event, String channel, String[] to, int maxPerHour) implements AlertRule.Config {
        @Override
        public Class<? extends Annotation> annotationType() {
            return AlertRule.Config.class;
        }
    }
}

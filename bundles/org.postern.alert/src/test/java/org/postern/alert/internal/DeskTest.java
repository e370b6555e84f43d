// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.api.alert.Alert;
import org.postern.api.alert.Alert.Fact;

/** T61: an alert storm becomes few mails, and nothing is forgotten in silence. */
class DeskTest {
    private final SettableClock clock = new SettableClock();

    private List<Alert> sendAllDue(Desk desk) {
        List<Alert> sent = new ArrayList<>();
        for (var due = desk.due(); due.isPresent(); due = desk.due()) {
            sent.add(due.get());
            desk.sent();
        }
        return sent;
    }

    private void happens(Desk desk, int times) {
        for (int i = 0; i < times; i++) {
            desk.take(Samples.occurrence("digest " + i));
        }
    }

    @Test
    void sendsAtOnceUpToTheRateAndThenOneDigestWithTheNumberOfTheRest() {
        Desk desk = new Desk(6, clock);

        happens(desk, 43);

        assertThat(sendAllDue(desk))
                .hasSize(6)
                .allSatisfy(alert -> assertThat(alert.isDigest()).isFalse());
        assertThat(desk.untold()).isEqualTo(37);
        assertThat(desk.untilDue()).isEqualTo(Duration.ofMinutes(1));
        clock.pass(Duration.ofMinutes(10).minusMillis(1));
        assertThat(desk.due()).isEmpty();
        clock.pass(Duration.ofMillis(1));
        assertThat(sendAllDue(desk)).singleElement().satisfies(digest -> {
            assertThat(digest.number()).isEqualTo(37);
            assertThat(digest.title()).isEqualTo("37 more like this in a minute: malware found");
            assertThat(digest.facts())
                    .hasSize(Digest.MOST_LINES + 1)
                    .endsWith(new Fact("and", "17 more"))
                    .startsWith(new Fact("2026-03-04T05:06:07Z", "Win.Worm from ann@example.org, message s1-42-1"));
        });
        assertThat(desk.untold()).isZero();
    }

    @Test
    void neverSendsMoreThanTheRateHoweverLongTheStorm() {
        Desk desk = new Desk(10, clock);
        int mails = 0;
        int told = 0;

        for (int second = 0; second < 3600; second++) {
            happens(desk, 5);
            for (Alert alert : sendAllDue(desk)) {
                mails++;
                told += alert.number();
            }
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(mails).isBetween(19, 20); // ten at once, ten in the hour
        assertThat(told + desk.untold()).isEqualTo(18_000);
    }

    @Test
    void tellsASingleOneThatWasHeldBackInFull() {
        Desk desk = new Desk(1, clock);

        happens(desk, 2);
        sendAllDue(desk);
        clock.pass(Duration.ofHours(1));

        assertThat(sendAllDue(desk)).singleElement().satisfies(alert -> {
            assertThat(alert.isDigest()).isFalse();
            assertThat(alert.title()).startsWith("Malware found: Win.Worm");
        });
    }

    @Test
    void triesAgainAfterPausesThatGrowAndGivesUpAfterAnHour() {
        Desk desk = new Desk(6, clock);
        happens(desk, 1);
        List<Long> pauses = new ArrayList<>();
        Duration passed = Duration.ZERO;
        int lost = 0;

        while (lost == 0) {
            assertThat(desk.due()).isPresent();
            lost = desk.failed(true);
            if (lost == 0) {
                Duration pause = Duration.ZERO;
                while (desk.due().isEmpty()) {
                    pause = pause.plus(desk.untilDue());
                    clock.pass(desk.untilDue());
                }
                pauses.add(pause.toSeconds());
                passed = passed.plus(pause);
            }
        }

        assertThat(lost).isEqualTo(1);
        assertThat(pauses).startsWith(10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L);
        assertThat(passed).isBetween(Desk.PATIENCE, Desk.PATIENCE.plus(Desk.LONGEST_PAUSE));
        assertThat(desk.untold()).isZero();
    }

    @Test
    void givesUpAtOnceWhatWillNeverBeTaken() {
        Desk desk = new Desk(6, clock);
        happens(desk, 2);

        assertThat(desk.failed(false)).isEqualTo(1);
        assertThat(desk.due()).as("a pause before the next, all the same").isEmpty();
        assertThat(desk.untold()).isEqualTo(1);
    }

    @Test
    void hurriesWhenAChannelComes() {
        Desk desk = new Desk(6, clock);
        happens(desk, 1);
        desk.failed(true);
        assertThat(desk.due()).isEmpty();

        desk.hurry();

        assertThat(desk.due()).isPresent();
    }

    @Test
    void keepsABoundedNumberWhileTheChannelIsDead() {
        Desk desk = new Desk(1000, clock);

        happens(desk, 5000);

        int letters = 0;
        while (desk.due().isPresent() && letters < 5000) {
            assertThat(desk.untold()).isEqualTo(5000 - letters);
            desk.sent();
            letters++;
            if (letters == Desk.MOST_WAITING) {
                break;
            }
        }
        assertThat(sendAllDue(desk)).singleElement().extracting(Alert::number).isEqualTo(4900);
    }

    @Test
    void holdsStillWhenTheClockIsSetBack() {
        Desk desk = new Desk(1, clock);
        happens(desk, 2);
        sendAllDue(desk);

        clock.pass(Duration.ofHours(-5));

        assertThat(desk.due()).isEmpty();
        assertThat(desk.untilDue()).isPositive();
        clock.pass(Duration.ofHours(1));
        assertThat(sendAllDue(desk)).hasSize(1);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals of the week in a time zone. */
class WeeklyHoursTest {
    private static final ZoneId HERE = ZoneId.of("America/New_York");

    private static boolean contains(String text, String local) {
        String[] texts = text.isEmpty() ? new String[0] : text.split(",");
        return WeeklyHours.parse(texts, HERE)
                .contains(LocalDateTime.parse(local).atZone(HERE).toInstant());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 2026-11-25T10:00",
                "Wed | 2026-11-25T00:00",
                "wed | 2026-11-25T23:59:59",
                "Mon-Fri 08:00-18:00 | 2026-11-25T08:00",
                "Mon-Fri 8:00-18:00 | 2026-11-25T17:59:59",
                "Sat-Tue | 2026-11-23T12:00",
                "10:00-10:01 | 2026-11-25T10:00:30",
                "Wed 22:00-06:00 | 2026-11-25T22:00",
                "Wed 22:00-06:00 | 2026-11-26T05:59",
                "Mon 00:00-24:00 | 2026-11-23T23:59",
                "Sun,Wed 10:00-11:00 | 2026-11-25T10:30",
                "Wed 16:00-17:00 Europe/Prague | 2026-11-25T10:30",
                "16:00-17:00 Europe/Prague | 2026-11-25T10:30",
                "Wed +01:00 | 2026-11-25T10:30",
            })
    void countsInside(String text, String local) {
        assertThat(contains(text, local)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon | 2026-11-25T10:00",
                "Mon-Fri 08:00-18:00 | 2026-11-25T07:59:59",
                "Mon-Fri 08:00-18:00 | 2026-11-25T18:00",
                "Mon-Fri 08:00-18:00 | 2026-11-28T10:00",
                "Sat-Tue | 2026-11-25T12:00",
                "Wed 22:00-06:00 | 2026-11-25T05:59",
                "Wed 22:00-06:00 | 2026-11-26T06:00",
                "Wed 10:00-11:00 Europe/Prague | 2026-11-25T10:30",
            })
    void doesNotCountOutside(String text, String local) {
        assertThat(contains(text, local)).isFalse();
    }

    /** In the night in which clocks go back, an hour comes twice: both are inside. */
    @Test
    void countsBothHoursThatAClockShowsTwice() {
        WeeklyHours hours = WeeklyHours.parse(new String[] {"Sun 01:00-02:00"}, HERE);
        var first = LocalDateTime.parse("2026-11-01T01:30").atZone(HERE).withEarlierOffsetAtOverlap();

        assertThat(hours.contains(first.toInstant())).isTrue();
        assertThat(hours.contains(first.toInstant().plusSeconds(3600))).isTrue();
        assertThat(hours.contains(first.toInstant().plusSeconds(7200))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mon-",
                "Monday",
                "Mxn",
                "Mon-Fry",
                "08:00",
                "08:00-",
                "25:00-26:00",
                "08:60-09:00",
                "24:00-08:00",
                "08:00-08:00",
                "Mon 08:00-18:00 Europe/Nowhere",
                "Mon 08:00-18:00 Europe/Prague x",
                "Mon 08:00-24:01",
                "08:00-18:00 Mon",
            })
    void refusesWhatItDoesNotUnderstandAndSaysWhatItWould(String text) {
        assertThatThrownBy(() -> WeeklyHours.parse(new String[] {text}, HERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Mon-Fri 08:00-18:00 Europe/Prague");
    }
}

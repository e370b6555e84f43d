// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRulesException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a rule is valid: intervals of the week.
 *
 * @param intervals any of which will do; none: always
 */
record WeeklyHours(List<Interval> intervals) {
    static final WeeklyHours ALWAYS = new WeeklyHours(List.of());

    private static final String ALLOWED = "days, hours, time zone, in this order and each of them optional, such as"
            + " \"Mon-Fri 08:00-18:00 Europe/Prague\" or \"Sat\" or \"22:00-06:00\"";
    private static final Pattern SYNTAX = Pattern.compile("(?:(?<day>[A-Za-z]{3})(?:-(?<last>[A-Za-z]{3}))?(?!\\S))?"
            + "\\s*(?:(?<from>\\d{1,2}:\\d\\d)-(?<to>\\d{1,2}:\\d\\d)(?!\\S))?\\s*(?<zone>\\S+)?");

    WeeklyHours {
        intervals = List.copyOf(intervals);
    }

    /**
     * Some hours of some days.
     *
     * @param days on which it begins
     * @param from minute of the day, included
     * @param to minute of the day, excluded; not after {@code from}: of the day after
     * @param zone whose clocks count
     */
    record Interval(Set<DayOfWeek> days, int from, int to, ZoneId zone) {
        Interval {
            days = Set.copyOf(days);
        }

        boolean contains(Instant now) {
            ZonedDateTime there = now.atZone(zone);
            int minute = there.getHour() * 60 + there.getMinute();
            DayOfWeek today = there.getDayOfWeek();
            return from < to
                    ? days.contains(today) && minute >= from && minute < to
                    : days.contains(today) && minute >= from || days.contains(today.minus(1)) && minute < to;
        }
    }

    boolean contains(Instant now) {
        return intervals.isEmpty() || intervals.stream().anyMatch(interval -> interval.contains(now));
    }

    /**
     * @param zone of those that name none
     * @throws IllegalArgumentException saying what is allowed
     */
    static WeeklyHours parse(String[] texts, ZoneId zone) {
        return new WeeklyHours(
                Arrays.stream(texts).map(text -> interval(text.strip(), zone)).toList());
    }

    private static Interval interval(String text, ZoneId zone) {
        Matcher matcher = SYNTAX.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        Set<DayOfWeek> days = matcher.group("day") == null
                ? EnumSet.allOf(DayOfWeek.class)
                : days(matcher.group("day"), matcher.group("last"));
        int from = matcher.group("from") == null ? 0 : minute(matcher.group("from"));
        int to = matcher.group("to") == null ? 24 * 60 : minute(matcher.group("to"));
        if (from == 24 * 60 || from == to) {
            throw new IllegalArgumentException(ALLOWED + "; an interval is not empty, a whole day is 00:00-24:00");
        }
        return new Interval(days, from, to, matcher.group("zone") == null ? zone : zone(matcher.group("zone")));
    }

    private static Set<DayOfWeek> days(String first, String last) {
        DayOfWeek end = last == null ? day(first) : day(last);
        EnumSet<DayOfWeek> days = EnumSet.of(end);
        for (DayOfWeek day = day(first); day != end; day = day.plus(1)) {
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        ALLOWED + "; a day is Mon, Tue, Wed, Thu, Fri, Sat or Sun, not " + text));
    }

    private static int minute(String text) {
        int colon = text.indexOf(':');
        int hours = Integer.parseInt(text.substring(0, colon));
        int minutes = Integer.parseInt(text.substring(colon + 1));
        if (minutes > 59 || hours * 60 + minutes > 24 * 60) {
            throw new IllegalArgumentException(ALLOWED + "; " + text + " is no time of day");
        }
        return hours * 60 + minutes;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (ZoneRulesException unknown) {
            throw new IllegalArgumentException(ALLOWED + "; there is no time zone " + text);
        } catch (java.time.DateTimeException malformed) {
            throw new IllegalArgumentException(ALLOWED);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.Mode;
import org.postern.api.scan.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells messages that engines, or the gateway itself, fail on by the messages' own fault from engines that are out of service
 * and gateways that are out of order (T43), so that no message blocks a mailbox for ever, and no outage takes mail away. A
 * failure counts when each engine that failed scanned another message shortly before, and since the last one that counted.
 * The gateway's reading counts as an engine. Bounded; forgotten at a restart.
 */
final class OwnFaults {
    private static final Logger LOG = LoggerFactory.getLogger(OwnFaults.class);
    private static final int MOST_MESSAGES = 10_000;
    private static final long SHORTLY = Duration.ofSeconds(60).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();
    /** With less time than that an engine may fail on anything. */
    private static final Duration FAIR = Duration.ofSeconds(20);
    /** More different messages an hour than that point to something else than the messages. */
    private static final int MOST_AN_HOUR = 20;

    /** Whose fault it is that a message could not be looked at. */
    enum Blame {
        /** It may be anybody's: the message is to come again. */
        UNKNOWN,
        /** The message's own: it counts as unscannable. */
        MESSAGE
    }

    /**
     * The failures of a message that counted.
     *
     * @param infected what was found in it at any time, which holds though it cannot be found again
     */
    private record Failures(long firstAt, long lastAt, int count, boolean givenUp, Optional<Finding> infected) {
        Failures counted(long now) {
            return new Failures(firstAt, now, count + 1, givenUp, infected);
        }

        Failures in(Optional<Finding> found) {
            return new Failures(firstAt, lastAt, count, givenUp, infected.or(() -> found));
        }
    }

    private final LongSupplier nanos;
    private final LatestScans scans = new LatestScans();
    private final Map<String, Failures> messages = new Bounded<>(MOST_MESSAGES);
    private final Deque<Long> givenUp = new ArrayDeque<>();

    OwnFaults(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Notes that the gateway read a message, if it was also looked at by all who should. */
    synchronized void read(MailItem item, List<Examined> all) {
        if (engines(all, OwnFaults::isFailed).isEmpty()) {
            scans.note(Examination.READER, item.message().sha256(), nanos.getAsLong());
        }
    }

    /**
     * Notes what became of a message.
     *
     * @param all what was found in it, or in what is to leave instead of it
     * @param infected what was found in it so far
     * @param took how long it took to look at it
     */
    synchronized Blame judge(MailItem item, List<Examined> all, Optional<Finding> infected, Duration took) {
        String sha256 = item.message().sha256();
        Set<String> failing = engines(all, OwnFaults::isFailed);
        if (failing.size() > 1) {
            failing.remove(Examination.READER); // an engine left no time for the rest
        }
        for (String engine : engines(all, OwnFaults::showsThatItWorks)) {
            scans.note(engine, sha256, nanos.getAsLong());
        }
        return failing.isEmpty() || isInfected(all) ? Blame.UNKNOWN : blame(item, failing, infected, took);
    }

    /** Notes that the gateway's own code threw at a message. */
    synchronized Blame judge(MailItem item, UnreadableException thrown, Optional<Finding> infected, Duration took) {
        LOG.debug("Message {} cannot be read", item.id(), thrown);
        return blame(item, Set.of(Examination.READER), infected, took);
    }

    /** @return whether the gateway is not to read that message again */
    synchronized boolean isUnreadable(MailItem item) {
        return !messages.isEmpty()
                && isJudged(item)
                && isGivenUp(key(item, true), item.profile().failuresUntilUnscannable());
    }

    /** @return what was found in an unreadable message while it was read */
    synchronized Optional<Finding> infected(MailItem item) {
        return Optional.ofNullable(messages.get(key(item, true))).flatMap(Failures::infected);
    }

    private Blame blame(MailItem item, Set<String> failing, Optional<Finding> infected, Duration took) {
        if (!isJudged(item)) {
            return Blame.UNKNOWN;
        }
        boolean unread = failing.contains(Examination.READER);
        boolean late = item.deadline().hasPassed();
        String key = key(item, unread);
        boolean given =
                (!late || took.compareTo(FAIR) >= 0) && !item.cancellation().isCancelled();
        Failures before = before(key).in(infected);
        boolean counts = given && isOwn(failing, item.message().sha256(), before.lastAt());
        if (counts || infected.isPresent()) {
            messages.put(key, counts ? before.counted(nanos.getAsLong()) : before);
        }
        boolean own = isGivenUp(key, item.profile().failuresUntilUnscannable());
        return own && !(unread && late) // the next time it is not read, which leaves the time to the engines
                ? Blame.MESSAGE
                : Blame.UNKNOWN;
    }

    private static boolean isJudged(MailItem item) {
        return item.profile().failuresUntilUnscannable() > 0 && item.profile().mode() != Mode.OBSERVE;
    }

    private static boolean isFailed(Finding finding) {
        return finding.result().verdict() == Verdict.FAILED;
    }

    /** What the gateway finds by itself and what is remembered says nothing of an engine now. */
    private static boolean showsThatItWorks(Finding finding) {
        return !isFailed(finding) && !finding.reused() && !finding.engine().equals(Examination.GATEWAY);
    }

    private static boolean isInfected(List<Examined> all) {
        return all.stream().anyMatch(examined -> examined.verdict() == Verdict.INFECTED);
    }

    private static Set<String> engines(List<Examined> all, Predicate<Finding> wanted) {
        Set<String> engines = new HashSet<>();
        for (Examined examined : all) {
            for (Finding finding : examined.findings()) {
                if (wanted.test(finding)) {
                    engines.add(finding.engine());
                }
            }
        }
        return engines;
    }

    private static String key(MailItem item, boolean unread) {
        return (unread ? Examination.READER : "") + item.message().sha256() + item.envelope();
    }

    private Failures before(String key) {
        long now = nanos.getAsLong();
        Optional<Failures> known = Optional.ofNullable(messages.get(key));
        return known.filter(failures -> now - failures.firstAt() <= DAY)
                .orElseGet(() -> new Failures(now, now - DAY, 0, false, known.flatMap(Failures::infected)));
    }

    private boolean isOwn(Set<String> failing, String sha256, long since) {
        long now = nanos.getAsLong();
        return failing.stream().allMatch(engine -> {
            OptionalLong at = scans.ofOther(engine, sha256);
            return at.isPresent() && now - at.getAsLong() <= SHORTLY && at.getAsLong() - since > 0;
        });
    }

    private boolean isGivenUp(String key, int limit) {
        Failures failures = messages.get(key);
        long now = nanos.getAsLong();
        if (failures == null || failures.count() < limit || now - failures.firstAt() > DAY) {
            return false;
        }
        if (!failures.givenUp()) {
            while (!givenUp.isEmpty() && now - givenUp.peek() > HOUR) {
                givenUp.remove();
            }
            if (givenUp.size() >= MOST_AN_HOUR) {
                LOG.warn(
                        "Too many messages cannot be looked at while others can: no more are given up within this hour");
                return false;
            }
            givenUp.add(now);
            messages.put(
                    key,
                    new Failures(failures.firstAt(), failures.lastAt(), failures.count(), true, failures.infected()));
        }
        return true;
    }
}

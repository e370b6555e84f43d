// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.Mode;
import org.postern.api.policy.ScannerFailure;
import org.postern.api.scan.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells messages that engines fail on by the messages' own fault from engines that are out of service (T43), so that no message
 * blocks a mailbox for ever, and no outage takes mail away. A failure counts when each engine that failed scanned another
 * message shortly before, and since the last one that counted. Bounded; forgotten at a restart.
 */
final class OwnFaults {
    private static final Logger LOG = LoggerFactory.getLogger(OwnFaults.class);
    private static final int MOST_MESSAGES = 10_000;
    private static final int MOST_ENGINES = 1_000;
    private static final long SHORTLY = Duration.ofSeconds(60).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();
    /** With less time than that an engine may fail on anything. */
    private static final Duration FAIR = Duration.ofSeconds(20);
    /** More different messages an hour than that point to something else than the messages. */
    private static final int MOST_AN_HOUR = 20;

    private record Scan(String sha256, long at) {}

    /**
     * The latest scans of an engine.
     *
     * @param last the latest
     * @param before the latest of another message than that
     */
    private record Scans(Scan last, Scan before) {
        Scans then(Scan next) {
            return new Scans(next, next.sha256().equals(last.sha256()) ? before : last);
        }

        Scan ofOther(String sha256) {
            return last.sha256().equals(sha256) ? before : last;
        }
    }

    /** The failures of a message that counted. */
    private record Failures(long firstAt, long lastAt, int count, boolean givenUp) {}

    private final LongSupplier nanos;
    private final Map<String, Scans> engines = new Bounded<>(MOST_ENGINES);
    private final Map<String, Failures> messages = new Bounded<>(MOST_MESSAGES);
    private final Deque<Long> givenUp = new ArrayDeque<>();

    OwnFaults(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Forgets what was used least recently. */
    private static final class Bounded<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;
        private final int most;

        Bounded(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
        }
    }

    /**
     * Notes what became of a message.
     *
     * @param all what was found in it
     * @param took how long it took to look at it
     * @return what is to be done about a failure in it: as the profile says, or that it counts as unscannable
     */
    synchronized ScannerFailure judge(MailItem item, List<Examined> all, Duration took) {
        String sha256 = item.message().sha256();
        Set<String> failing = engines(all, finding -> finding.result().verdict() == Verdict.FAILED);
        engines(all, OwnFaults::showsThatItWorks).forEach(engine -> scanned(engine, sha256));
        ScannerFailure profiles = item.profile().onScannerFailure();
        int limit = item.profile().failuresUntilUnscannable();
        if (failing.isEmpty() || limit == 0 || item.profile().mode() == Mode.OBSERVE || isInfected(all)) {
            return profiles;
        }
        String key = key(item);
        boolean given = !item.deadline().hasPassed() || took.compareTo(FAIR) >= 0;
        if (given && !item.cancellation().isCancelled()) {
            count(key, sha256, failing);
        }
        return isGivenUp(key, limit) ? ScannerFailure.TREAT_AS_UNSCANNABLE : profiles;
    }

    /** What the gateway finds by itself and what is remembered says nothing of an engine now. */
    private static boolean showsThatItWorks(Finding finding) {
        return finding.result().verdict() != Verdict.FAILED
                && !finding.reused()
                && !finding.engine().equals(Examination.GATEWAY);
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

    private static String key(MailItem item) {
        return item.message().sha256() + item.envelope();
    }

    private void scanned(String engine, String sha256) {
        Scan now = new Scan(sha256, nanos.getAsLong());
        Scans before = engines.get(engine);
        engines.put(engine, before == null ? new Scans(now, new Scan("", now.at() - DAY)) : before.then(now));
    }

    private void count(String key, String sha256, Set<String> failing) {
        long now = nanos.getAsLong();
        Failures known = messages.get(key);
        Failures before = known == null || now - known.firstAt() > DAY ? new Failures(now, now - DAY, 0, false) : known;
        boolean own = failing.stream().allMatch(engine -> {
            Scans scans = engines.get(engine);
            if (scans == null) {
                return false;
            }
            long at = scans.ofOther(sha256).at();
            return now - at <= SHORTLY && at - before.lastAt() > 0;
        });
        if (own) {
            messages.put(key, new Failures(before.firstAt(), now, before.count() + 1, before.givenUp()));
        }
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
                LOG.warn("Engines fail on many messages while they scan others: no more are given up within this hour");
                return false;
            }
            givenUp.add(now);
            messages.put(key, new Failures(failures.firstAt(), failures.lastAt(), failures.count(), true));
        }
        return true;
    }
}

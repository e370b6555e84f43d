// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.api.alert.Alert;
import org.postern.api.alert.AlertChannel;
import org.postern.api.alert.AlertFailure;
import org.postern.swap.Lease;
import org.postern.swap.Swap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a rule: hands alerts to the channel. Whoever brings something never waits for it. Thread-safe. */
final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /**
     * Where alerts go.
     *
     * @param channel the channel's name
     * @param to whom
     */
    record Address(String channel, List<String> to) {
        Address {
            to = List.copyOf(to);
        }
    }

    private final String rule;
    private final Swap<AlertChannel> channels;
    private final Thread thread;
    private final Desk desk;
    private Address address;
    private boolean stopping;
    private boolean failing;
    private boolean losing;
    private long dropped;

    /** How often there was reason to hurry; one that comes during a send counts for what that send leaves. */
    private int hurries;

    Courier(String rule, Swap<AlertChannel> channels, Address address, int maxPerHour, Clock clock) {
        this.rule = rule;
        this.channels = channels;
        this.address = address;
        desk = new Desk(maxPerHour, clock);
        thread = new Thread(this::run, "postern-alert-" + rule);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void change(Address newAddress, int maxPerHour) {
        address = newAddress;
        desk.limit(maxPerHour);
        hurry();
    }

    synchronized void bring(Occurrence occurrence) {
        if (!stopping) {
            desk.take(occurrence);
            notifyAll();
        }
    }

    /** A channel came: what could not be sent may go now. */
    synchronized void hurry() {
        hurries++;
        desk.hurry();
        notifyAll();
    }

    /** @return how many happenings were dropped, because no channel took them in time */
    synchronized long dropped() {
        return dropped;
    }

    /** Ends the thread within two seconds, or leaves it to the time limits of the channel it is in. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        thread.interrupt();
        try {
            thread.join(LAST_WORDS.toMillis());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (desk.untold() > 0) {
                LOG.info("alert rule {} ends with {} happening(s) untold; the mail log has them", rule, desk.untold());
            }
        }
    }

    private void run() {
        for (Optional<Alert> next = await(); next.isPresent(); next = await()) {
            int before = hurries();
            settle(send(next.get()), before);
        }
    }

    /** @return what is due; empty when this ends */
    private synchronized Optional<Alert> await() {
        while (!stopping) {
            Optional<Alert> due = desk.due();
            if (due.isPresent()) {
                return due;
            }
            try {
                wait(Math.max(1, desk.untilDue().toMillis()));
            } catch (InterruptedException interrupted) {
                // By close, which the loop sees; or late, by a channel that left, which changes nothing.
                continue;
            }
        }
        return Optional.empty();
    }

    private Optional<AlertFailure> send(Alert alert) {
        Address to = address();
        Optional<Lease<AlertChannel>> lease = channels.lease(offer ->
                offer.text(AlertChannel.NAME).filter(to.channel()::equals).isPresent());
        if (lease.isEmpty()) {
            return Optional.of(AlertFailure.temporary("no channel " + to.channel()
                    + " is there; has it a file etc/org.postern.alert." + to.channel() + ".cfg?"));
        }
        try (Lease<AlertChannel> channel = lease.get()) {
            channel.onCancel(thread::interrupt);
            channel.service().send(alert, to.to());
            return Optional.empty();
        } catch (AlertFailure failure) {
            return Optional.of(failure);
        } catch (Throwable theirs) { // be it an Error: this thread is all that a rule has
            return Optional.of(broken(to.channel(), theirs));
        } finally {
            Thread.interrupted(); // a cancelled lease says nothing about the next one; close sets "stopping" too
        }
    }

    private static AlertFailure broken(String channel, Throwable theirs) {
        String type = theirs.getClass().getName();
        try {
            LOG.debug("the alert channel {} failed", channel, theirs);
        } catch (Throwable alsoTheirs) { // what it threw may throw again when it is shown
            LOG.debug("the alert channel {} failed with {}, which cannot be shown", channel, type);
        }
        return AlertFailure.temporary("channel " + channel + " failed: " + type);
    }

    private synchronized int hurries() {
        return hurries;
    }

    private synchronized Address address() {
        return address;
    }

    /** Trouble is told once when it begins, once when it costs the first alert, and once when it is over. */
    private synchronized void settle(Optional<AlertFailure> failure, int hurriesBefore) {
        if (failure.isEmpty()) {
            desk.sent();
            if (failing) {
                LOG.info("alert rule {} sends again; {} happening(s) were not told in all", rule, dropped);
            }
            failing = false;
            losing = false;
            return;
        }
        AlertFailure why = failure.get();
        int lost = desk.failed(why.isTemporary());
        dropped += lost;
        if (hurries != hurriesBefore) {
            desk.hurry();
        }
        if (lost > 0 && !losing) {
            LOG.error("alert rule {} could not send an alert, and gave it up: {}", rule, why.getMessage());
        } else if (lost == 0 && !failing) {
            LOG.warn("alert rule {} cannot send an alert, and tries again: {}", rule, why.getMessage());
        }
        failing = true;
        losing |= lost > 0;
    }
}

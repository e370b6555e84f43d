// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;

/**
 * What one opening has used up of its {@link Limits} and of those of its message, and the first reason why something was not
 * seen. One thread.
 */
final class Ledger {
    private static final int LONGEST_DETAIL = 400;

    /** All that a message holds may take so many times what one container may: a bomb leaves room for what comes with it. */
    private static final int IN_MESSAGE = 2;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");

    private final Limits limits;
    private final Unpacking message;
    private final Deadline deadline;
    private final Memory memory;
    private int entries;
    private long produced;
    private long consumed;
    private boolean exhausted;
    private long chargedAt = System.nanoTime();
    private String path = "";
    private Optional<Unscannable> first = Optional.empty();

    /** @param message what was spent on it, by all openings */
    Ledger(Limits limits, Unpacking message, Deadline deadline, Memory memory) {
        this.limits = limits;
        this.message = message;
        this.memory = memory;
        this.deadline = deadline.orAfter(limits.time());
    }

    Limits limits() {
        return limits;
    }

    /** Names the container that is looked into from now on, for the details of problems. */
    void lookInto(String container) {
        path = container;
    }

    /** Records why something cannot be seen; only the first is kept. */
    void problem(UnscannableReason reason, String detail) {
        if (first.isEmpty()) {
            String full = path.isEmpty() ? detail : path + ": " + detail;
            String shown = full.length() > LONGEST_DETAIL ? full.substring(full.length() - LONGEST_DETAIL) : full;
            first = Optional.of(new Unscannable(reason, CONTROL.matcher(shown).replaceAll("?")));
        }
    }

    /** @return the first problem */
    Optional<Unscannable> first() {
        return first;
    }

    /** @return whether one more entry may be looked at */
    boolean countEntry() {
        entries++;
        if (entries > limits.entries()) {
            return exhaust("more than " + limits.entries() + " entries");
        }
        return inMessage(message.addEntry(), limits.entries(), "entries");
    }

    /** @return whether so many octets more may have come out */
    boolean countProduced(long octets) {
        produced += octets;
        if (produced > limits.octets()) {
            return exhaust("more than " + limits.octets() + " octets come out");
        }
        return inMessage(message.addProduced(octets), limits.octets(), "octets that come out");
    }

    /** @return whether so many octets more may have been read, which bounds what overlaps and what yields nothing */
    boolean countConsumed(long octets) {
        consumed += octets;
        if (consumed > limits.octets()) {
            return exhaust("more than " + limits.octets() + " octets to be read");
        }
        return inMessage(message.addConsumed(octets), limits.octets(), "octets to be read");
    }

    /** What is no container costs the message nothing, and is seen whatever the containers beside it took. */
    private boolean inMessage(long spent, long limit, String what) {
        long now = System.nanoTime();
        long nanos = message.addNanos(now - chargedAt);
        chargedAt = now;
        if (spent > IN_MESSAGE * limit) {
            return exhaustMessage("more than " + IN_MESSAGE * limit + " " + what);
        }
        return nanos > IN_MESSAGE * limits.time().toNanos() ? exhaustMessage("too much time") : inTime();
    }

    private boolean exhaustMessage(String detail) {
        message.exhaust();
        return exhaust(detail + ", all containers of the message together");
    }

    /**
     * Waits for heap that a decoder needs. Whoever has a loan must give it back before the next.
     *
     * @throws BoundReached if there is not so much; that is recorded
     */
    Memory.Loan borrow(long octets) throws BoundReached {
        Optional<Memory.Loan> loan = memory.borrow(octets, deadline);
        if (loan.isEmpty()) {
            problem(
                    UnscannableReason.LIMITS,
                    octets > memory.most()
                            ? "needs a dictionary of " + octets + " octets"
                            : "no memory was free in time");
            throw new BoundReached();
        }
        return loan.get();
    }

    /** @return whether there is time left */
    boolean inTime() {
        if (exhausted || deadline.hasPassed()) {
            return exhaust("out of time");
        }
        return true;
    }

    /** @return whether all has to end, since a bound over the whole was reached */
    boolean exhausted() {
        return exhausted;
    }

    private boolean exhaust(String detail) {
        exhausted = true;
        problem(UnscannableReason.LIMITS, detail);
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;

/** What one opening has used up of its {@link Limits}, and the first reason why something was not seen. One thread. */
final class Ledger {
    private static final int LONGEST_DETAIL = 400;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");

    private final Limits limits;
    private final Deadline deadline;
    private final Memory memory;
    private int entries;
    private long produced;
    private long consumed;
    private boolean exhausted;
    private String path = "";
    private Optional<Unscannable> first = Optional.empty();

    Ledger(Limits limits, Deadline deadline, Memory memory) {
        this.limits = limits;
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
        return inTime();
    }

    /** @return whether so many octets more may have come out */
    boolean countProduced(long octets) {
        produced += octets;
        if (produced > limits.octets()) {
            return exhaust("more than " + limits.octets() + " octets come out");
        }
        return inTime();
    }

    /** @return whether so many octets more may have been read, which bounds what overlaps and what yields nothing */
    boolean countConsumed(long octets) {
        consumed += octets;
        if (consumed > limits.octets()) {
            return exhaust("more than " + limits.octets() + " octets to be read");
        }
        return inTime();
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

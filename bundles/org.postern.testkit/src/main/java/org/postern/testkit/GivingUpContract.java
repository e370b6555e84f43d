// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static org.postern.api.scan.Verdict.FAILED;
import static org.postern.api.scan.Verdict.UNSCANNABLE;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A scan ends soon when nobody waits for it any more, is never clean then, and spoils no other. */
abstract class GivingUpContract extends ContentContract {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration TOO_SHORT = Duration.ofSeconds(1);

    @Test
    final void endsSoonWhenItIsGivenUpAtTheBeginning() throws Exception {
        SlowText slow = new SlowText();
        try {
            Call call = Call.beginGivenUp(given(), "content that comes slowly", slow, patience());

            wasNotClean(call.within(SOON, "being given up"));
        } finally {
            slow.end();
        }
        worksAsBefore("a scan was given up at its beginning");
    }

    @Test
    final void endsSoonWhenItIsGivenUpInTheMiddle() throws Exception {
        SlowText slow = new SlowText();
        try {
            Call call = Call.begin(given(), "content that comes slowly", slow, patience());
            if (slow.awaitMiddle(SOON)) {
                call.giveUp();
            }

            wasNotClean(call.within(SOON, "being given up"));
        } finally {
            slow.end();
        }
        worksAsBefore("a scan was given up in its middle");
    }

    @Test
    final void endsSoonWhenTheDeadlineHasPassed() throws Exception {
        SlowText slow = new SlowText();
        try {
            wasNotClean(Call.begin(given(), "content whose deadline has passed", slow, Duration.ZERO.minus(SOON))
                    .await());
        } finally {
            slow.end();
        }
        worksAsBefore("a scan began after its deadline");
    }

    @Test
    final void endsSoonWhenTheDeadlinePasses() throws Exception {
        SlowText slow = new SlowText();
        try {
            wasNotClean(Call.begin(given(), "content that comes too slowly for its deadline", slow, TOO_SHORT)
                    .await());
        } finally {
            slow.end();
        }
        worksAsBefore("a scan was given up at its deadline");
    }

    @Test
    final void survivesAnInterrupt() throws Exception {
        SlowText slow = new SlowText();
        try {
            Call call = Call.begin(given(), "content that comes slowly", slow, Duration.ofSeconds(3));
            if (slow.awaitMiddle(SOON)) {
                call.interrupt();
            }

            wasNotClean(call.await());
        } finally {
            slow.end();
        }
        worksAsBefore("the thread of a scan was interrupted");
    }

    private static void wasNotClean(Answer answer) {
        answer.isOneOf(
                Set.of(UNSCANNABLE, FAILED),
                "not all of it can have been read by then, and what was not looked at wholly is never clean");
    }
}

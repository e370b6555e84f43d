// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.postern.api.policy.Action;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.MessagePipeline;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.spool.Octets;

/** Delivers what it gets, after a while if told so; gives up when cancelled. */
final class TestPipeline implements MessagePipeline {
    final BlockingQueue<MailItem> items = new LinkedBlockingQueue<>();
    private volatile CountDownLatch scan = new CountDownLatch(0);
    private volatile Function<MailItem, Octets> rewriting = MailItem::message;

    void stop() {
        scan = new CountDownLatch(1);
    }

    void goOn() {
        scan.countDown();
    }

    void rewrite(Function<MailItem, Octets> how) {
        rewriting = how;
    }

    @Override
    public Processing process(MailItem item) {
        CountDownLatch waiting = scan;
        item.cancellation().onCancel(waiting::countDown);
        items.add(item);
        try {
            waiting.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Processing(
                new Outcome.Deliver(rewriting.apply(item)),
                Action.PASSED,
                List.of(),
                List.of(),
                Optional.empty(),
                Duration.ZERO);
    }
}

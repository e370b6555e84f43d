// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import java.util.concurrent.Callable;
import org.postern.api.scan.Cancellation;

/** Ends the waiting of a thread when the work it does is given up. */
final class GivingUp {
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean interrupted;

    private GivingUp() {}

    /**
     * Works on this thread, which is interrupted when the work is given up, and only as long as it works.
     *
     * @throws InterruptedException if the work was given up, or the thread interrupted otherwise
     */
    static <T> T interrupts(Cancellation cancellation, Callable<T> work) throws Exception {
        GivingUp givingUp = new GivingUp();
        Runnable forget = cancellation.onCancel(givingUp::interrupt);
        try {
            return work.call();
        } finally {
            forget.run();
            givingUp.end();
        }
    }

    private synchronized void interrupt() {
        if (!over) {
            interrupted = true;
            thread.interrupt();
        }
    }

    private synchronized void end() {
        over = true;
        if (interrupted) {
            Thread.interrupted();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.util.Objects.requireNonNull;

import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.Unpacking;
import org.postern.api.spool.Octets;
import org.postern.swap.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call into a vendor's code, on a thread of its own, so that whoever waits for it gets away in time whatever that
 * code does; on the waiting thread where that code keeps deadlines by itself. The lease and the place at the engine are
 * given back when the code has really returned, not before.
 */
final class VendorCall<T> implements ScanRequest {
    private static final Logger LOG = LoggerFactory.getLogger(VendorCall.class);
    private static final int MOST_DETAIL = 300;

    /** What is called. */
    interface Work<T> {
        T call(Scanner scanner, ScanRequest request) throws Exception;
    }

    /**
     * What is looked at, and until when.
     *
     * @param unpacking of its message; what the engine is given is its own of it
     */
    record Content(Octets octets, String sha256, Deadline deadline, Unpacking unpacking) {
        Content(Octets octets, String sha256, Deadline deadline) {
            this(octets, sha256, deadline, new Unpacking());
        }
    }

    private final Lease<Engine> lease;
    private final Work<T> work;
    private final Content content;
    private final Runnable afterwards;
    private final Cancellation givenUp = new Cancellation();
    private final CompletableFuture<Ending<T>> ending = new CompletableFuture<>();
    private Thread runner;
    private boolean abandoned;

    /**
     * @param lease of the engine, closed by the call
     * @param afterwards is run once, when the vendor's code has returned
     */
    VendorCall(Lease<Engine> lease, Work<T> work, Content content, Runnable afterwards) {
        this.lease = lease;
        this.work = work;
        this.content = content;
        this.afterwards = afterwards;
    }

    /**
     * Calls and waits, at most to the deadline.
     *
     * @throws InterruptedException if nobody waits for the answer any more; the call was cancelled
     */
    Ending<T> await(Executor threads) throws InterruptedException {
        try {
            threads.execute(this::run);
        } catch (RejectedExecutionException full) {
            end();
            return Ending.not(Ending.How.BUSY, "too many scans hang");
        }
        lease.onCancel(() -> ending.complete(Ending.not(Ending.How.DRAINED, "the engine left")));
        boolean ended = false;
        try {
            Ending<T> how = ending.get(content.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
            ended = how.how() != Ending.How.DRAINED;
            return how;
        } catch (TimeoutException late) {
            return Ending.not(Ending.How.LATE, "no answer in time");
        } catch (ExecutionException impossible) {
            throw new AssertionError("is never completed so", impossible);
        } finally {
            if (!ended) {
                abandon(threads);
            }
        }
    }

    /**
     * Calls on this thread an engine that {@linkplain Engine#keepsDeadlines keeps deadlines}.
     *
     * @throws InterruptedException if nobody waits for the answer any more
     */
    Ending<T> here(Executor threads) throws InterruptedException {
        AtomicBoolean left = new AtomicBoolean();
        Ending<T> how;
        try {
            lease.onCancel(() -> {
                left.set(true);
                cancel(threads);
            });
            how = call();
        } finally {
            end();
        }
        // The vendor's code may have been stopped by it, and taken it for a failure of the engine.
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return left.get() ? Ending.not(Ending.How.DRAINED, "the engine left") : how;
    }

    private Ending<T> call() throws InterruptedException {
        try {
            return Ending.answered(requireNonNull(work.call(lease.service().scanner(), this), "answered nothing"));
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Throwable theirs) {
            return failed(theirs);
        }
    }

    /** Be it an Error: after an update the old revision's classes are missing (T35). */
    private Ending<T> failed(Throwable theirs) {
        LOG.debug("engine {} failed", lease.service().name(), theirs);
        Ending.How how = theirs instanceof SocketException ? Ending.How.LOST : Ending.How.FAILED;
        return Ending.not(how, describe(theirs));
    }

    private void run() {
        synchronized (this) {
            if (abandoned) {
                end();
                return;
            }
            runner = Thread.currentThread();
        }
        Ending<T> how = Ending.not(Ending.How.FAILED, "ended in a way that cannot be told");
        try {
            how = call();
        } catch (InterruptedException late) {
            how = failed(late);
        } finally {
            synchronized (this) {
                runner = null;
            }
            end();
            ending.complete(how);
        }
    }

    private void end() {
        lease.close();
        afterwards.run();
    }

    /** Interrupts under the lock: never a thread that has gone on to something else. */
    private void abandon(Executor threads) {
        synchronized (this) {
            abandoned = true;
            if (runner != null) {
                runner.interrupt();
            }
        }
        cancel(threads);
    }

    /** Not on this thread: what a vendor's code does then may take its time. */
    private void cancel(Executor threads) {
        try {
            threads.execute(givenUp::cancel);
        } catch (RejectedExecutionException full) {
            givenUp.cancel();
        }
    }

    private static String describe(Throwable theirs) {
        String all = theirs.getClass().getSimpleName();
        try {
            all += theirs.getMessage() == null ? "" : ": " + theirs.getMessage();
        } catch (Throwable alsoTheirs) { // its class is the vendor's, and may be gone
            all += ", which tells nothing";
        }
        return all.length() <= MOST_DETAIL ? all : all.substring(0, MOST_DETAIL);
    }

    @Override
    public Octets content() {
        return content.octets();
    }

    @Override
    public String sha256() {
        return content.sha256();
    }

    @Override
    public Deadline deadline() {
        return content.deadline();
    }

    @Override
    public Unpacking unpacking() {
        return content.unpacking();
    }

    @Override
    public void onCancel(Runnable action) {
        givenUp.onCancel(() -> {
            try {
                action.run();
            } catch (Throwable theirs) {
                LOG.warn("engine {} failed to cancel a scan", lease.service().name(), theirs);
            }
        });
    }
}

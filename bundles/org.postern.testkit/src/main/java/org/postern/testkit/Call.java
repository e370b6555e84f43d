// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.spool.Octets;

/**
 * A scan that runs as the platform runs it: on a thread of its own, which is interrupted when the scan is given up, and
 * told by {@code onCancel} besides; at the deadline that happens by itself.
 */
final class Call {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final String what;
    private final Watched content;
    private final Request request;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final Thread thread;

    private Call(Scanner scanner, String what, Octets content, Octets quick, Deadline deadline, boolean givenUp) {
        this.what = what;
        this.content = new Watched(content);
        this.request = new Request(this.content, quick, deadline, new Cancellation());
        if (givenUp) {
            request.cancellation().cancel();
        }
        thread = new Thread(() -> run(scanner, givenUp), "testkit-scan");
        thread.setDaemon(true);
    }

    static Call begin(Scanner scanner, String what, Octets content, Duration patience) {
        return begin(new Call(scanner, what, content, content, Deadline.after(patience), false));
    }

    /** A scan of what cannot be read. */
    static Call beginUnreadable(Scanner scanner, String what, Octets content, Duration patience) {
        return begin(new Call(scanner, what, content, Octets.of(new byte[0]), Deadline.after(patience), false));
    }

    static Call begin(Scanner scanner, String what, SlowText content, Duration patience) {
        return begin(new Call(scanner, what, content, content.quick(), Deadline.after(patience), false));
    }

    /** A scan that is given up at the moment at which it begins. */
    static Call beginGivenUp(Scanner scanner, String what, SlowText content, Duration patience) {
        return begin(new Call(scanner, what, content, content.quick(), Deadline.after(patience), true));
    }

    private static Call begin(Call call) {
        call.thread.start();
        return call;
    }

    private void run(Scanner scanner, boolean givenUp) {
        if (givenUp) {
            Thread.currentThread().interrupt();
        }
        try {
            ScanResult result = scanner.scan(request);
            answer.complete(new Answer(what, Optional.of(requireNonNull(result, "answered null")), Optional.empty()));
        } catch (Throwable theirs) {
            // Be it an Error: the gateway takes everything as failed.
            answer.complete(new Answer(what, Optional.empty(), Optional.of(theirs)));
        }
    }

    /** Interrupts the thread and tells nobody. */
    void interrupt() {
        thread.interrupt();
    }

    void giveUp() {
        thread.interrupt();
        request.cancellation().cancel();
    }

    /** @return the answer, which must come before the deadline, or one second after it at the latest */
    Answer await() throws InterruptedException {
        try {
            return answer.get(Math.max(0, request.deadline().remaining().toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException deadline) {
            giveUp();
            return within(GRACE, "the deadline");
        } catch (ExecutionException impossible) {
            throw new AssertionError("is never completed so", impossible);
        }
    }

    /** @param event in the words of a failure's message: what happened at the beginning of that time */
    Answer within(Duration time, String event) throws InterruptedException {
        try {
            return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            String stack = Arrays.stream(thread.getStackTrace())
                    .map(frame -> "\n    at " + frame)
                    .collect(Collectors.joining());
            return Assertions.fail("The contract wants the scan of " + what + " to end within " + time.toMillis()
                    + " ms of " + event
                    + ", by an interrupt of its thread or the action given to onCancel, since it holds"
                    + " a thread of the gateway, and an update of the bundle waits for it. It is still here:" + stack);
        } catch (ExecutionException impossible) {
            throw new AssertionError("is never completed so", impossible);
        }
    }

    /** What was opened has to be closed by the time of the answer. */
    void leftNothingOpen() {
        if (content.openStreams() != 0) {
            Assertions.fail("The contract wants every stream over the content to be closed when the scan of " + what
                    + " has ended, since each holds a file of the spool. Still open: "
                    + content.openStreams());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postern.api.policy.Action;
import org.postern.api.policy.MailItem;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.spool.SpoolFullException;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;
import org.postern.gateway.internal.leg.IoThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message on its way in: written to the spool as it comes, then processed.
 *
 * <p>Everything happens on the session's thread but writes that may block and the processing; only one of those is under
 * way at a time. What comes meanwhile waits here, and {@code backlog} is told how much that is.
 */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    private final House house;
    private final IoThread thread;
    private final SpoolWriter writer;
    private final Consumer<Long> backlog;
    private List<ByteBuffer> waiting = new ArrayList<>();
    private long waitingOctets;
    private long size;
    private boolean working;
    private volatile boolean discarded;
    private Optional<Refusal> problem = Optional.empty();
    private Optional<Submission> submission = Optional.empty();
    private Optional<SpooledMessage> message = Optional.empty();
    private Optional<Processing> processing = Optional.empty();

    /** What is to be done once all octets are in the spool. */
    record Submission(Function<SpooledMessage, MailItem> item, Consumer<Processing> done) {}

    Incoming(House house, IoThread thread, Consumer<Long> backlog) {
        this.house = house;
        this.thread = thread;
        this.backlog = backlog;
        this.writer = house.spool().begin();
    }

    long size() {
        return size;
    }

    String sha256() {
        return message.map(SpooledMessage::sha256).orElse("");
    }

    Optional<Processing> processing() {
        return processing;
    }

    void append(ByteBuffer octets) {
        size += octets.remaining();
        if (problem.isPresent()) {
            return; // the message is refused at its end
        }
        if (!working && waiting.isEmpty() && writer.staysInMemory(octets.remaining())) {
            write(List.of(octets)).ifPresent(this::failed);
            return;
        }
        waiting.add(octets);
        waitingOctets += octets.remaining();
        backlog.accept(waitingOctets);
        work();
    }

    void submit(Submission what) {
        submission = Optional.of(what);
        work();
    }

    /** Gives the message up, or frees its octets after its end. */
    void discard() {
        discarded = true;
        waiting = new ArrayList<>();
        if (!working) {
            free();
        }
    }

    private void work() {
        if (working) {
            return;
        }
        if (!waiting.isEmpty() && problem.isEmpty()) {
            List<ByteBuffer> batch = waiting;
            waiting = new ArrayList<>();
            start(house.workers().disk(), () -> {
                Optional<IOException> failure = write(batch);
                House.post(thread, () -> written(failure), this::free);
            });
        } else if (submission.isPresent() && processing.isEmpty()) {
            Submission what = submission.get();
            if (problem.isPresent()) {
                Processing refused = refusal(problem.get(), "the message could not be spooled");
                working = true;
                thread.execute(() -> processed(what, refused));
            } else {
                start(house.workers().pipeline(), () -> process(what));
            }
        }
    }

    private void start(Executor executor, Runnable task) {
        working = true;
        try {
            executor.execute(task);
        } catch (RejectedExecutionException stopping) {
            working = false; // the gateway stops and closes the session: its client still owns the message
        } catch (OutOfMemoryError noThread) { // a limit on threads shows itself so
            working = false;
            failed(new IOException(noThread));
            work();
        }
    }

    /** Whatever goes wrong is told: who waits for the end of a write waits for nothing else. */
    private Optional<IOException> write(List<ByteBuffer> batch) {
        try {
            for (ByteBuffer octets : batch) {
                writer.write(octets);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        } catch (RuntimeException | Error e) {
            return Optional.of(new IOException(e));
        }
    }

    private void written(Optional<IOException> failure) {
        working = false;
        if (discarded) {
            free();
            return;
        }
        failure.ifPresent(this::failed);
        waitingOctets = waiting.stream().mapToLong(ByteBuffer::remaining).sum();
        backlog.accept(waitingOctets);
        work();
    }

    private void failed(IOException e) {
        LOG.error("A message cannot be spooled, its sender is told to come again: {}", e.getMessage());
        problem = Optional.of(e instanceof SpoolFullException ? Refusal.NO_SPACE : Refusal.INTERNAL);
        waiting = new ArrayList<>();
        waitingOctets = 0;
        backlog.accept(0L);
    }

    private void process(Submission what) {
        if (discarded) {
            House.post(thread, this::free, this::free);
            return;
        }
        Processing result;
        try {
            SpooledMessage spooled = writer.complete();
            message = Optional.of(spooled);
            result = house.pipeline().process(what.item().apply(spooled));
        } catch (SpoolFullException e) {
            result = refusal(Refusal.NO_SPACE, e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("A message cannot be processed, its sender is told to come again", e);
            result = refusal(Refusal.INTERNAL, e.toString());
        }
        Processing made = result;
        House.post(thread, () -> processed(what, made), this::free);
    }

    private void processed(Submission what, Processing made) {
        working = false;
        processing = Optional.of(made);
        if (discarded) {
            free();
        } else {
            what.done().accept(made);
        }
    }

    private void free() {
        SpooledMessage spooled = message.orElse(null);
        if (spooled == null) {
            writer.close();
        } else if (spooled.inMemory()) {
            spooled.close();
        } else {
            try {
                house.workers().disk().execute(spooled::close);
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                spooled.close();
            }
        }
    }

    private static Processing refusal(Refusal refusal, String detail) {
        return new Processing(
                new Outcome.Refuse(refusal, String.valueOf(detail)),
                Action.REFUSED,
                List.of(),
                List.of(),
                Optional.empty(),
                Duration.ZERO);
    }
}

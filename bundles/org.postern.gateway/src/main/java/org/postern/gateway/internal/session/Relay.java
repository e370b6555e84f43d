// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.postern.api.inspect.OctetTransform;
import org.postern.api.spool.Octets;
import org.postern.gateway.internal.leg.Leg;

/**
 * A message on its way out: read in pieces, transformed, written, no faster than the peer takes it. What is in memory goes
 * at once; what is on disk is read by a worker, one piece at a time.
 */
final class Relay {
    private static final int PIECE = 64 * 1024;

    private final Octets octets;
    private final OctetTransform transform;
    private final Leg leg;
    private final Executor disk;
    private final Consumer<Optional<Throwable>> done;
    private Optional<InputStream> open = Optional.empty();
    private boolean reading;
    private boolean waiting;
    private boolean over;

    /** @param done called once on the leg's thread, never within {@link #start()}, unless cancelled */
    Relay(Octets octets, OctetTransform transform, Leg leg, Executor disk, Consumer<Optional<Throwable>> done) {
        this.octets = octets;
        this.transform = transform;
        this.leg = leg;
        this.disk = disk;
        this.done = done;
    }

    void start() {
        if (!octets.inMemory()) {
            readNext();
            return;
        }
        try (InputStream in = octets.open()) {
            leg.write(transform.apply(ByteBuffer.wrap(in.readAllBytes())));
            leg.write(transform.end());
            leg.thread().execute(() -> finish(Optional.empty()));
        } catch (IOException | RuntimeException e) {
            leg.thread().execute(() -> failed(e));
        }
    }

    boolean goesTo(Leg other) {
        return leg == other;
    }

    /** A leg takes octets again, this one or the other one. */
    void drained() {
        if (waiting && !over && !leg.isCongested()) {
            waiting = false;
            readNext();
        }
    }

    void cancel() {
        over = true;
        if (!reading) {
            close();
        }
    }

    private void readNext() {
        reading = true;
        try {
            disk.execute(this::read);
        } catch (RejectedExecutionException stopping) {
            reading = false; // the gateway stops: the legs are aborted, and no end marker was sent
        } catch (OutOfMemoryError noThread) { // a limit on threads shows itself so
            leg.thread().execute(() -> failed(noThread));
        }
    }

    private void read() {
        try {
            byte[] piece = new byte[PIECE];
            if (open.isEmpty()) {
                open = Optional.of(octets.open());
            }
            int count = open.get().readNBytes(piece, 0, PIECE);
            House.post(leg.thread(), () -> write(piece, count), this::close);
        } catch (IOException | RuntimeException | Error e) {
            House.post(leg.thread(), () -> failed(e), this::close);
        }
    }

    private void failed(Throwable e) {
        reading = false;
        close();
        finish(Optional.of(e));
    }

    private void write(byte[] piece, int count) {
        reading = false;
        if (over) {
            close();
            return;
        }
        try {
            leg.write(transform.apply(ByteBuffer.wrap(piece, 0, count)));
            if (count < PIECE) {
                leg.write(transform.end());
            }
        } catch (RuntimeException | Error e) {
            failed(e);
            return;
        }
        if (count < PIECE) {
            close();
            finish(Optional.empty());
        } else if (leg.isCongested()) {
            waiting = true;
        } else {
            readNext();
        }
    }

    private void finish(Optional<Throwable> failure) {
        if (!over) {
            over = true;
            done.accept(failure);
        }
    }

    private void close() {
        open.ifPresent(in -> {
            try {
                in.close();
            } catch (IOException ignored) {
                // a stream that was only read from: nothing is lost
            }
        });
        open = Optional.empty();
    }
}

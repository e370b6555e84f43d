// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postern.api.spool.Octets;

/**
 * Harmless content that comes slowly, as from a busy disk: whoever reads it is in the middle for half a minute. A read
 * notices no interrupt, as reads of files do not. Once the test is over it fails, so that nobody reads on.
 */
final class SlowText implements Octets {
    private static final LongText TEXT = new LongText(20_000_000);
    private static final int BLOCK = 64 * 1024;
    private static final long NANOS_PER_BLOCK = 100_000_000;
    private static final int MIDDLE = 4 * BLOCK;

    private final CountDownLatch middle = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** @return the same octets without the delay */
    Octets quick() {
        return TEXT;
    }

    /** @return whether somebody has read so much in that time */
    boolean awaitMiddle(Duration time) throws InterruptedException {
        return middle.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void end() {
        over.countDown();
    }

    @Override
    public long size() {
        return TEXT.size();
    }

    @Override
    public InputStream open(long from, long length) {
        InputStream quick = TEXT.open(from, length);
        long began = System.nanoTime();
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                await(began + position / BLOCK * NANOS_PER_BLOCK);
                int got = quick.read(into, offset, Math.min(count, BLOCK));
                position += Math.max(0, got);
                if (position >= MIDDLE) {
                    middle.countDown();
                }
                return got;
            }
        };
    }

    private void await(long due) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (over.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        throw new IOException("the test is over");
                    }
                    return;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

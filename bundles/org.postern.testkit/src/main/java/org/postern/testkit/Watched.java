// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.api.spool.Octets;

/** Content that knows how many streams over it are open. */
final class Watched implements Octets {
    private final Octets content;
    private final AtomicInteger open = new AtomicInteger();

    Watched(Octets content) {
        this.content = content;
    }

    int openStreams() {
        return open.get();
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public boolean inMemory() {
        return content.inMemory();
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
        InputStream stream = content.open(from, length);
        open.incrementAndGet();
        return new FilterInputStream(stream) {
            private final AtomicBoolean closed = new AtomicBoolean();

            @Override
            public void close() throws IOException {
                if (closed.compareAndSet(false, true)) {
                    open.decrementAndGet();
                }
                super.close();
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.api.scan.Deadline;

/** Looks a host up on a thread of its own, one at a time: a resolver that hangs cannot be interrupted (T20). */
final class Lookup {
    private final Address.Tcp address;
    private FutureTask<List<InetAddress>> running;

    Lookup(Address.Tcp address) {
        this.address = address;
    }

    List<InetAddress> addresses(Deadline limit) throws PeerException, InterruptedException {
        var literal = address.literal();
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        try {
            return begin().get(Math.max(0, limit.remaining().toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new PeerException("no address of its name in time", late);
        } catch (ExecutionException failed) {
            throw new PeerException(
                    failed.getCause() instanceof UnknownHostException
                            ? "no address of its name is known"
                            : "its name cannot be looked up",
                    failed);
        }
    }

    private synchronized FutureTask<List<InetAddress>> begin() {
        if (running == null || running.isDone()) {
            FutureTask<List<InetAddress>> task =
                    new FutureTask<>(() -> List.of(InetAddress.getAllByName(address.host())));
            Thread thread = new Thread(task, "postern-scan-lookup");
            thread.setDaemon(true);
            thread.start();
            running = task; // not before: where the system gives no thread, the next one tries again
        }
        return running;
    }
}

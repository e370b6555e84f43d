// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.postern.api.event.EventSink;
import org.postern.api.policy.MessagePipeline;
import org.postern.api.spool.Spool;
import org.postern.api.tls.TlsEngines;
import org.postern.gateway.internal.leg.IoThread;
import org.postern.gateway.internal.leg.Transport;
import org.postern.swap.Swap;

/**
 * What all sessions share.
 *
 * @param transport opens connections
 * @param workers may block
 * @param spool keeps messages
 * @param pipeline processes them
 * @param tls makes the engines of encrypted connections
 * @param events is told
 * @param places for messages that are received or processed at once
 * @param hostName the gateway's name
 * @param connectTimeout for connections to servers
 * @param own whether a connection to there would come in here again (T58)
 */
record House(
        Transport transport,
        Workers workers,
        Spool spool,
        MessagePipeline pipeline,
        Swap<TlsEngines> tls,
        EventSink events,
        Semaphore places,
        String hostName,
        Duration connectTimeout,
        Predicate<InetSocketAddress> own) {

    /** Runs a task on a session's thread; if that has ended, the other one here. */
    static void post(IoThread thread, Runnable task, Runnable tooLate) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException transportClosed) {
            tooLate.run();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.api.spool.Octets;

/** T24, T40: a system that gives no more threads, or a worker that breaks, costs a message a try, and never a session its end. */
class NoThreadTest {
    private static final int LARGE = 3 * 1024 * 1024;

    /** Written down by few tasks, so that not all threads for that are there already. */
    private static final int ON_DISK = 70_000;

    private TestServer server;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer();
        gateway = TestGateway.to(server, MailInspector::new);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
    }

    @Test
    void refusesAMessageThatNobodyCanProcess() throws Exception {
        gateway.noThread = "postern-pipeline";

        assertRefused(10);
    }

    @Test
    void refusesAMessageThatNobodyCanWriteDown() throws Exception {
        gateway.noThread = "postern-disk";

        assertRefused(LARGE);
    }

    @Test
    void refusesAMessageWhoseWriterBreaks() throws Exception {
        gateway.spool.fallToPieces();

        assertRefused(LARGE);
    }

    private void assertRefused(int size) throws Exception {
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            gateway.inspector(MailInspector.class).await("serverConnected");
            client.send("DATA " + size + ";");
            client.receive("GO;");
            CompletableFuture<Void> sending = client.sending(new byte[size]);

            client.receive("REFUSED INTERNAL;");

            sending.get(5, TimeUnit.SECONDS);
            client.leave();
            upstream.leave();
        }
        gateway.assertNothingIsLeft();
    }

    @Test
    void freesAMessageWhoseFileNobodyElseCanClose() throws Exception {
        gateway.pipeline.rewrite(item -> {
            gateway.noThread = "postern-disk";
            throw new IllegalStateException("of the test");
        });

        assertRefused(ON_DISK);
    }

    @Test
    void cutsOffAMessageThatNobodyCanReadAgain() throws Exception {
        try (Peer client = gateway.client();
                Peer upstream = server.accepted()) {
            MailInspector inspector = gateway.inspector(MailInspector.class);
            inspector.await("serverConnected");
            gateway.pipeline.stop();
            gateway.pipeline.rewrite(item -> {
                gateway.noThread = "postern-disk";
                return new Unreadable();
            });
            client.send("DATA 10;");
            client.receive("GO;");
            client.send("0123456789");
            inspector.await("submitted");
            gateway.pipeline.goOn();

            client.receive("LOST;");

            assertThat(inspector.next()).as("what came of it").isNotEqualTo("relayed");
            client.leave();
            upstream.reset();
        }
        gateway.assertNothingIsLeft();
    }

    /** Larger than what is kept in memory, and read by an error only. */
    private static final class Unreadable implements Octets {
        @Override
        public long size() {
            return LARGE;
        }

        @Override
        public InputStream open(long from, long length) {
            throw new StackOverflowError("of the test");
        }
    }

    @Test
    void hasNoServerWhenNobodyCanLookItUp() throws Exception {
        gateway.noThread = "postern-lookup";
        gateway.apply(TestGateway.permitAll("smtp", "LocalHost:" + server.port()));

        try (Peer client = gateway.client()) {
            client.receive("LOST;");
            client.leave();
        }
        gateway.assertNothingIsLeft();
    }
}

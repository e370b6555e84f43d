// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.internal.leg.Loopback.LIMIT;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both legs of a session, with a client and a server that they have between them. */
class RelayTest {

    private static final int LOW = 64 * 1024;
    private static final int HIGH = 256 * 1024;
    private static final int LARGEST_READ = 64 * 1024;

    private Loopback server;
    private Relay relaying;
    private Listening relay;

    @BeforeEach
    void open() throws Exception {
        server = new Loopback(TransportSettings.defaults().withWaterMarks(LOW, HIGH));
        relaying = new Relay(server.transport, client -> Dial.to(server.address(), LIMIT));
        relay = server.transport.listen(Loopback.anyPort(), 100, SocketSetup.NONE, relaying);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void carriesAHundredMegabytesInBoundedMemory() throws Exception {
        byte[] block = new byte[1024 * 1024];
        new Random(1).nextBytes(block);
        int blocks = 100;
        CRC32 expected = new CRC32();
        for (int i = 0; i < blocks; i++) {
            expected.update(block);
        }
        CRC32 got = new CRC32();

        try (Socket client = Loopback.connect(relay.address())) {
            Recorder sink = server.accepted();
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(client, block, blocks));
            long remaining = (long) blocks * block.length;
            while (remaining > 0) {
                ByteBuffer next = sink.poll(LIMIT.toMillis());
                assertThat(next).isNotNull();
                remaining -= next.remaining();
                got.update(next);
            }
            sender.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            sink.awaitInputEnded();
        }

        assertThat(got.getValue()).isEqualTo(expected.getValue());
        assertThat(relaying.mostPending.get()).isLessThanOrEqualTo(HIGH + LARGEST_READ);
    }

    private static long ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("postern-io-"))
                .count();
    }

    private static void send(Socket socket, byte[] block, int blocks) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < blocks; i++) {
                out.write(block);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void holdsTheSenderBackWhenTheReceiverDoesNotRead() throws Exception {
        try (Socket client = Loopback.connect(relay.address())) {
            Recorder sink = server.accepted();
            sink.run(sink.leg::pauseRead);
            byte[] block = new byte[1024 * 1024];
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(client, block, 64));

            assertThat(sink.poll(300)).isNull();
            assertThat(sender).isNotDone();
            assertThat(relaying.mostPending.get()).isBetween((long) HIGH, (long) HIGH + LARGEST_READ);

            sink.run(sink.leg::resumeRead);
            sender.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Nagle's algorithm against delayed acknowledgements makes steps of 40 ms. */
    @Test
    void answersPiecesWithoutWaitingForAcknowledgements() throws Exception {
        int rounds = 200;
        long[] nanos = new long[rounds];
        try (Socket client = Loopback.connect(relay.address())) {
            client.setTcpNoDelay(true);
            Recorder echo = server.accepted();
            for (int i = 0; i < rounds; i++) {
                long before = System.nanoTime();
                client.getOutputStream().write("MAIL".getBytes(US_ASCII));
                client.getOutputStream().write(" FROM".getBytes(US_ASCII));
                assertThat(echo.text(9)).isEqualTo("MAIL FROM");
                echo.write("250");
                echo.write(" OK");
                assertThat(client.getInputStream().readNBytes(6))
                        .asString(US_ASCII)
                        .isEqualTo("250 OK");
                nanos[i] = System.nanoTime() - before;
            }
        }

        Arrays.sort(nanos);
        assertThat(TimeUnit.NANOSECONDS.toMicros(nanos[rounds / 2])).isLessThan(5000);
        assertThat(TimeUnit.NANOSECONDS.toMillis(nanos[rounds * 9 / 10])).isLessThan(20);
    }

    @Test
    void keepsAThousandIdleLegsAndServesEach() throws Exception {
        List<Socket> clients = new ArrayList<>();
        List<Recorder> legs = new ArrayList<>();
        try {
            long threads = ioThreads();
            for (int i = 0; i < 1000; i++) {
                clients.add(server.connect());
                legs.add(server.accepted());
            }
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i)
                        .getOutputStream()
                        .write(Integer.toString(1000 + i).getBytes(US_ASCII));
            }
            for (int i = 0; i < legs.size(); i++) {
                assertThat(legs.get(i).text(4)).isEqualTo(Integer.toString(1000 + i));
            }

            assertThat(ioThreads()).isEqualTo(threads);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.internal.leg.Closed;
import org.postern.gateway.internal.leg.TransportSettings;

/** A leg that is a TLS server, and Java's own socket as its client. */
class SecuredLegTest {
    private static final String TLS12 = "TLSv1.2";
    private static final String TLS13 = "TLSv1.3";
    private static final int MUCH = 20_000_000;

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ExecutorService others = Executors.newCachedThreadPool();
    private TlsPeer.House house;

    @BeforeEach
    void open() throws Exception {
        house = house(peer -> TlsPeer.atOnce(TestKeys::serverEngine, workers).accept(peer));
    }

    private TlsPeer.House house(java.util.function.Consumer<TlsPeer> begin) throws IOException {
        return new TlsPeer.House(
                TransportSettings.defaults().withIoThreads(2).withCloseTimeout(Duration.ofSeconds(5)), begin);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
        workers.shutdownNow();
        others.shutdownNow();
    }

    private SSLSocket connect(String version) throws IOException {
        return TestKeys.connect(house.address(), version);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static String receive(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void carriesOctetsBothWays(String version) throws Exception {
        try (SSLSocket client = connect(version)) {
            send(client, "EHLO example\r\n");
            TlsPeer server = house.accepted();

            assertThat(server.event()).isEqualTo("secured " + version);
            assertThat(server.text(14)).isEqualTo("EHLO example\r\n");
            server.write("250 hello\r\n");
            assertThat(receive(client, 11)).isEqualTo("250 hello\r\n");
        }
    }

    @Test
    void keepsWhatIsWrittenBeforeTheHandshakeUntilItIsOver() throws Exception {
        try (Socket plain = house.connectInTheClear()) {
            TlsPeer server = house.accepted();
            server.write("220 ");
            server.write("ready\r\n");
            plain.setSoTimeout(100);
            assertThatThrownBy(() -> plain.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            plain.setSoTimeout(10_000);

            SSLSocket client = TestKeys.over(plain);

            assertThat(receive(client, 11)).isEqualTo("220 ready\r\n");
        }
    }

    /** T05: what comes after the command in the clear is never taken for a part of the TLS stream. */
    @Test
    void takesNothingThatCameInTheClearIntoTheStream() throws Exception {
        try (TlsPeer.House clear = house(peer -> peer.whenReceived = () -> {
                    if (peer.tls == null) {
                        peer.leg.write(TlsPeer.octets("220 go\r\n"));
                        peer.begin(TestKeys.serverEngine(), workers, Duration.ofSeconds(5));
                    }
                });
                Socket plain = clear.connectInTheClear()) {
            send(plain, "STARTTLS\r\nMAIL FROM:<injected@example.org>\r\n");
            TlsPeer server = clear.accepted();
            assertThat(receive(plain, 8)).isEqualTo("220 go\r\n");

            SSLSocket client = TestKeys.over(plain);
            send(client, "NOOP\r\n");

            assertThat(server.text(6)).isEqualTo("NOOP\r\n");
            assertThat(server.clear.poll()).isEqualTo("STARTTLS\r\nMAIL FROM:<injected@example.org>\r\n");
            assertThat(server.clear).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void transfersMuchBothWaysAtOnceWithBackPressure(String version) throws Exception {
        byte[] octets = new byte[MUCH];
        new Random(1).nextBytes(octets);
        for (int i = 0; i < octets.length; i++) {
            octets[i] &= 0x7f;
        }
        String text = new String(octets, US_ASCII);
        try (SSLSocket client = connect(version)) {
            client.startHandshake();
            TlsPeer server = house.accepted();
            assertThat(server.event()).startsWith("secured");
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(client, octets), others);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeWithCare(server, octets), others);

            assertThat(receive(client, MUCH).equals(text)).isTrue();
            assertThat(server.text(MUCH).equals(text)).isTrue();
            sending.get(TlsPeer.SECONDS, TimeUnit.SECONDS);
            writing.get(TlsPeer.SECONDS, TimeUnit.SECONDS);
            assertThat(server.ask(server.tls::pendingOctets)).isZero();
        }
    }

    private static void sendAll(Socket socket, byte[] octets) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(octets);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a relay does: no more while the leg is congested. */
    private static void writeWithCare(TlsPeer server, byte[] octets) {
        try {
            for (int start = 0; start < octets.length; start += 65_536) {
                ByteBuffer piece = ByteBuffer.wrap(octets, start, Math.min(65_536, octets.length - start));
                boolean congested = server.ask(() -> {
                    server.tls.write(piece);
                    assertThat(server.tls.pendingOctets()).isLessThan(500_000);
                    return server.tls.isCongested();
                });
                if (congested) {
                    assertThat(server.event()).isEqualTo("drained");
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void pausesAtOnceAndHandsOutTheRestAfterwards() throws Exception {
        try (SSLSocket client = connect(TLS13)) {
            client.startHandshake();
            TlsPeer server = house.accepted();
            server.event();
            server.whenReceived = () -> server.tls.pauseRead();
            for (int i = 0; i < 3; i++) {
                send(client, "r" + i);
            }
            client.close();

            assertThat(server.text(2)).isEqualTo("r0");
            server.run(() -> {});
            assertThat(server.hasReceived()).isFalse();
            assertThat(server.events).isEmpty();
            server.run(server.tls::resumeRead);
            assertThat(server.text(2)).isEqualTo("r1");
            server.whenReceived = () -> {};
            server.run(server.tls::resumeRead);
            assertThat(server.text(2)).isEqualTo("r2");
            assertThat(server.event()).isEqualTo("inputEnded");
        }
    }

    @Test
    void shakesHandsWhileReadsArePaused() throws Exception {
        try (TlsPeer.House pausing = house(peer -> {
                    TlsPeer.atOnce(TestKeys::serverEngine, workers).accept(peer);
                    peer.tls.pauseRead();
                });
                SSLSocket client = TestKeys.connect(pausing.address())) {
            send(client, "early");
            TlsPeer server = pausing.accepted();

            assertThat(server.event()).startsWith("secured");
            server.run(() -> {});
            assertThat(server.hasReceived()).isFalse();
            server.run(server.tls::resumeRead);
            assertThat(server.text(5)).isEqualTo("early");
        }
    }

    @Test
    void keepsOthersServedWhileATaskTakesLong() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (TlsPeer.House lame = new TlsPeer.House(
                        TransportSettings.defaults().withIoThreads(1),
                        TlsPeer.atOnce(TestKeys::serverEngine, task -> workers.execute(() -> runAfter(slow, task))));
                Socket plain = lame.connectInTheClear()) {
            CompletableFuture<String> greeting = CompletableFuture.supplyAsync(() -> greeting(plain), others);
            TlsPeer server = lame.accepted();

            server.write("hello"); // runs on the thread, which is free
            assertThat(greeting).isNotDone();
            slow.countDown();

            assertThat(greeting.get(TlsPeer.SECONDS, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    private static void runAfter(CountDownLatch latch, Runnable task) {
        try {
            if (latch.await(TlsPeer.SECONDS, TimeUnit.SECONDS)) {
                task.run();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static String greeting(Socket plain) {
        try {
            return receive(TestKeys.over(plain), 5);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nested
    class WhenTheHandshakeFails {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "EHLO example\r\n",
                    "\0\0\0\0\0\0\0\0",
                    "\u0016\u0003\u0001\u0000\u0005hello",
                    "\u0080.\1\3\1"
                })
        void endsAtGarbage(String garbage) throws Exception {
            try (Socket plain = house.connectInTheClear()) {
                send(plain, garbage);
                plain.shutdownOutput();
                TlsPeer server = house.accepted();

                assertThat(server.event()).startsWith("failed ");
                assertThat(server.awaitClosed()).isInstanceOf(Closed.Broken.class);
                assertThat(server.events).isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {TLS12, TLS13})
        void failsWhenThePeerCallsItOff(String version) throws Exception {
            try (Socket plain = house.connectInTheClear()) {
                var engine = TestKeys.clientEngine(TestKeys.trusting(), version);
                TlsRecords client = new TlsRecords(engine, octets -> sendTo(plain, octets));
                client.begin();
                client.next();
                client.end();
                TlsPeer server = house.accepted();

                assertThat(server.event()).startsWith("failed ");
                assertThat(server.awaitClosed()).isInstanceOf(Closed.Broken.class);
                assertThat(server.events).isEmpty();
            }
        }

        private void sendTo(Socket to, ByteBuffer octets) {
            try {
                to.getOutputStream().write(octets.array(), octets.position(), octets.remaining());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void endsWhenThePeerStalls() throws Exception {
            try (TlsPeer.House hasty =
                            house(peer -> peer.begin(TestKeys.serverEngine(), workers, Duration.ofMillis(300)));
                    Socket plain = hasty.connectInTheClear()) {
                plain.getOutputStream().write(new byte[] {22, 3, 1, 1});
                TlsPeer server = hasty.accepted();

                assertThat(server.event()).isEqualTo("failed no TLS handshake within 0 s");
                assertThat(server.awaitClosed()).isInstanceOf(Closed.Broken.class);
                while (plain.getInputStream().read() >= 0) {
                    // an alert, then the end
                }
            }
        }

        @Test
        void endsWhenThePeerClosesOrResets() throws Exception {
            try (Socket closing = house.connectInTheClear()) {
                closing.getOutputStream().write(22);
                closing.shutdownOutput();
                TlsPeer server = house.accepted();
                assertThat(server.event()).isEqualTo("failed the connection was closed during the TLS handshake");
                assertThat(server.awaitClosed()).isInstanceOf(Closed.Broken.class);
            }
            Socket resetting = house.connectInTheClear();
            TlsPeer server = house.accepted();
            resetting.setSoLinger(true, 0);
            resetting.close();
            assertThat(server.event()).startsWith("failed ").contains("reset");
            assertThat(server.awaitClosed()).isInstanceOf(Closed.Broken.class);
        }

        @Test
        void tellsTheServerThatItIsNotTrusted() throws Exception {
            try (TlsPeer.House distrusting =
                            house(TlsPeer.atOnce(() -> TestKeys.clientEngine(TestKeys.distrusting()), workers));
                    Socket plain = distrusting.connectInTheClear()) {
                SSLSocket untrusted =
                        (SSLSocket) TestKeys.showing().getSocketFactory().createSocket(plain, "localhost", 465, true);
                untrusted.setUseClientMode(false);

                assertThatThrownBy(() -> {
                            untrusted.startHandshake();
                            untrusted.getInputStream().read();
                        })
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("certificate_unknown");

                TlsPeer client = distrusting.accepted();
                assertThat(client.event()).startsWith("failed ").contains("PKIX path building failed");
                assertThat(client.awaitClosed()).isInstanceOf(Closed.Broken.class);
                assertThat(client.hasReceived()).isFalse();
            }
        }

        @Test
        void tellsTheServerThatItsNameIsAnother() throws Exception {
            try (TlsPeer.House particular = house(TlsPeer.atOnce(
                            () -> {
                                var engine = TestKeys.trusting().createSSLEngine("mail.example.org", 465);
                                engine.setUseClientMode(true);
                                var parameters = engine.getSSLParameters();
                                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                                engine.setSSLParameters(parameters);
                                return engine;
                            },
                            workers));
                    Socket plain = particular.connectInTheClear()) {
                SSLSocket other =
                        (SSLSocket) TestKeys.showing().getSocketFactory().createSocket(plain, "localhost", 465, true);
                other.setUseClientMode(false);

                assertThatThrownBy(() -> {
                            other.startHandshake();
                            other.getInputStream().read();
                        })
                        .isInstanceOf(SSLException.class);
                assertThat(particular.accepted().event()).contains("mail.example.org");
            }
        }

        @Test
        void endsWhenNobodyRunsTheTasks() throws Exception {
            workers.shutdown();
            try (Socket plain = house.connectInTheClear()) {
                CompletableFuture<String> greeting = CompletableFuture.supplyAsync(() -> greeting(plain), others);

                assertThat(house.accepted().event()).isEqualTo("failed the gateway stops");
                assertThat(greeting)
                        .satisfies(none -> assertThat(none.handle((text, e) -> e == null ? text : "")
                                        .get(TlsPeer.SECONDS, TimeUnit.SECONDS))
                                .isEmpty());
            }
        }
    }

    @Nested
    class WhenItEnds {
        private SSLSocket client;
        private TlsPeer server;

        private void connected(String version) throws Exception {
            client = connect(version);
            client.startHandshake();
            server = house.accepted();
            assertThat(server.event()).startsWith("secured");
        }

        @AfterEach
        void leave() throws Exception {
            client.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {TLS12, TLS13})
        void saysSoToThePeerAfterAllThatWasWritten(String version) throws Exception {
            connected(version);
            server.run(() -> {
                server.tls.write(ByteBuffer.allocate(1_000_000));
                server.tls.close();
                server.tls.write(TlsPeer.octets("too late"));
            });

            assertThat(client.getInputStream().readAllBytes())
                    .hasSize(1_000_000); // throws unless there is a close_notify
            client.close();
            assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
        }

        @Test
        void letsAPeerThatHasEndedItsHalfHaveTheReplies() throws Exception {
            connected(TLS13);
            send(client, "QUIT\r\n");
            client.shutdownOutput();
            assertThat(server.text(6)).isEqualTo("QUIT\r\n");
            assertThat(server.event()).isEqualTo("inputEnded");
            assertThat(server.isClosed()).isFalse();

            server.write("221 bye\r\n");
            server.run(server.tls::close);

            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("221 bye\r\n");
            assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
        }

        @Test
        void readsOnAfterItsOwnHalfHasEnded() throws Exception {
            connected(TLS13);
            server.run(() -> {
                server.tls.write(TlsPeer.octets("last words"));
                server.tls.shutdownOutput();
            });

            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("last words");
            send(client, "still here");
            assertThat(server.text(10)).isEqualTo("still here");
            assertThatThrownBy(() -> server.write("more"))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            client.shutdownOutput();
            assertThat(server.event()).isEqualTo("inputEnded");
            assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
        }

        /** Anybody on the way can send a FIN: what came before it is not told to be all. */
        @ParameterizedTest
        @ValueSource(strings = {TLS12, TLS13})
        void tellsACutConnectionFromAnEndedOne(String version) throws Exception {
            try (Socket plain = house.connectInTheClear()) {
                client = TestKeys.over(plain, version);
                send(client, "DATA\r\nhalf a message");
                server = house.accepted();
                assertThat(server.event()).startsWith("secured");
                assertThat(server.text(20)).isEqualTo("DATA\r\nhalf a message");
                plain.shutdownOutput();

                assertThat(server.awaitClosed())
                        .isInstanceOfSatisfying(
                                Closed.Broken.class,
                                how -> assertThat(how.cause()).hasMessageContaining("without a close_notify"));
                assertThat(server.events).isEmpty();
            }
        }

        @Test
        void reportsAReset() throws Exception {
            try (Socket plain = house.connectInTheClear()) {
                client = TestKeys.over(plain);
                send(client, "x");
                server = house.accepted();
                assertThat(server.text(1)).isEqualTo("x");
                plain.setSoLinger(true, 0);
                plain.close();

                assertThat(server.awaitClosed())
                        .isInstanceOfSatisfying(
                                Closed.Broken.class,
                                how -> assertThat(how.cause()).hasMessageContaining("reset"));
            }
        }

        @Test
        void resetsThePeerOnAbort() throws Exception {
            connected(TLS13);
            server.run(server.tls::abort);

            assertThat(server.awaitClosed()).isEqualTo(new Closed.Aborted());
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
        }

        @Test
        void endsAloneWhenItsUserThrows() throws Exception {
            connected(TLS13);
            try (SSLSocket other = connect(TLS13)) {
                other.startHandshake();
                TlsPeer untouched = house.accepted();
                server.whenReceived = () -> {
                    throw new IllegalStateException("meant");
                };
                send(client, "x");

                assertThat(server.awaitClosed()).isInstanceOf(Closed.HandlerFailed.class);
                send(other, "y");
                assertThat(untouched.text(1)).isEqualTo("y");
            }
        }

        @Test
        void saysWhatItHasToSayWhenItIsClosedBeforeTheHandshakeIsOver() throws Exception {
            try (Socket plain = house.connectInTheClear()) {
                server = house.accepted();
                server.run(() -> {
                    server.tls.write(TlsPeer.octets("421 closing\r\n"));
                    server.tls.close();
                });
                client = TestKeys.over(plain);

                assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                        .isEqualTo("421 closing\r\n");
                client.close();
                assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
                assertThat(server.events).isEmpty();
            }
        }

        @Test
        void closesAtOnceBeforeTheHandshakeWhenThereIsNothingToSay() throws Exception {
            try (Socket plain = house.connectInTheClear()) {
                client = TestKeys.over(plain);
                server = house.accepted();
                server.run(server.tls::close);

                InputStream in = plain.getInputStream();
                assertThat(in.read()).isEqualTo(-1);
                plain.close();
                assertThat(server.awaitClosed()).isEqualTo(new Closed.Flushed());
                assertThat(server.events).isEmpty();
            }
        }
    }
}

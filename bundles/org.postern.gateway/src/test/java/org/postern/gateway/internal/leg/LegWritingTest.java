// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LegWritingTest {

    private static final int LOW = 64 * 1024;
    private static final int HIGH = 256 * 1024;
    private static final int CHUNK = 64 * 1024;

    /** More than any kernel buffers of one loopback connection. */
    private static final int TOO_MUCH = 64 * 1024 * 1024;

    private Loopback loopback;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(TransportSettings.defaults().withWaterMarks(LOW, HIGH));
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    void carriesOctetsBothWays() throws Exception {
        try (Socket client = loopback.connect()) {
            Recorder server = loopback.accepted();

            client.getOutputStream().write("EHLO example\r\n".getBytes(US_ASCII));
            assertThat(server.text(14)).isEqualTo("EHLO example\r\n");
            server.write("250 hello\r\n");

            assertThat(client.getInputStream().readNBytes(11))
                    .asString(US_ASCII)
                    .isEqualTo("250 hello\r\n");
        }
    }

    @Test
    void knowsBothAddresses() throws Exception {
        try (Socket client = loopback.connect()) {
            Leg leg = loopback.accepted().leg;

            assertThat(leg.localAddress()).isEqualTo(client.getRemoteSocketAddress());
            assertThat(leg.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
        }
    }

    @Test
    void keepsTheOrderOfSmallAndLargeBuffersOverManyTurns() throws Exception {
        try (Socket client = loopback.connect()) {
            Recorder server = loopback.accepted();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                String piece = (i % 7 == 0 ? "L".repeat(20_000) : "s") + i + ";";
                expected.append(piece);
                server.leg.thread().execute(() -> {
                    server.leg.write(Recorder.octets(piece.substring(0, 1)));
                    server.leg.write(Recorder.octets(piece.substring(1)));
                });
            }

            byte[] got = client.getInputStream().readNBytes(expected.length());

            assertThat(new String(got, US_ASCII)).isEqualTo(expected.toString());
        }
    }

    @Test
    void writesTheRemainingOctetsOfAnyBuffer() throws Exception {
        try (Socket client = loopback.connect()) {
            Recorder server = loopback.accepted();
            ByteBuffer direct = ByteBuffer.allocateDirect(10)
                    .put(Recorder.octets("--direct--"))
                    .position(2)
                    .limit(8);
            ByteBuffer readOnly =
                    Recorder.octets("[read only]").position(1).limit(10).slice().asReadOnlyBuffer();

            server.run(() -> {
                server.leg.write(direct);
                server.leg.write(ByteBuffer.allocate(0));
                server.leg.write(readOnly);
            });

            assertThat(client.getInputStream().readNBytes(15))
                    .asString(US_ASCII)
                    .isEqualTo("directread only");
        }
    }

    @Test
    void countsWhatAPeerDoesNotTakeAndTellsWhenItDid() throws Exception {
        try (Socket client = loopback.connect()) {
            Recorder server = loopback.accepted();

            server.run(() -> {
                for (int sent = 0; sent < TOO_MUCH; sent += CHUNK) {
                    server.leg.write(ByteBuffer.allocate(CHUNK));
                }
            });
            assertThat(Recorder.on(server.leg.thread(), server.leg::pendingOctets))
                    .isGreaterThan(HIGH);
            assertThat(Recorder.on(server.leg.thread(), server.leg::isCongested))
                    .isTrue();
            client.getInputStream().skipNBytes(TOO_MUCH);

            server.awaitDrained();
            assertThat(Recorder.on(server.leg.thread(), server.leg::pendingOctets))
                    .isLessThanOrEqualTo(LOW);
            assertThat(Recorder.on(server.leg.thread(), server.leg::isCongested))
                    .isFalse();
        }
    }

    @Test
    void holdsBackAPeerWhileReadsArePausedAndLosesNothing() throws Exception {
        try (SocketChannel client = SocketChannel.open(loopback.address())) {
            Recorder server = loopback.accepted();
            server.run(server.leg::pauseRead);
            client.configureBlocking(false);

            byte[] piece = new byte[CHUNK];
            Arrays.fill(piece, (byte) 'x');
            long sent = 0;
            for (int count = 1; count > 0 && sent < TOO_MUCH; sent += count) {
                count = client.write(ByteBuffer.wrap(piece));
            }
            assertThat(sent).isLessThan(TOO_MUCH);
            assertThat(server.poll(100)).as("octets while paused").isNull();
            server.run(server.leg::resumeRead);

            assertThat(server.text((int) sent)).hasSize((int) sent).matches("x+");
        }
    }

    @Test
    void pausesAtOnceFromWithinReceived() throws Exception {
        try (Loopback pausing = new Loopback(TransportSettings.defaults(), leg -> new Recorder(leg) {
                    @Override
                    public void received(ByteBuffer octets) {
                        super.received(octets);
                        leg.pauseRead();
                    }
                });
                Socket client = pausing.connect()) {
            Recorder server = pausing.accepted();

            client.getOutputStream().write("one".getBytes(US_ASCII));
            assertThat(server.text(3)).isEqualTo("one");
            client.getOutputStream().write("two".getBytes(US_ASCII));
            assertThat(server.poll(100)).as("octets while paused").isNull();
            server.run(server.leg::resumeRead);

            assertThat(server.text(3)).isEqualTo("two");
        }
    }

    @Test
    void refusesToBeUsedFromAnotherThread() throws Exception {
        try (Socket client = loopback.connect()) {
            Recorder server = loopback.accepted();

            assertThatThrownBy(() -> server.leg.write(Recorder.octets("x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("postern-io-");
            client.setSoTimeout(50);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All legs here share one I/O thread, so that what harms it would harm them all. */
class HandlerFailureTest {

    private static final TransportSettings ONE_THREAD =
            TransportSettings.defaults().withIoThreads(1);

    static Stream<Throwable> whateverIsThrown() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new NoClassDefFoundError("a bundle that is gone"),
                new StackOverflowError(),
                new Throwable("odd"));
    }

    private static final class Failing extends Recorder {
        private final Throwable failure;

        Failing(Leg leg, Throwable failure) {
            super(leg);
            this.failure = failure;
        }

        @Override
        public void received(ByteBuffer octets) {
            if (octets.get(0) == '!') {
                sneak(failure);
            }
            leg.write(octets);
        }

        @Override
        public void inputEnded() {
            sneak(failure);
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable failure) throws T {
            throw (T) failure;
        }
    }

    @ParameterizedTest
    @MethodSource("whateverIsThrown")
    void abortsTheLegAndNoOther(Throwable failure) throws Exception {
        try (Loopback loopback = new Loopback(ONE_THREAD, leg -> new Failing(leg, failure));
                Socket good = loopback.connect();
                Socket bad = loopback.connect()) {
            loopback.accepted();
            Recorder failing = loopback.accepted();

            bad.getOutputStream().write('!');

            assertThat(failing.awaitClosed()).isEqualTo(new Closed.HandlerFailed(failure));
            good.getOutputStream().write("fine".getBytes(US_ASCII));
            assertThat(good.getInputStream().readNBytes(4)).asString(US_ASCII).isEqualTo("fine");
        }
    }

    @Test
    void abortsWhenTheEndOfInputIsNotHandled() throws Exception {
        IllegalStateException failure = new IllegalStateException("a bug");
        try (Loopback loopback = new Loopback(ONE_THREAD, leg -> new Failing(leg, failure));
                Socket client = loopback.connect()) {
            Recorder failing = loopback.accepted();

            client.shutdownOutput();

            assertThat(failing.awaitClosed()).isEqualTo(new Closed.HandlerFailed(failure));
        }
    }

    @Test
    void goesOnAcceptingWhenAnAcceptorFails() throws Exception {
        CompletableFuture<Leg> second = new CompletableFuture<>();
        try (Transport transport = MinaTransport.open(ONE_THREAD)) {
            Listening listening = transport.listen(Loopback.anyPort(), 10, SocketSetup.NONE, new Acceptor() {
                private int count;

                @Override
                public LegHandler accepted(Leg leg) {
                    if (count++ == 0) {
                        throw new IllegalStateException("a bug");
                    }
                    second.complete(leg);
                    return Nobody.HERE;
                }
            });

            assertThatThrownBy(() -> readFrom(listening))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            try (Socket next = Loopback.connect(listening.address())) {
                assertThat(second.get(Recorder.SECONDS, TimeUnit.SECONDS).remoteAddress())
                        .isEqualTo(next.getLocalSocketAddress());
            }
        }
    }

    private static void readFrom(Listening listening) throws IOException {
        try (Socket client = Loopback.connect(listening.address())) {
            client.getInputStream().readAllBytes();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the legs of one thread do to each other within one turn of it. */
class TwoLegsTest {

    private final List<Leg> legs = new ArrayList<>();
    private Loopback loopback;
    private Socket firstClient;
    private Socket secondClient;
    private Recorder first;
    private Recorder second;

    /** Touches the other leg whenever something happens to it. */
    private final class Meddler extends Recorder {
        Meddler(Leg leg) {
            super(leg);
            legs.add(leg);
        }

        private Leg other() {
            return legs.get(legs.get(0) == leg ? 1 : 0);
        }

        @Override
        public void received(ByteBuffer octets) {
            super.received(octets);
            other().pauseRead();
        }

        @Override
        public void closed(Closed how) {
            super.closed(how);
            other().write(octets("the other is gone"));
        }
    }

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(TransportSettings.defaults().withIoThreads(1), Meddler::new);
        firstClient = loopback.connect();
        first = loopback.accepted();
        secondClient = loopback.connect();
        second = loopback.accepted();
    }

    @AfterEach
    void close() throws Exception {
        firstClient.close();
        secondClient.close();
        loopback.close();
    }

    @Test
    void pausesALegThatIsReadyAlready() throws Exception {
        CountDownLatch bothSent = new CountDownLatch(1);
        first.leg.thread().execute(() -> await(bothSent));
        firstClient.getOutputStream().write("one".getBytes(US_ASCII));
        secondClient.getOutputStream().write("two".getBytes(US_ASCII));
        bothSent.countDown();
        Recorder.on(first.leg.thread(), () -> null);

        ByteBuffer ofFirst = first.poll(200);
        ByteBuffer ofSecond = second.poll(200);

        assertThat(ofFirst == null ^ ofSecond == null)
                .as("only the leg that was served first received")
                .isTrue();
    }

    @Test
    void writesAtOnceWhenTheOtherLegCloses() throws Exception {
        long before = System.nanoTime();
        first.run(first.leg::abort);

        assertThat(secondClient.getInputStream().readNBytes(17))
                .asString(US_ASCII)
                .isEqualTo("the other is gone");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("less than the second for which an idle thread sleeps")
                .isLessThan(Duration.ofMillis(800));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Recorder.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

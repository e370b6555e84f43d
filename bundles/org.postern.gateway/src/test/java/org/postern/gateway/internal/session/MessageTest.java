// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.internal.session.MailInspector.END;

import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.event.MessageHandled;
import org.postern.api.event.SessionEnded;
import org.postern.api.policy.MailItem;
import org.postern.api.spool.Octets;

/** The way of a message through a session, and what happens when it does not get to its end. */
class MessageTest {
    private static final int LARGE = 3 * 1024 * 1024;

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

    private static byte[] message(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    /** A client whose session stands, with its server and inspector. */
    private final class Trio {
        final Peer client = gateway.client();
        final MailInspector inspector = gateway.inspector(MailInspector.class);
        final Peer upstream = server.accepted();

        Trio() throws Exception {
            inspector.await("serverConnected");
        }

        void close() throws Exception {
            client.leave();
            upstream.leave();
        }

        Trio beginning(int size) throws Exception {
            client.send("DATA " + size + ";");
            client.receive("GO;");
            return this;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 64 * 1024, 64 * 1024 + 1, LARGE})
    void carriesAMessageAndTheServersReply(int size) throws Exception {
        Trio session = new Trio().beginning(size);
        byte[] message = message(size);
        CompletableFuture<Void> sending = session.client.sending(message);

        assertThat(session.upstream.receive(size)).isEqualTo(message);
        session.upstream.receive(END);
        session.upstream.send("250 taken;");
        session.client.receive("250 taken;");
        session.close();

        sending.get(5, TimeUnit.SECONDS);
        MessageHandled handled = gateway.event(MessageHandled.class);
        assertThat(handled.size()).isEqualTo(size);
        assertThat(handled.sha256()).isEqualTo(TestSpool.digest(message));
        assertThat(handled.reply()).isEqualTo("250 taken;");
        assertThat(handled.delivered()).isTrue();
        assertThat(handled.processing()).isPresent();
        assertThat(handled.envelope()).isEqualTo(MailInspector.ENVELOPE);
        assertThat(gateway.event(SessionEnded.class)).isNotNull();
        gateway.assertNothingIsLeft();
    }

    @Test
    void carriesSeveralMessagesOneAfterTheOther() throws Exception {
        Trio session = new Trio();
        for (int i = 1; i <= 5; i++) {
            byte[] message = message(i * 40_000);
            session.beginning(message.length);
            CompletableFuture<Void> sending = session.client.sending(message);
            assertThat(session.upstream.receive(message.length)).isEqualTo(message);
            session.upstream.receive(END);
            session.upstream.send("ok " + i);
            session.client.receive("ok " + i);
            sending.get(5, TimeUnit.SECONDS);
            assertThat(gateway.event(MessageHandled.class).id()).endsWith("-" + i);
        }
        assertThat(gateway.places.availablePermits()).isEqualTo(TestGateway.PLACES);
        session.close();
        gateway.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100_000})
    void theTimeOfAMessageIsTheProfilesOrTheInspectorsIfThatIsShorter(int seconds) throws Exception {
        Trio session = new Trio();
        session.inspector.within = Optional.of(Duration.ofSeconds(seconds));
        session.beginning(1).client.send("x");

        MailItem item = gateway.pipeline.items.poll(5, TimeUnit.SECONDS);
        long most = Math.min(seconds, item.profile().deadline().toSeconds());
        assertThat(item.deadline().remaining()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(most));
        session.close();
    }

    @Test
    void holdsTheClientWhileTheDiskIsSlow() throws Exception {
        holdsTheClient(new Trio().beginning(20 * 1024 * 1024));
    }

    /** Whoever spoke last: it is the client that sends the message. */
    @Test
    void holdsTheClientThoughTheServerSpokeBeforeTheMessage() throws Exception {
        Trio session = new Trio();
        session.client.send("ASK " + 20 * 1024 * 1024 + ";");
        session.upstream.receive("MAY I?");
        session.upstream.send("YES");
        session.client.receive("GO;");

        holdsTheClient(session);
    }

    private void holdsTheClient(Trio session) throws Exception {
        gateway.spool.stopTheDisk();
        byte[] message = message(20 * 1024 * 1024);

        CompletableFuture<Void> sending = session.client.sending(message);
        assertThat(gateway.spool.awaitWrite()).isTrue();
        Peer.assertHeld(sending);
        gateway.spool.goOn();

        assertThat(TestSpool.digest(session.upstream.receive(message.length))).isEqualTo(TestSpool.digest(message));
        session.upstream.receive(END);
        session.close();
        gateway.assertNothingIsLeft();
    }

    @Test
    void refusesWhatTheDiskHasNoSpaceFor() throws Exception {
        gateway.spool.fillTheDisk();
        Trio session = new Trio().beginning(LARGE);

        session.client.send(message(LARGE));

        session.client.receive("REFUSED NO_SPACE;");
        assertThat(gateway.pipeline.items).isEmpty();
        MessageHandled handled = gateway.event(MessageHandled.class);
        assertThat(handled.delivered()).isFalse();
        assertThat(handled.envelope()).isEqualTo(MailInspector.ENVELOPE);
        session.close();
        gateway.assertNothingIsLeft();
    }

    @Test
    void refusesWhatTheDiskCannotTake() throws Exception {
        gateway.spool.breakTheDisk();
        Trio session = new Trio().beginning(LARGE);

        session.client.send(message(LARGE));

        session.client.receive("REFUSED INTERNAL;");
        session.close();
        gateway.assertNothingIsLeft();
    }

    @Test
    void admitsNothingWithoutRoom() throws Exception {
        gateway.spool.takeRoom();
        Trio session = new Trio();

        session.client.send("DATA 10;");

        session.client.receive("NO NO_SPACE;");
        assertThat(gateway.spool.begun()).isZero();
        session.close();
        gateway.assertNothingIsLeft();
    }

    @Test
    void admitsNothingWithoutAPlace() throws Exception {
        gateway.places.acquire(TestGateway.PLACES);
        Trio session = new Trio();

        session.client.send("DATA 10;");

        session.client.receive("NO BUSY;");
        gateway.places.release(TestGateway.PLACES);
        session.close();
        gateway.assertNothingIsLeft();
    }

    @Test
    void refusesWhenThePipelineFails() throws Exception {
        gateway.pipeline.rewrite(item -> {
            throw new NoClassDefFoundError("of the test");
        });
        Trio session = new Trio().beginning(10);

        session.client.send(message(10));

        session.client.receive("REFUSED INTERNAL;");
        session.close();
        gateway.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void cancelsWhatIsDiscardedWhileItIsProcessed(int size) throws Exception {
        gateway.pipeline.stop();
        Trio session = new Trio().beginning(size);
        session.client.send(message(size));
        MailItem item = gateway.pipeline.items.poll(5, TimeUnit.SECONDS);
        assertThat(item.envelope()).isEqualTo(MailInspector.ENVELOPE);

        session.client.send("DROP");
        session.client.receive("DROPPED;");

        assertThat(item.cancellation().isCancelled()).isTrue();
        gateway.assertNothingIsLeftBut(1);
        session.beginning(10).client.send("0123456789");
        session.upstream.receive("0123456789" + END);
        session.close();
        gateway.assertNothingIsLeft();
    }

    @Test
    void doesNotProcessWhatWasDiscardedWhileItWaited() throws Exception {
        gateway.pipeline.stop();
        Trio busy = new Trio().beginning(10);
        busy.client.send("0123456789");
        assertThat(gateway.pipeline.items.poll(5, TimeUnit.SECONDS)).isNotNull();
        Trio waiting = new Trio().beginning(10);
        waiting.client.send("9876543210");
        waiting.inspector.await("submitted");

        waiting.client.send("DROP");
        waiting.client.receive("DROPPED;");
        gateway.pipeline.goOn();

        busy.upstream.receive("0123456789" + END);
        busy.close();
        waiting.close();
        gateway.assertNothingIsLeft();
        assertThat(gateway.pipeline.items).isEmpty();
    }

    @Test
    void discardsWhatIsBeingWrittenToASlowDisk() throws Exception {
        gateway.spool.stopTheDisk();
        Trio session = new Trio().beginning(LARGE);
        CompletableFuture<Void> sending = session.client.sending(message(LARGE));
        assertThat(gateway.spool.awaitWrite()).isTrue();

        session.upstream.reset();
        session.inspector.await("lost SERVER");
        assertThat(gateway.spool.open()).isEqualTo(1);
        gateway.spool.goOn();

        session.client.receive("LOST;");
        assertThat(sending).isNotCompletedExceptionally();
        session.close();
        gateway.assertNothingIsLeft();
    }

    /** The phases in which a side goes; a message is of 3 MiB. */
    private enum Phase {
        BEFORE_DATA,
        IN_DATA,
        PROCESSING,
        RELAYING,
        WAITING_FOR_REPLY
    }

    private void reach(Phase phase, Trio session) throws Exception {
        byte[] message = message(LARGE);
        if (phase == Phase.BEFORE_DATA) {
            return;
        }
        session.beginning(LARGE);
        if (phase == Phase.IN_DATA) {
            session.client.send(message(100_000));
            return;
        }
        gateway.pipeline.stop();
        CompletableFuture<Void> sending = session.client.sending(message);
        session.inspector.await("submitted");
        sending.get(5, TimeUnit.SECONDS);
        assertThat(gateway.pipeline.items.poll(5, TimeUnit.SECONDS)).isNotNull();
        if (phase == Phase.PROCESSING) {
            return;
        }
        if (phase == Phase.RELAYING) {
            gateway.pipeline.rewrite(item -> new EndlessOctets());
        }
        gateway.pipeline.goOn();
        session.inspector.await("processed");
        if (phase == Phase.WAITING_FOR_REPLY) {
            assertThat(session.upstream.receive(LARGE)).isEqualTo(message);
            session.upstream.receive(END);
            session.inspector.await("relayed");
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void deliversNothingMoreWhenTheClientGoes(Phase phase) throws Exception {
        Trio session = new Trio();
        reach(phase, session);

        session.client.reset();

        session.inspector.await("lost CLIENT");
        assertThat(session.upstream.receiveUntilGone()).doesNotContain(END);
        session.close();
        assertThat(gateway.event(SessionEnded.class).reason()).isEqualTo("CLIENT is gone");
        gateway.assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void tellsTheInspectorWhenTheServerGoes(Phase phase) throws Exception {
        Trio session = new Trio();
        reach(phase, session);

        session.upstream.reset();

        session.inspector.await("lost SERVER");
        assertThat(session.client.receiveUntilGone()).isEqualTo("LOST;");
        session.close();
        gateway.assertNothingIsLeft();
    }

    /** A message that has no end in the time of a test, on a disk. */
    private static final class EndlessOctets implements Octets {
        @Override
        public long size() {
            return Long.MAX_VALUE;
        }

        @Override
        public InputStream open(long from, long length) {
            return new InputStream() {
                @Override
                public int read() {
                    return 'x';
                }

                @Override
                public int read(byte[] into, int offset, int count) {
                    Arrays.fill(into, offset, offset + count, (byte) 'x');
                    return count;
                }
            };
        }
    }

    @Test
    void sendsDataWithoutChangingAnOctet() throws Exception {
        Trio session = new Trio().beginning(256);
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }

        session.client.send(all);

        assertThat(session.upstream.receive(256)).isEqualTo(all);
        session.upstream.receive(END);
        session.upstream.send("x".getBytes(ISO_8859_1));
        session.close();
        gateway.assertNothingIsLeft();
    }
}

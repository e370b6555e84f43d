// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.internal.session.MailInspector.END;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.OctetTransform;
import org.postern.api.policy.Processing;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;

/** A message on its way out. */
class RelayingTest {
    private static final int LARGE = 20 * 1024 * 1024;
    private static final int IN_MEMORY = 64 * 1024;

    private TestServer server;
    private TestGateway gateway;
    private Peer client;
    private Peer upstream;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer();
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        client.leave();
        upstream.leave();
        server.close();
    }

    private MailInspector relaying(Octets octets) throws Exception {
        return relaying(octets, MailInspector::new);
    }

    private MailInspector relaying(Octets octets, Supplier<MailInspector> inspector) throws Exception {
        gateway = TestGateway.to(server, inspector);
        gateway.pipeline.rewrite(item -> octets);
        client = gateway.client();
        upstream = server.accepted();
        MailInspector made = gateway.inspector(MailInspector.class);
        made.await("serverConnected");
        client.send("DATA 4;");
        client.receive("GO;");
        client.send("mail");
        return made;
    }

    /** On a disk, and it is noted how far it was read. */
    private static final class NotedOctets implements Octets {
        private final byte[] octets;
        final AtomicLong read = new AtomicLong();
        final BlockingQueue<Long> reads = new LinkedBlockingQueue<>();

        NotedOctets(int size) {
            octets = new byte[size];
            new Random(size).nextBytes(octets);
        }

        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public InputStream open(long from, long length) {
            return new ByteArrayInputStream(octets, (int) from, (int) length) {
                @Override
                public synchronized int read(byte[] into, int offset, int count) {
                    int got = super.read(into, offset, count);
                    reads.add(read.addAndGet(Math.max(0, got)));
                    return got;
                }
            };
        }

        /** Waits until nothing is read any more. */
        void awaitStandstill() throws InterruptedException {
            while (reads.poll(300, TimeUnit.MILLISECONDS) != null) {
                assertThat(read.get()).isLessThan(octets.length);
            }
        }
    }

    @Test
    void readsNoFurtherThanTheServerTakes() throws Exception {
        NotedOctets octets = new NotedOctets(LARGE);
        MailInspector inspector = relaying(octets);

        octets.awaitStandstill();

        assertThat(octets.read.get()).as("what is in buffers").isBetween(1L, LARGE / 2L);
        assertThat(TestSpool.digest(upstream.receive(LARGE))).isEqualTo(TestSpool.digest(octets.octets));
        upstream.receive(END);
        inspector.await("relayed");
        client.leave();
        upstream.leave();
        gateway.assertNothingIsLeft();
    }

    /** The other leg's news must not push octets to a leg that takes none. */
    @Test
    void readsNoFurtherWhenTheClientTakesOctetsAgain() throws Exception {
        NotedOctets octets = new NotedOctets(LARGE);
        relaying(octets, () -> new MailInspector() {
            @Override
            public void received(Side from, ByteBuffer received, Actions actions) {
                if (text(received).equals("FLOOD")) {
                    actions.send(Side.CLIENT, ByteBuffer.allocate(LARGE));
                } else {
                    super.received(from, received, actions);
                }
            }
        });
        octets.awaitStandstill();
        long before = octets.read.get();

        client.send("FLOOD");
        client.receive(LARGE);
        octets.awaitStandstill();

        assertThat(octets.read.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, IN_MEMORY - 1, IN_MEMORY, IN_MEMORY + 1, 2 * IN_MEMORY})
    void carriesEverySize(int size) throws Exception {
        NotedOctets octets = new NotedOctets(size);
        MailInspector inspector = relaying(octets);

        assertThat(upstream.receive(size)).isEqualTo(octets.octets);
        upstream.receive(END);
        inspector.await("relayed");
    }

    /** What breaks after so many octets, by an exception or by being wrong. */
    private record BreakingOctets(long size, int good, RuntimeException wrong) implements Octets {
        @Override
        public InputStream open(long from, long length) {
            return new InputStream() {
                private int left = good;

                @Override
                public int read() throws IOException {
                    if (left-- > 0) {
                        return 'x';
                    }
                    if (wrong != null) {
                        throw wrong;
                    }
                    throw new IOException("the disk is broken");
                }
            };
        }

        @Override
        public boolean inMemory() {
            return size < IN_MEMORY;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 200_000, 1_000_000})
    void endsTheServersLegWithoutAnEndMarkerWhenTheSpoolFails(int size) throws Exception {
        MailInspector inspector = relaying(new BreakingOctets(size, size / 2, null));

        assertThat(upstream.receiveUntilGone()).doesNotContain(END).hasSizeLessThanOrEqualTo(size / 2);
        inspector.await("lost SERVER");
        client.receive("LOST;");
        client.leave();
        gateway.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 200_000, 1_000_000})
    void endsTheServersLegWithoutAnEndMarkerWhenTheMessageIsWrong(int size) throws Exception {
        MailInspector inspector = relaying(new BreakingOctets(size, size / 2, new IllegalStateException("a bug")));

        assertThat(upstream.receiveUntilGone()).doesNotContain(END);
        inspector.await("lost SERVER");
        client.leave();
        gateway.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 300_000})
    void endsTheServersLegWithoutAnEndMarkerWhenTheTransformIsWrong(int size) throws Exception {
        byte[] octets = new byte[size];
        Arrays.fill(octets, (byte) 'x');
        MailInspector inspector = relaying(onDisk(octets), () -> new MailInspector() {
            @Override
            OctetTransform transform() {
                OctetTransform real = super.transform();
                return new OctetTransform() {
                    private int pieces;

                    @Override
                    public ByteBuffer apply(ByteBuffer piece) {
                        if (pieces++ == size / 100_000) {
                            throw new IllegalStateException("a bug");
                        }
                        return real.apply(piece);
                    }

                    @Override
                    public ByteBuffer end() {
                        return real.end();
                    }
                };
            }
        });

        assertThat(upstream.receiveUntilGone()).doesNotContain(END);
        inspector.await("lost SERVER");
        client.leave();
        gateway.assertNothingIsLeft();
    }

    private static Octets onDisk(byte[] octets) {
        Octets array = Octets.of(octets);
        return new Octets() {
            @Override
            public long size() {
                return array.size();
            }

            @Override
            public InputStream open(long from, long length) throws IOException {
                return array.open(from, length);
            }
        };
    }

    /** As with POP3: the server goes as soon as it has said all. */
    @Test
    void goesOnToTheClientWhenTheServerIsGone() throws Exception {
        NotedOctets octets = new NotedOctets(LARGE);
        MailInspector inspector = relaying(octets, () -> new MailInspector() {
            @Override
            public void processed(Processing processing, Actions actions) {
                note("processed");
                actions.relay(Side.CLIENT, octets, transform());
            }

            @Override
            public void lost(Side side, Actions actions) {
                note("lost " + side);
            }

            @Override
            public void relayed(Actions actions) {
                super.relayed(actions);
                actions.finished("sent", true);
                actions.end("done");
            }
        });
        inspector.await("processed");

        upstream.reset();
        inspector.await("lost SERVER");

        assertThat(TestSpool.digest(client.receive(LARGE))).isEqualTo(TestSpool.digest(octets.octets));
        client.receive(END);
        inspector.await("relayed");
        client.leave();
        gateway.assertNothingIsLeft();
    }

    @Test
    void isNotSaidToBeDoneWhenTheClientGoesBeforeItsEnd() throws Exception {
        NotedOctets octets = new NotedOctets(LARGE);
        MailInspector inspector = relaying(octets, () -> new MailInspector() {
            @Override
            public void processed(Processing processing, Actions actions) {
                note("processed");
                actions.relay(Side.CLIENT, octets, transform());
            }

            @Override
            public void lost(Side side, Actions actions) {
                note("lost " + side);
            }
        });
        octets.awaitStandstill();

        client.reset();

        inspector.await("lost CLIENT");
        octets.awaitStandstill();
        assertThat(inspector.hasNotes()).as("anything after the loss").isFalse();
        upstream.reset();
        gateway.assertNothingIsLeft();
    }
}

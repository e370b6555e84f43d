// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ends that hand each other octets, without a socket. */
class TlsRecordsTest {
    private static final String TLS12 = "TLSv1.2";
    private static final String TLS13 = "TLSv1.3";

    /** One end, and what it has said and heard. */
    private static final class End {
        private final SSLEngine engine;
        private final TlsRecords records;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final StringBuilder heard = new StringBuilder();
        private int deliveries;

        End(SSLEngine engine) throws SSLException {
            this.engine = engine;
            this.records = new TlsRecords(engine, octets -> {
                byte[] copy = new byte[octets.remaining()];
                octets.get(copy);
                out.writeBytes(copy);
            });
            records.begin();
        }

        void turn() throws SSLException {
            for (TlsRecords.Step step = records.next(); step != TlsRecords.Step.STARVED; step = records.next()) {
                switch (step) {
                    case TASKS -> assertThat(records.runTasks()).isEmpty();
                    case ESTABLISHED -> heard.append("[secured]");
                    case PLAINTEXT -> {
                        heard.append(US_ASCII.decode(records.plaintext()));
                        deliveries++;
                    }
                    case ENDED -> heard.append("[ended]");
                    default -> throw new AssertionError(step);
                }
            }
        }

        void say(String text) throws SSLException {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(US_ASCII));
            records.encrypt(octets);
            assertThat(octets.hasRemaining()).isFalse();
        }

        byte[] said() {
            byte[] all = out.toByteArray();
            out.reset();
            return all;
        }

        /** In pieces of this size; as a read buffer, with room behind. */
        void hear(byte[] octets, int piece) throws SSLException {
            for (int start = 0; start < octets.length; start += piece) {
                int count = Math.min(piece, octets.length - start);
                records.take(
                        ByteBuffer.allocate(count + 7).put(octets, start, count).flip());
                turn();
            }
        }
    }

    private End client;
    private End server;

    private void connect(String version, int piece) throws SSLException {
        client = new End(TestKeys.clientEngine(TestKeys.trusting(), version));
        server = new End(TestKeys.serverEngine(version));
        client.turn();
        exchange(piece);
        assertThat(client.heard).hasToString("[secured]");
        assertThat(server.heard).hasToString("[secured]");
        client.heard.setLength(0);
        server.heard.setLength(0);
    }

    private void exchange(int piece) throws SSLException {
        for (int rounds = 0; client.out.size() + server.out.size() > 0; rounds++) {
            assertThat(rounds).as("rounds").isLessThan(20);
            server.hear(client.said(), piece);
            client.hear(server.said(), piece);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void understandsEverySplitOfHandshakeAndRecords(String version) throws Exception {
        for (int piece : new int[] {1, 2, 3, 5, 7, 64, 500, 100_000}) {
            connect(version, piece);

            client.say("EHLO example\r\n");
            client.say("NOOP\r\n");
            server.say("250 hello\r\n");
            exchange(piece);

            assertThat(server.heard).hasToString("EHLO example\r\nNOOP\r\n");
            assertThat(client.heard).hasToString("250 hello\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void understandsASplitAtEachOctetOfThreeRecords(String version) throws Exception {
        connect(version, 100_000);
        for (int at = 0; at < 130; at++) {
            client.say("one");
            client.say("two");
            client.say("three" + at);
            byte[] octets = client.said();
            int split = Math.min(at, octets.length);
            server.records.take(
                    ByteBuffer.allocate(split + 1).put(octets, 0, split).flip());
            server.turn();
            server.records.take(ByteBuffer.wrap(octets, split, octets.length - split));
            server.turn();

            assertThat(server.heard).hasToString("onetwothree" + at);
            server.heard.setLength(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void carriesAMegabyteInWholeRecords(String version) throws Exception {
        connect(version, 100_000);
        byte[] octets = new byte[1_000_000];
        Random random = new Random(7);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) ('a' + random.nextInt(26));
        }
        String text = new String(octets, US_ASCII);

        server.say(text);
        client.hear(server.said(), 4711);

        assertThat(client.heard.toString().equals(text)).isTrue();
        assertThat(client.deliveries).isLessThan(70);
    }

    @Test
    void answersAChangeOfKeysAndGoesOn() throws Exception {
        connect(TLS13, 100_000);
        for (int i = 0; i < 10; i++) {
            changeKeys(client);
            exchange(1);
            client.say("c" + i);
            server.say("s" + i);
            exchange(1);
        }

        assertThat(server.heard).hasToString("c0c1c2c3c4c5c6c7c8c9");
        assertThat(client.heard).hasToString("s0s1s2s3s4s5s6s7s8s9");
    }

    @Test
    void givesUpAPeerThatDoesNothingButChangeKeys() throws Exception {
        connect(TLS13, 100_000);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2000; i++) {
                        changeKeys(client);
                        exchange(100_000);
                    }
                })
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("changes keys too often");
    }

    /** With TLS 1.3 a new handshake is a request to change the keys (RFC 8446 section 4.6.3). */
    private static void changeKeys(End end) throws SSLException {
        end.engine.beginHandshake();
        end.turn();
    }

    @Test
    void refusesRenegotiationByAClient() throws Exception {
        connect(TLS12, 100_000);
        client.engine.beginHandshake();
        assertThat(client.records.runTasks()).isEmpty();
        ByteBuffer hello = ByteBuffer.allocate(20_000);
        client.engine.wrap(ByteBuffer.allocate(0), hello);
        server.records.take(hello.flip());

        assertThatThrownBy(server::turn).isInstanceOf(SSLException.class).hasMessage("renegotiation is refused");
    }

    @Test
    void refusesRenegotiationByAServer() throws Exception {
        connect(TLS12, 100_000);
        server.engine.beginHandshake();
        ByteBuffer helloRequest = ByteBuffer.allocate(20_000);
        server.engine.wrap(ByteBuffer.allocate(0), helloRequest);
        client.records.take(helloRequest.flip());

        assertThatThrownBy(client::turn).isInstanceOf(SSLException.class).hasMessage("renegotiation is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void knowsNoOlderVersion(String version) throws Exception {
        SSLEngine engine = TestKeys.serverEngine();
        engine.setEnabledProtocols(new String[] {version, TLS12});

        new End(engine);

        assertThat(engine.getEnabledProtocols()).containsExactly(TLS12);
    }

    /** It may say so politely (user_canceled), and then nothing was agreed upon. */
    @ParameterizedTest
    @ValueSource(strings = {TLS12, TLS13})
    void doesNotTakeAnAbandonedHandshakeForOneThatIsOver(String version) throws Exception {
        for (int rounds = 0; rounds < 2; rounds++) {
            client = new End(TestKeys.clientEngine(TestKeys.trusting(), version));
            server = new End(TestKeys.serverEngine(version));
            client.turn();
            if (rounds > 0) {
                server.hear(client.said(), 100_000);
                assertThat(server.said()).isNotEmpty();
            }
            client.records.end();

            assertThatThrownBy(() -> server.hear(client.said(), 100_000)).isInstanceOf(SSLException.class);
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void doesNotTakeAHandshakeThatWasNotBegunForOneThatIsOver() throws Exception {
        TlsRecords fresh = new TlsRecords(TestKeys.serverEngine(), octets -> {});
        fresh.take(ByteBuffer.wrap("EHLO".getBytes(US_ASCII)));

        assertThat(fresh.next()).isEqualTo(TlsRecords.Step.STARVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO example\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "\0\0\0\0\0\0\0\0",
                "\u0016\u0003\u0001\u0000\u0005hello\u0016\u0003\u0001\u0000\u0005hello"
            })
    void givesUpGarbageInsteadOfAClientHello(String garbage) throws Exception {
        End fresh = new End(TestKeys.serverEngine());

        assertThatThrownBy(() -> fresh.hear(garbage.getBytes(US_ASCII), 100)).isInstanceOf(SSLException.class);
        assertThatCode(fresh.records::end).doesNotThrowAnyException();
    }

    @Test
    void givesUpAChangedOctetButTellsWhatCameBefore() throws Exception {
        connect(TLS13, 100_000);
        client.say("good");
        byte[] good = client.said();
        client.say("bad");
        byte[] bad = client.said();
        bad[bad.length - 1] ^= 1;
        byte[] both = new byte[good.length + bad.length];
        System.arraycopy(good, 0, both, 0, good.length);
        System.arraycopy(bad, 0, both, good.length, bad.length);

        assertThatThrownBy(() -> server.hear(both, 100_000)).isInstanceOf(SSLException.class);
        assertThat(server.heard).hasToString("good");
    }

    @Test
    void tellsTheEndOfThePeersOutputOnce() throws Exception {
        connect(TLS13, 100_000);
        client.say("QUIT\r\n");
        client.records.end();
        exchange(1);
        server.turn();
        server.say("221 bye\r\n");
        exchange(1);

        assertThat(server.heard).hasToString("QUIT\r\n[ended]");
        assertThat(client.heard).hasToString("221 bye\r\n");
    }

    @Test
    void throwsAwayWhatIsSaidAfterThePeersEndInTls12() throws Exception {
        connect(TLS12, 100_000);
        client.records.end();
        server.hear(client.said(), 100_000);
        byte[] closeNotify = server.said();

        server.say("too late");

        assertThat(server.heard).hasToString("[ended]");
        assertThat(closeNotify).isNotEmpty();
        assertThat(server.said()).isEmpty();
    }
}

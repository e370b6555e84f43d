// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postern.api.event.SessionBegan;
import org.postern.api.event.SessionPassedUnread;
import org.postern.api.event.SessionRefused;
import org.postern.api.event.SessionSecured;
import org.postern.api.event.TlsFailed;
import org.postern.api.inspect.Actions;
import org.postern.api.session.Channel;
import org.postern.api.session.Side;
import org.postern.gateway.internal.policy.SetDraft;
import org.postern.gateway.internal.tls.TestKeys;

/** Sessions that begin TLS, with real sockets on both sides. */
class SessionTlsTest {
    /** Begins TLS when a side says so, and passes what comes as it comes. */
    private static final class Securer extends NotingInspector {
        @Override
        public void received(Side from, ByteBuffer octets, Actions actions) {
            String text = text(octets);
            super.received(from, octets, actions);
            if (text.startsWith("STARTTLS")) {
                actions.send(from, octets("220 go\r\n"));
                actions.startTls(from);
            } else if (text.startsWith("220 secure yourself")) {
                actions.startTls(Side.SERVER);
                actions.send(Side.SERVER, octets("EHLO gateway\r\n"));
            } else {
                actions.send(from.other(), octets);
            }
        }

        @Override
        public void notSecured(Side side, String reason, Actions actions) {
            super.notSecured(side, reason, actions);
            if (side == Side.SERVER) {
                actions.send(Side.CLIENT, octets("421 no secure server\r\n"));
            }
            actions.end("no TLS");
        }

        @Override
        public void inputEnded(Side from, Actions actions) {
            super.inputEnded(from, actions);
            actions.end("ended");
        }

        @Override
        public void lost(Side side, Actions actions) {
            super.lost(side, actions);
            actions.end("lost");
        }
    }

    private TestServer server;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        server = new TestServer();
        gateway = new TestGateway();
        gateway.inspect("smtp", Securer::new);
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        server.close();
    }

    private void serve(String tls, boolean implicit) throws Exception {
        gateway.apply(new SetDraft()
                .with("tls", "localhost")
                .with("profile", "default", "tls", tls)
                .with(
                        "listener",
                        "in",
                        "protocol",
                        "smtp",
                        "port",
                        0,
                        "implicitTls",
                        implicit,
                        "upstream",
                        SetDraft.list("localhost:" + server.port()))
                .with("rule", "all"));
        server.probed();
    }

    private TestEngines engines(SSLContext trust) {
        TestEngines engines = new TestEngines(trust);
        gateway.tls.bind("engines", engines, Map.of());
        return engines;
    }

    private static SSLSocket secure(Peer client) throws IOException {
        return TestKeys.over(client.socket());
    }

    /** The server's end, in TLS. */
    private static CompletableFuture<SSLSocket> answering(Peer peer) {
        return Peer.async(() -> {
            SSLSocket socket = (SSLSocket)
                    TestKeys.showing().getSocketFactory().createSocket(peer.socket(), "localhost", 465, true);
            socket.setUseClientMode(false);
            socket.startHandshake();
            return socket;
        });
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static String receive(SSLSocket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), US_ASCII);
    }

    @Nested
    class WhenItIsBegunOnAClearConnection {
        @Test
        void securesTheClient() throws Exception {
            engines(TestKeys.trusting());
            serve("INTERCEPT", false);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                Securer inspector = gateway.inspector(Securer.class);
                inspector.await("serverConnected");
                assertThat(gateway.contexts.remove().channel()).isEqualTo(Channel.CLEAR);
                client.send("STARTTLS\r\n");
                client.receive("220 go\r\n");
                SSLSocket secured = secure(client);
                send(secured, "NOOP\r\n");

                inspector.await("secured CLIENT");
                assertThat(inspector.next()).isEqualTo("received CLIENT NOOP\r\n");
                upstream.receive("NOOP\r\n");
                upstream.send("250 ok\r\n");
                assertThat(receive(secured, 8)).isEqualTo("250 ok\r\n");
                SessionSecured event = gateway.event(SessionSecured.class);
                assertThat(event.side()).isEqualTo(Side.CLIENT);
                assertThat(event.protocol()).isEqualTo("TLSv1.3");
                assertThat(event.cipherSuite()).startsWith("TLS_");
                assertThat(event.peer()).isEmpty();
                secured.close();
            }
            gateway.assertNothingIsLeft();
        }

        /** T07: the name is the configured one, whatever anybody says. */
        @Test
        void securesTheServerUnderItsConfiguredName() throws Exception {
            TestEngines engines = engines(TestKeys.trusting());
            serve("INTERCEPT", false);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                Securer inspector = gateway.inspector(Securer.class);
                inspector.await("serverConnected");
                upstream.send("220 secure yourself\r\n");
                SSLSocket secured = answering(upstream).get(Peer.SECONDS, TimeUnit.SECONDS);

                assertThat(receive(secured, 14)).isEqualTo("EHLO gateway\r\n");
                inspector.await("secured SERVER");
                send(secured, "250 hello\r\n");
                client.receive("250 hello\r\n");
                assertThat(engines.asked.poll()).isEqualTo("localhost:" + server.port() + " CA");
                assertThat(gateway.event(SessionSecured.class).peer()).isEqualTo("CN=localhost, verified");
                client.leave();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void tellsOnceThatAServerIsNotTrusted() throws Exception {
            engines(TestKeys.distrusting());
            serve("INTERCEPT", false);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                Securer inspector = gateway.inspector(Securer.class);
                inspector.await("serverConnected");
                upstream.send("220 secure yourself\r\n");

                assertThatThrownBy(() -> answering(upstream)
                                .get(Peer.SECONDS, TimeUnit.SECONDS)
                                .getInputStream()
                                .read())
                        .hasStackTraceContaining("certificate_unknown");
                client.receive("421 no secure server\r\n");
                TlsFailed event = gateway.event(TlsFailed.class);
                assertThat(event.side()).isEqualTo(Side.SERVER);
                assertThat(event.reason()).contains("PKIX path building failed");
                assertThat(inspector.next()).startsWith("received SERVER");
                assertThat(inspector.next()).startsWith("notSecured SERVER").contains("PKIX");
                client.leave();
                gateway.assertNothingIsLeft();
                assertThat(inspector.hasNotes()).isFalse();
            }
        }

        @Test
        void saysWhatIsMissingWhenThereIsNoTlsToBeHad() throws Exception {
            serve("INTERCEPT", false);
            assertNotSecured("org.postern.tls");
            engines(TestKeys.trusting()).configured = false;
            assertNotSecured("no certificate is configured");
        }

        private void assertNotSecured(String why) throws Exception {
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                Securer inspector = gateway.inspector(Securer.class);
                inspector.await("serverConnected");
                client.send("STARTTLS\r\n");

                assertThat(client.receiveUntilGone()).isEqualTo("220 go\r\n");
                inspector.await("received CLIENT STARTTLS\r\n");
                assertThat(inspector.next()).startsWith("notSecured CLIENT").contains(why);
                assertThat(gateway.event(TlsFailed.class).reason()).contains(why);
                assertThat(upstream.receiveAll()).isEmpty();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void givesAHandshakeUpWhenTheEnginesGo() throws Exception {
            engines(TestKeys.trusting());
            serve("INTERCEPT", false);
            gateway.tls.drain(Duration.ofMillis(50));
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                Securer inspector = gateway.inspector(Securer.class);
                inspector.await("serverConnected");
                client.send("STARTTLS\r\n");
                client.receive("220 go\r\n");

                assertThat(gateway.tls.unbind("engines")).isZero();

                inspector.await("notSecured CLIENT the TLS engines were stopped");
                assertThat(client.receiveUntilGone()).isEmpty();
                assertThat(upstream.receiveAll()).isEmpty();
            }
            gateway.assertNothingIsLeft();
        }

        /** Its inspector is at fault: neither layer is put on the other. */
        @Test
        void isNotBegunTwice() throws Exception {
            engines(TestKeys.trusting());
            serve("INTERCEPT", false);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                gateway.inspector(Securer.class).await("serverConnected");
                client.send("STARTTLS\r\n");
                client.receive("220 go\r\n");
                SSLSocket secured = secure(client);
                send(secured, "STARTTLS\r\n");

                assertThatThrownBy(() -> secured.getInputStream().readAllBytes())
                        .isInstanceOf(IOException.class);
                assertThat(upstream.receiveUntilGone()).isEmpty();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void losesAClientThatIsCutOff() throws Exception {
            engines(TestKeys.trusting());
            serve("INTERCEPT", false);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                Securer inspector = gateway.inspector(Securer.class);
                inspector.await("serverConnected");
                client.send("STARTTLS\r\n");
                client.receive("220 go\r\n");
                send(secure(client), "half a com");
                client.endOutput();

                inspector.await("received CLIENT half a com");
                assertThat(inspector.next()).isEqualTo("lost CLIENT");
                upstream.receive("half a com");
            }
            gateway.assertNothingIsLeft();
        }
    }

    @Nested
    class WhenItStandsFromTheFirstOctet {
        @Test
        void securesBothSidesBeforeTheInspectorSeesAnything() throws Exception {
            engines(TestKeys.trusting());
            serve("INTERCEPT", true);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                Securer inspector = gateway.inspector(Securer.class);
                assertThat(gateway.contexts.remove().channel()).isEqualTo(Channel.TLS);
                SSLSocket secured = secure(client);
                send(secured, "EHLO early\r\n");
                assertThat(inspector.next()).isEqualTo("opened");
                SSLSocket secureServer = answering(upstream).get(Peer.SECONDS, TimeUnit.SECONDS);

                assertThat(inspector.next()).isEqualTo("serverConnected");
                assertThat(inspector.next()).isEqualTo("received CLIENT EHLO early\r\n");
                assertThat(receive(secureServer, 12)).isEqualTo("EHLO early\r\n");
                send(secureServer, "250 hello\r\n");
                assertThat(receive(secured, 11)).isEqualTo("250 hello\r\n");
                secured.close();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void tellsTheClientUnderTlsThatTheServerIsNotTrusted() throws Exception {
            engines(TestKeys.distrusting());
            serve("INTERCEPT", true);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                CompletableFuture<SSLSocket> refused = answering(upstream);
                SSLSocket secured = secure(client);

                assertThat(new String(secured.getInputStream().readAllBytes(), US_ASCII))
                        .isEqualTo("421 no secure server\r\n");
                assertThat(gateway.event(TlsFailed.class).side()).isEqualTo(Side.SERVER);
                assertThat(refused).isNotNull();
                secured.close();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void tellsTheInspectorThatTheServerSpeaksNoTls() throws Exception {
            engines(TestKeys.trusting());
            serve("INTERCEPT", true);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                upstream.send("220 in the clear\r\n");
                SSLSocket secured = secure(client);

                assertThat(new String(secured.getInputStream().readAllBytes(), US_ASCII))
                        .isEqualTo("421 no secure server\r\n");
                secured.close();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void isRefusedWithAdviceWhenTlsIsDisabled() throws Exception {
            engines(TestKeys.trusting());
            serve("DISABLE", true);
            try (Peer client = gateway.client()) {
                assertThat(client.receiveUntilGone()).isEmpty();

                assertThat(gateway.event(SessionRefused.class).reason())
                        .startsWith("TLS from the first octet is disabled: profile default of rule all")
                        .contains("tls = INTERCEPT", "tls = ALLOW");
                assertThat(server.hasMore()).isFalse();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void passesUnreadWhenTlsIsAllowed() throws Exception {
            serve("ALLOW", true);
            try (Peer client = gateway.client();
                    Peer upstream = server.accepted()) {
                CompletableFuture<SSLSocket> answering = answering(upstream);
                SSLSocket secured = secure(client);
                send(secured, "EHLO x\r\n");

                assertThat(receive(answering.get(Peer.SECONDS, TimeUnit.SECONDS), 8))
                        .isEqualTo("EHLO x\r\n");
                gateway.event(SessionBegan.class);
                assertThat(gateway.event(SessionPassedUnread.class).reason()).isEqualTo("TLS");
                assertThat(gateway.opened).isEmpty();
                secured.close();
                upstream.leave();
            }
            gateway.assertNothingIsLeft();
        }

        @Test
        void isPutOffWithoutAWordInTheClear() throws Exception {
            serve("INTERCEPT", true);
            gateway.bounds = TestGateway.bounds(0, 100);
            try (Peer client = gateway.client()) {
                assertThat(client.receiveUntilGone()).isEmpty();
                assertThat(gateway.event(SessionRefused.class).reason()).startsWith("too many sessions");
            }
        }
    }
}

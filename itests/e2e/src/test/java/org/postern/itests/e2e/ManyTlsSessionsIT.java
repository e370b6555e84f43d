// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Handshakes of hundreds at once, on both sides of the gateway, and every message arrives. */
class ManyTlsSessionsIT {
    private static final int SESSIONS = 300;
    private static final int PATIENCE_MILLIS = 180_000;

    private final CountDownLatch start = new CountDownLatch(SESSIONS);

    @Test
    void securesThreeHundredSessionsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try (TlsGateway tls = TlsGateway.start()) {
            SSLContext context = tls.authority().trusting();
            List<String> markers = new ArrayList<>();
            List<Future<String>> replies = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                String marker = Mail.marker();
                markers.add(marker);
                replies.add(threads.submit(() -> send(tls.port("ca"), context, marker)));
            }
            for (Future<String> reply : replies) {
                assertThat(reply.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).startsWith("250 2.0.0 Ok: queued");
            }
            for (String marker : markers) {
                assertThat(new String(tls.postfix().await(marker), ISO_8859_1)).endsWith("\n\nhello\n");
            }
            assertThat(tls.seenBehindGateway()).doesNotContain("MAIL FROM");
        } finally {
            threads.shutdownNow();
        }
    }

    /** @return the reply to the end of data */
    private String send(int port, SSLContext context, String marker) throws Exception {
        try (Socket clear = new Socket(InetAddress.getLoopbackAddress(), port)) {
            clear.setSoTimeout(PATIENCE_MILLIS);
            Dialogue before = new Dialogue(clear);
            before.expect("220");
            before.say("EHLO client.test", "250");
            before.say("STARTTLS", "220");
            start.countDown();
            assertThat(start.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            try (SSLSocket secured =
                    (SSLSocket) context.getSocketFactory().createSocket(clear, TlsGateway.NAME, port, true)) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
                Dialogue under = new Dialogue(secured);
                under.say("EHLO client.test", "250");
                under.say("MAIL FROM:<sender@example.net>", "250");
                under.say("RCPT TO:<recipient@example.org>", "250");
                under.say("DATA", "354");
                String reply = under.say("X-Test: " + marker + "\r\n\r\nhello\r\n.", "250");
                under.say("QUIT", "221");
                return reply;
            }
        }
    }

    /** Lines there and back. */
    private static final class Dialogue {
        private final BufferedReader in;
        private final OutputStream out;

        Dialogue(Socket socket) throws Exception {
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1), 1);
            out = socket.getOutputStream();
        }

        String say(String line, String code) throws Exception {
            out.write((line + "\r\n").getBytes(ISO_8859_1));
            out.flush();
            return expect(code);
        }

        String expect(String code) throws Exception {
            String line = in.readLine();
            while (line != null && line.length() > 3 && line.charAt(3) == '-') {
                line = in.readLine();
            }
            assertThat(line).startsWith(code);
            return line;
        }
    }
}

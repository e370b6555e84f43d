// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A client's and a server's engine that talk in memory. */
public final class Handshake {
    private static final int BUFFER = 64 * 1024;
    private static final int MOST_TURNS = 1000;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer towardsServer = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer towardsClient = ByteBuffer.allocate(BUFFER);
    private int octetsOfServer;

    Handshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** Runs it to its end, and says something both ways. */
    static Handshake between(SSLEngine client, SSLEngine server) throws SSLException {
        Handshake handshake = new Handshake(client, server);
        handshake.run();
        assertThat(handshake.say(client, handshake.towardsServer, server, "EHLO there"))
                .isEqualTo("EHLO there");
        assertThat(handshake.say(server, handshake.towardsClient, client, "250 here"))
                .isEqualTo("250 here");
        return handshake;
    }

    /** How much the server said before anything was said in it. */
    int octetsOfServer() {
        return octetsOfServer;
    }

    private void run() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            if (client.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                    && server.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                octetsOfServer += towardsClient.position();
                return;
            }
            step(client, towardsServer, towardsClient);
            step(server, towardsClient, towardsServer);
        }
        throw new AssertionError("no end of it: " + client.getHandshakeStatus() + ", " + server.getHandshakeStatus());
    }

    private void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (in.position() > 0) {
                    octetsOfServer += read(engine, in, ByteBuffer.allocate(BUFFER)) * (engine == client ? 1 : 0);
                }
            }
            default -> {}
        }
    }

    private static int read(SSLEngine engine, ByteBuffer in, ByteBuffer plain) throws SSLException {
        in.flip();
        try {
            return engine.unwrap(in, plain).bytesConsumed();
        } finally {
            in.compact();
        }
    }

    private String say(SSLEngine from, ByteBuffer between, SSLEngine to, String text) throws SSLException {
        SSLEngineResult result = from.wrap(ByteBuffer.wrap(text.getBytes(US_ASCII)), between);
        assertThat(result.getStatus()).isEqualTo(SSLEngineResult.Status.OK);
        ByteBuffer plain = ByteBuffer.allocate(BUFFER);
        for (int i = 0; i < 10 && between.position() > 0; i++) {
            read(to, between, plain);
        }
        return new String(plain.array(), 0, plain.position(), US_ASCII);
    }
}

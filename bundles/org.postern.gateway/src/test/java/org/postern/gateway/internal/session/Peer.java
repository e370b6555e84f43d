// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The other end of a leg: a plain socket that waits no longer than a few seconds for anything. */
final class Peer implements AutoCloseable {
    /** The common pool may have one thread only, and what is done here blocks. */
    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        return thread;
    });

    static final int SECONDS = 60;

    private final Socket socket;

    Peer(Socket socket) {
        this.socket = socket;
    }

    /** The gateway may reset it at once: what can be set is set before. */
    static Peer connect(int port) throws IOException {
        return connect(InetAddress.getByName("127.0.0.1"), port);
    }

    static Peer connect(InetAddress address, int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(SECONDS * 1000);
        socket.setTcpNoDelay(true);
        try {
            socket.connect(new InetSocketAddress(address, port), SECONDS * 1000);
        } catch (ConnectException refused) {
            throw refused;
        } catch (SocketException reset) {
            socket.close(); // accepted, and reset before this end knew of it
        }
        return new Peer(socket);
    }

    /** @return where the other end is */
    InetAddress from() {
        return socket.getInetAddress();
    }

    Socket socket() {
        return socket;
    }

    /** On a thread of its own. */
    static <T> CompletableFuture<T> async(Callable<T> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(byte[] octets) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(octets);
        out.flush();
    }

    /** Sends on a thread of its own: the other end may not read. */
    CompletableFuture<Void> sending(byte[] octets) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        send(octets);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                THREADS);
    }

    static void assertHeld(CompletableFuture<Void> sending) throws InterruptedException, ExecutionException {
        try {
            sending.get(300, TimeUnit.MILLISECONDS);
            throw new AssertionError("all was sent: nobody held the sender back");
        } catch (TimeoutException heldBack) {
            assertThat(sending).isNotDone();
        }
    }

    byte[] receive(int count) throws IOException {
        byte[] octets = socket.getInputStream().readNBytes(count);
        assertThat(octets.length).as("octets before the end of the connection").isEqualTo(count);
        return octets;
    }

    void receive(String expected) throws IOException {
        byte[] octets = socket.getInputStream().readNBytes(expected.length());
        assertThat(new String(octets, ISO_8859_1)).isEqualTo(expected);
    }

    /** All that comes until the other end sends no more. */
    byte[] receiveAll() throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    String receiveAllText() throws IOException {
        return new String(receiveAll(), ISO_8859_1);
    }

    CompletableFuture<String> receivingDigest() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        MessageDigest digest = MessageDigest.getInstance("SHA-256");
                        new DigestInputStream(socket.getInputStream(), digest)
                                .transferTo(OutputStream.nullOutputStream());
                        return HexFormat.of().formatHex(digest.digest());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (NoSuchAlgorithmException e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }

    /** Reads until the connection ends, by a FIN or a reset. */
    String receiveUntilGone() {
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[64 * 1024];
        try {
            for (int n = socket.getInputStream().read(piece);
                    n >= 0;
                    n = socket.getInputStream().read(piece)) {
                text.append(new String(piece, 0, n, ISO_8859_1));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection does not end", e);
        } catch (IOException reset) {
            return text.toString();
        }
        return text.toString();
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Goes without a goodbye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Goes with a goodbye, before the test is over. */
    void leave() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

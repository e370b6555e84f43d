// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A mail server that takes everything and remembers size and digest of each message, as sent, dots and all. */
final class RecordingServer implements AutoCloseable {
    /**
     * A message it got.
     *
     * @param size its octets as on the wire: dot-stuffed and without the end marker, or as they came in chunks
     * @param sha256 their digest
     * @param envelope what came with MAIL and RCPT, line by line
     * @param command DATA, or the last BDAT
     * @param text its first 64 KiB
     */
    record Received(long size, String sha256, List<String> envelope, String command, String text) {}

    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "recording-server");
        thread.setDaemon(true);
        return thread;
    });
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    RecordingServer() throws IOException {
        socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    Received next(int seconds) throws InterruptedException {
        Received next = received.poll(seconds, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no message came within " + seconds + " s");
        }
        return next;
    }

    /** @return a message that has come, if one waits */
    Optional<Received> poll() {
        return Optional.ofNullable(received.poll());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream(), 65536);
            OutputStream out = client.getOutputStream();
            say(out, "220 recording.test ESMTP");
            List<String> envelope = new ArrayList<>();
            ByteArrayOutputStream chunks = new ByteArrayOutputStream();
            for (String line = line(in); line != null; line = line(in)) {
                String verb = line.toUpperCase(Locale.ROOT).split(" ", 2)[0];
                switch (verb) {
                    case "EHLO" ->
                        say(
                                out,
                                "250-recording.test\r\n"
                                        + "250-SIZE 209715200\r\n"
                                        + "250-CHUNKING\r\n"
                                        + "250-BINARYMIME\r\n"
                                        + "250 8BITMIME");
                    case "DATA" -> {
                        say(out, "354 go on");
                        received.add(data(in, List.copyOf(envelope)));
                        say(out, "250 2.0.0 taken");
                        envelope.clear();
                    }
                    case "BDAT" -> {
                        chunks.writeBytes(chunk(in, Integer.parseInt(line.split(" ")[1])));
                        if (line.toUpperCase(Locale.ROOT).endsWith(" LAST")) {
                            received.add(whole(chunks.toByteArray(), List.copyOf(envelope), line));
                            chunks.reset();
                            envelope.clear();
                        }
                        say(out, "250 2.0.0 taken");
                    }
                    case "MAIL", "RCPT" -> {
                        envelope.add(line);
                        say(out, "250 2.0.0 ok");
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 2.0.0 ok");
                }
            }
        } catch (IOException | java.security.NoSuchAlgorithmException gone) {
            // the test notices what is missing
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) c);
        }
        return null;
    }

    private static byte[] chunk(InputStream in, int size) throws IOException {
        byte[] chunk = in.readNBytes(size);
        if (chunk.length < size) {
            throw new IOException("the client left in the middle of a chunk");
        }
        return chunk;
    }

    private static Received whole(byte[] message, List<String> envelope, String command)
            throws java.security.NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
        String text = new String(message, 0, Math.min(message.length, 1 << 16), ISO_8859_1);
        return new Received(message.length, HexFormat.of().formatHex(digest), envelope, command, text);
    }

    private static Received data(InputStream in, List<String> envelope)
            throws IOException, java.security.NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] line = new byte[1 << 16];
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long size = 0;
        int length = 0;
        int previous = -1;
        boolean lineStart = true;
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the client left in the middle of a message");
            }
            line[length++] = (byte) c;
            boolean end = previous == '\r' && c == '\n';
            if (end || length == line.length) {
                if (lineStart && end && length == 3 && line[0] == '.') {
                    return new Received(
                            size,
                            HexFormat.of().formatHex(digest.digest()),
                            envelope,
                            "DATA",
                            text.toString(ISO_8859_1));
                }
                digest.update(line, 0, length);
                if (size < 1 << 16) {
                    text.write(line, 0, length);
                }
                size += length;
                length = 0;
                lineStart = end;
            }
            previous = c;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands between the gateway and clamd and notes what is scanned: so what clamd is given by a plain client is, octet for
 * octet, what the gateway gives it. What it notes lies in a file.
 */
final class ScanRecorder implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocketChannel listening;
    private final UnixDomainSocketAddress clamd;
    private final Path socket;
    private final FileChannel file;
    private final List<ByteBuffer> contents = new ArrayList<>();

    private ScanRecorder(Path folder, UnixDomainSocketAddress clamd) throws IOException {
        this.clamd = clamd;
        socket = folder.resolve("recorder.socket");
        file = FileChannel.open(
                folder.resolve("recorded"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
    }

    static ScanRecorder start(Path folder, UnixDomainSocketAddress clamd) throws IOException {
        var recorder = new ScanRecorder(folder, clamd);
        begin(recorder::accept);
        return recorder;
    }

    Path socket() {
        return socket;
    }

    /** Hands out what was scanned since the last time, mapped from the file. */
    synchronized List<ByteBuffer> take() {
        var taken = List.copyOf(contents);
        contents.clear();
        return taken;
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                var daemon = SocketChannel.open(clamd);
                begin(() -> copy(daemon, client));
                begin(() -> listen(client, daemon));
            }
        } catch (IOException closed) {
            // close() ends the loop so; whatever else it is, the gateway finds no engine.
        }
    }

    private void listen(SocketChannel client, SocketChannel daemon) {
        try (client;
                daemon;
                var in = new DataInputStream(new BufferedInputStream(input(client), BUFFER))) {
            while (true) {
                var command = new StringBuilder();
                for (var octet = in.readByte(); octet != 0; octet = in.readByte()) {
                    command.append((char) octet);
                }
                write(daemon, ByteBuffer.wrap((command + "\0").getBytes(StandardCharsets.US_ASCII)));
                if (command.toString().equals("zINSTREAM")) {
                    content(in, daemon);
                }
            }
        } catch (IOException over) {
            // The gateway or clamd has closed.
        }
    }

    private void content(DataInputStream in, SocketChannel daemon) throws IOException {
        var pieces = new ArrayList<byte[]>();
        var length = in.readInt();
        while (length > 0) {
            var piece = in.readNBytes(length);
            pieces.add(piece);
            write(daemon, ByteBuffer.allocate(Integer.BYTES).putInt(length).flip(), ByteBuffer.wrap(piece));
            length = in.readInt();
        }
        note(pieces); // before the answer can come, and with it the gateway's
        write(daemon, ByteBuffer.allocate(Integer.BYTES));
    }

    private synchronized void note(List<byte[]> pieces) throws IOException {
        var from = file.size();
        for (var piece : pieces) {
            file.write(ByteBuffer.wrap(piece), file.size());
        }
        contents.add(file.map(FileChannel.MapMode.READ_ONLY, from, file.size() - from));
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(BUFFER);
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                write(to, buffer.flip());
            }
        } catch (IOException over) {
            // The gateway or clamd has closed.
        }
    }

    private static void write(SocketChannel channel, ByteBuffer... octets) throws IOException {
        while (octets[octets.length - 1].hasRemaining()) {
            channel.write(octets);
        }
    }

    /** That of the platform holds a lock while it waits, and nobody could write meanwhile. */
    private static InputStream input(SocketChannel channel) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                return channel.read(ByteBuffer.wrap(target, from, length));
            }
        };
    }

    private static void begin(Runnable work) {
        var thread = new Thread(work, "recorder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        file.close();
    }
}

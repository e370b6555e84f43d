// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

/** A client that says exactly what the test says. */
final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawClient(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    RawClient(InetAddress address, int port) throws IOException {
        socket = new Socket(address, port);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Waits so long for a reply instead of a minute. */
    RawClient patience(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        return this;
    }

    OutputStream out() {
        return out;
    }

    RawClient say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(ISO_8859_1));
        out.flush();
        return this;
    }

    /** Sends content as one chunk (RFC 3030); each character is an octet. */
    RawClient chunk(String content, boolean last) throws IOException {
        out.write(("BDAT " + content.length() + (last ? " LAST" : "") + "\r\n" + content).getBytes(ISO_8859_1));
        out.flush();
        return this;
    }

    /** Reads a whole reply, and expects that code. */
    String expect(String code) throws IOException {
        StringBuilder reply = new StringBuilder();
        String line;
        do {
            line = line();
            reply.append(line).append('\n');
        } while (line.length() > 3 && line.charAt(3) == '-');
        assertThat(reply.toString()).startsWith(code);
        return reply.toString();
    }

    /** @return everything that comes until the other side closes */
    String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Sends one octet, if the other side still takes one. */
    void drip() {
        try {
            out.write('x');
        } catch (IOException closed) {
            // what was said before the close is still there to be read
        }
    }

    /** Leaves in the middle: by a reset, or by closing its half and reading what comes. */
    void leave(boolean reset) throws IOException {
        if (reset) {
            socket.setSoLinger(true, 0);
            socket.close();
        } else {
            socket.shutdownOutput();
            in.readAllBytes();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) c);
        }
        throw new IOException("the connection ended; so far: " + line);
    }

    RawClient envelope() throws IOException {
        expect("220");
        say("EHLO client.test").expect("250");
        say("MAIL FROM:<sender@example.net>").expect("250");
        say("RCPT TO:<recipient@example.org>").expect("250");
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

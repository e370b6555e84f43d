// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection that blocks: lines and message data in, gathered writes out. For one thread; any may close it. */
final class Wire implements Closeable {
    private static final int LONGEST_LINE = 4_096;

    private final SocketChannel channel;
    private final byte[] buffer = new byte[64 * 1024];
    private final ByteBuffer view = ByteBuffer.wrap(buffer);
    private int position;
    private int limit;

    private Wire(SocketChannel channel) {
        this.channel = channel;
    }

    static Wire connect(SocketAddress address) throws IOException {
        var local = address instanceof UnixDomainSocketAddress;
        var channel = local ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            if (!local) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            channel.connect(address);
            return new Wire(channel);
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
    }

    static Wire accepted(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Wire(channel);
    }

    /** A line without its CRLF, or LF. */
    String readLine() throws IOException {
        return readTo('\n', "\r");
    }

    /** What stands before the next octet zero, as clamd writes. */
    String readToZero() throws IOException {
        return readTo('\0', "");
    }

    private String readTo(char end, String trailer) throws IOException {
        var line = new StringBuilder(80);
        while (line.length() < LONGEST_LINE) {
            if (position == limit) {
                fill();
            }
            var octet = (char) (buffer[position++] & 0xff);
            if (octet == end) {
                var cut =
                        !trailer.isEmpty() && line.length() > 0 && line.charAt(line.length() - 1) == trailer.charAt(0);
                return cut ? line.substring(0, line.length() - 1) : line.toString();
            }
            line.append(octet);
        }
        throw new IOException("a line longer than " + LONGEST_LINE + " octets: " + line.substring(0, 80));
    }

    /** The last line of an SMTP reply, which must have the code. */
    void expectReply(int code) throws IOException {
        var line = readLine();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = readLine();
        }
        if (!line.startsWith(Integer.toString(code))) {
            throw new IOException("expected " + code + ", got: " + line);
        }
    }

    /** A POP3 status line, which must be positive. */
    String expectOk() throws IOException {
        var line = readLine();
        if (!line.startsWith("+OK")) {
            throw new IOException("expected +OK, got: " + line);
        }
        return line;
    }

    /** Reads to the end of the message data. */
    void readContent(DotContent content) throws IOException {
        content.reset();
        while (true) {
            if (position == limit) {
                fill();
            }
            var end = content.accept(buffer, position, limit);
            position = end < 0 ? limit : end;
            if (end >= 0) {
                return;
            }
        }
    }

    private void fill() throws IOException {
        view.clear();
        var count = channel.read(view);
        if (count < 0) {
            throw new EOFException("the peer closed");
        }
        position = 0;
        limit = count;
    }

    void writeLine(String line) throws IOException {
        write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
    }

    void write(ByteBuffer... octets) throws IOException {
        var left = 0L;
        for (var part : octets) {
            left += part.remaining();
        }
        while (left > 0) {
            left -= channel.write(octets);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

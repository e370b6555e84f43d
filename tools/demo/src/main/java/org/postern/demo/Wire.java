// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The text half of SMTP and POP3: lines, and blocks that end with a dot. Only CR LF ends a line and only CR LF {@code .}
 * CR LF a block (RFC 5321, 2.3.8): every other octet is content.
 */
final class Wire {
    private static final int LINE = 4096;
    private static final int BLOCK = 64 * 1024 * 1024;

    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** One line without its end. */
    String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        var previous = -1;
        while (true) {
            var octet = readOctet();
            if (previous == '\r' && octet == '\n') {
                var text = line.toString(StandardCharsets.ISO_8859_1);
                return text.substring(0, text.length() - 1);
            }
            if (line.size() == LINE) {
                throw new IOException("a line of more than " + LINE + " octets");
            }
            line.write(octet);
            previous = octet;
        }
    }

    /** Everything up to the line that is a dot, without dot-stuffing; its last line keeps its end. */
    byte[] readBlock() throws IOException {
        var block = new ByteArrayOutputStream();
        // How much of CR LF . CR LF has been seen. A block begins at the start of a line.
        var state = State.LINE_START;
        while (true) {
            var octet = readOctet();
            switch (state) {
                case DOT -> {
                    if (octet == '\r') {
                        state = State.DOT_CR;
                        continue;
                    }
                    // The dot was stuffing: it goes, what follows it stays.
                    state = State.TEXT;
                }
                case DOT_CR -> {
                    if (octet == '\n') {
                        return block.toByteArray();
                    }
                    block.write('\r');
                    state = State.TEXT;
                }
                case LINE_START -> {
                    if (octet == '.') {
                        state = State.DOT;
                        continue;
                    }
                    state = State.TEXT;
                }
                case CR -> state = octet == '\n' ? State.LINE_START : State.TEXT;
                case TEXT -> {}
            }
            block.write(octet);
            if (octet == '\r' && state != State.LINE_START) {
                state = State.CR;
            }
            if (block.size() > BLOCK) {
                throw new IOException("a message of more than " + BLOCK + " octets");
            }
        }
    }

    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR
    }

    void writeLine(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Writes with dot-stuffing, and the final dot; an end of line is added where the last one is missing. */
    void writeBlock(byte[] octets) throws IOException {
        var lineStart = true;
        var previous = -1;
        for (var octet : octets) {
            if (lineStart && octet == '.') {
                out.write('.');
            }
            out.write(octet);
            lineStart = previous == '\r' && octet == '\n';
            previous = octet;
        }
        out.write((lineStart ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private int readOctet() throws IOException {
        var octet = in.read();
        if (octet < 0) {
            throw new EOFException("the other side closed the connection");
        }
        return octet;
    }
}

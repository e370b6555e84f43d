// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A POP3 session that is logged in. Gives out what came over the wire, octet for octet. */
final class Pop3Login implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Pop3Login(int port, String account) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
        login(account);
    }

    private Pop3Login(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Under TLS from the first octet, with a certificate for that name. */
    static Pop3Login underTls(int port, SSLContext context, String name, String account) throws IOException {
        return secured(new Socket(InetAddress.getLoopbackAddress(), port), context, name)
                .login(account);
    }

    /** Under TLS after STLS (RFC 2595). */
    static Pop3Login afterStls(int port, SSLContext context, String name, String account) throws IOException {
        Pop3Login clear = new Pop3Login(new Socket(InetAddress.getLoopbackAddress(), port));
        assertThat(clear.line()).startsWith("+OK");
        assertThat(clear.askMany("CAPA")).contains("\r\nSTLS\r\n");
        assertThat(clear.ask("STLS")).startsWith("+OK");
        return secured(clear.socket, context, name).authenticate(account);
    }

    private static Pop3Login secured(Socket clear, SSLContext context, String name) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(clear, name, clear.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        return new Pop3Login(secured);
    }

    private Pop3Login login(String account) throws IOException {
        assertThat(line()).startsWith("+OK");
        return authenticate(account);
    }

    private Pop3Login authenticate(String account) throws IOException {
        assertThat(ask("USER " + account)).startsWith("+OK");
        assertThat(ask("PASS secret")).startsWith("+OK");
        return this;
    }

    /** @return the status line */
    String ask(String command) throws IOException {
        out.write((command + "\r\n").getBytes(ISO_8859_1));
        out.flush();
        return line();
    }

    /** @return the status line and, of an answer that is +OK, everything up to the end marker, as one text of octets */
    String askMany(String command) throws IOException {
        String status = ask(command);
        return status.startsWith("+OK") ? status + "\r\n" + block() : status;
    }

    /** @return the message of a RETR or TOP, with dot-stuffing undone */
    String message(String command) throws IOException {
        assertThat(ask(command)).startsWith("+OK");
        return rest();
    }

    /** @return what follows the status line of a message, with dot-stuffing undone */
    String rest() throws IOException {
        String block = block();
        return ("\r\n" + block.substring(0, block.length() - ".\r\n".length()))
                .replace("\r\n.", "\r\n")
                .substring(2);
    }

    private String block() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String last;
        do {
            last = line();
            block.write((last + "\r\n").getBytes(ISO_8859_1));
        } while (!last.equals("."));
        return block.toString(ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.append((char) c);
            if (c == '\n' && line.length() > 1 && line.charAt(line.length() - 2) == '\r') {
                return line.substring(0, line.length() - 2);
            }
        }
        throw new IOException("the connection ended; so far: " + line);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

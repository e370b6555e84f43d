// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.mail.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A relay for tests: says what it is told to say, and remembers what it heard, session by session. */
final class Sink implements AutoCloseable {
    private final ServerSocket socket;
    private final Optional<SSLContext> tls;
    private final boolean implicit;
    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final BlockingQueue<List<String>> sessions = new LinkedBlockingQueue<>();

    Sink() throws IOException {
        this(Optional.empty(), false);
    }

    Sink(Optional<SSLContext> tls, boolean implicit) throws IOException {
        this.tls = tls;
        this.implicit = implicit;
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "sink");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Replies that to lines which begin so, upper case. */
    Sink replying(String begin, String reply) {
        replies.put(begin, reply);
        return this;
    }

    /** @return all lines of the next session that ended; of what was sent secured each begins with a plus */
    List<String> next() throws InterruptedException {
        List<String> session = sessions.poll(10, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no session within 10 s");
        }
        return session;
    }

    private void accept() {
        while (!socket.isClosed()) {
            List<String> lines = new ArrayList<>();
            try (Socket client = socket.accept()) {
                Socket spoken = implicit ? secured(client) : client;
                say(spoken, "220 sink.test ESMTP");
                serve(spoken, lines, implicit ? "+" : "");
            } catch (IOException gone) {
                lines.add("(broken off)");
            }
            sessions.add(lines);
        }
    }

    private void serve(Socket client, List<String> lines, String mark) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(mark + line);
            String upper = line.toUpperCase(Locale.ROOT);
            if (data && !line.equals(".")) {
                continue;
            }
            String key = data ? "." : upper;
            data = false;
            Optional<String> set = replies.entrySet().stream()
                    .filter(entry -> key.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (set.isPresent()) {
                say(client, set.get());
            } else if (upper.startsWith("EHLO")) {
                boolean offer = tls.isPresent() && mark.isEmpty();
                say(
                        client,
                        "250-sink.test\r\n" + (offer ? "250-STARTTLS\r\n" : "250-AUTH PLAIN LOGIN\r\n")
                                + "250 8BITMIME");
            } else if (upper.equals("STARTTLS") && tls.isPresent()) {
                say(client, "220 go on");
                serve(secured(client), lines, "+");
                return;
            } else if (upper.startsWith("AUTH")) {
                say(client, "235 2.7.0 ok");
            } else if (upper.equals("DATA")) {
                data = true;
                say(client, "354 go on");
            } else if (upper.equals("QUIT")) {
                say(client, "221 bye");
                return;
            } else {
                say(client, "250 2.0.0 ok");
            }
        }
    }

    private Socket secured(Socket client) throws IOException {
        SSLSocket secured = (SSLSocket) tls.orElseThrow()
                .getSocketFactory()
                .createSocket(client, client.getInetAddress().getHostAddress(), client.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private static void say(Socket client, String reply) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write((reply + "\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

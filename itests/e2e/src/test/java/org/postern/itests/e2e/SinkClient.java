// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A client that says for each message what became of it: the class of the reply that settled it. Postfix's
 * {@code smtp-source} gives up at the first reply that is not as it hoped.
 *
 * @param port where it sends to
 * @param greeting EHLO, and HELO if that is refused; or HELO
 */
record SinkClient(int port, String greeting) {
    /** A connection that is lost is a temporary failure (RFC 5321 section 3.8). */
    private static final char LOST = '4';

    private static final int TIMEOUT_MILLIS = 30_000;

    /** @return the classes by recipient, and that of each session's QUIT by the session's name */
    Map<String, Character> send(int sessions, int messages) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        try {
            List<Callable<Map<String, Character>>> all = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                String name = "session-" + i;
                all.add(() -> session(name, messages));
            }
            Map<String, Character> classes = new TreeMap<>();
            for (Future<Map<String, Character>> one : threads.invokeAll(all, 120, TimeUnit.SECONDS)) {
                classes.putAll(one.get());
            }
            return classes;
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Character> session(String name, int messages) throws IOException {
        Map<String, Character> classes = new TreeMap<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            Talk talk = new Talk(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
            char begin = talk.begin(greeting);
            for (int i = 0; i < messages; i++) {
                String recipient = name + "-" + i + "@example.org";
                classes.put(recipient, begin == '2' ? talk.message(recipient) : begin);
            }
            classes.put(name, begin == '2' ? talk.ask("QUIT") : begin);
        }
        return classes;
    }

    /** What is said on one connection. Once it is lost it stays so. */
    private static final class Talk {
        private final InputStream in;
        private final OutputStream out;
        private boolean lost;

        Talk(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        char begin(String greeting) {
            char code = reply();
            if (code == '2') {
                code = ask(greeting + " client.test");
            }
            return code == '5' && greeting.equals("EHLO") && !lost ? ask("HELO client.test") : code;
        }

        char message(String recipient) {
            char code = ask("MAIL FROM:<sender@example.net>");
            if (code == '2') {
                code = ask("RCPT TO:<" + recipient + ">");
            }
            if (code == '2') {
                code = ask("DATA");
            }
            if (code == '3') {
                code = ask("Subject: to " + recipient + "\r\n\r\nbody\r\n..dot\r\n.");
            }
            if (code != '2') {
                ask("RSET");
            }
            return code;
        }

        char ask(String command) {
            try {
                if (!lost) {
                    out.write((command + "\r\n").getBytes(ISO_8859_1));
                    out.flush();
                }
            } catch (IOException gone) {
                lost = true;
            }
            return reply();
        }

        private char reply() {
            try {
                String line = lost ? "" : line();
                while (line.length() > 3 && line.charAt(3) == '-') {
                    line = line();
                }
                lost |= line.isEmpty() || line.startsWith("421");
                return lost ? LOST : line.charAt(0);
            } catch (java.net.SocketTimeoutException silent) {
                throw new IllegalStateException("no reply within " + TIMEOUT_MILLIS + " ms", silent);
            } catch (IOException gone) {
                lost = true;
                return LOST;
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    return line.toString();
                }
                line.append((char) c);
            }
            return "";
        }
    }
}

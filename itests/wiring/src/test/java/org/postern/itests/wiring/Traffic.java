// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.wiring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many clients that send one message after the other, every third one infected, and note what they are told. */
final class Traffic {
    /** The embedded engine knows it; put together here so that this class is not found by it. */
    static final String INFECTED = "POSTERN-TEST-" + "SIGNATURE-f3b1c0de-HARMLESS";

    private static final int PER_SESSION = 5;

    /** What was acknowledged, by its number: whether it was infected. */
    final Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();

    /** Where a message was not taken: the step, and what was said or that nothing was. */
    final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    private final int port;
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean over;

    Traffic(int port, int sessions) {
        this.port = port;
        for (int i = 0; i < sessions; i++) {
            int number = i;
            Thread client = new Thread(() -> run(number), "client-" + i);
            client.setDaemon(true);
            clients.add(client);
            client.start();
        }
    }

    /** Ends after the message that is under way. */
    void end() throws InterruptedException {
        over = true;
        for (Thread client : clients) {
            client.join(30_000);
            if (client.isAlive()) {
                throw new AssertionError(client.getName() + " still waits for an answer");
            }
        }
    }

    static String clean(String id) {
        return "this is the text of " + id;
    }

    private void run(int client) {
        for (int sent = 0; !over; sent += PER_SESSION) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(60_000);
                socket.setTcpNoDelay(true);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                session(socket, in, client, sent);
            } catch (IOException e) {
                refusals.add("connection: " + e.getMessage());
            }
        }
    }

    private void session(Socket socket, BufferedReader in, int client, int first) throws IOException {
        if (!expect("220", "greeting", in) || !say(socket, in, "HELO me", "250")) {
            return;
        }
        for (int i = first; i < first + PER_SESSION && !over; i++) {
            String id = "m-" + client + "-" + i;
            boolean infected = i % 3 == 0;
            if (!say(socket, in, "MAIL FROM:<a@example.net>", "250")
                    || !say(socket, in, "RCPT TO:<b@example.org>", "250")
                    || !say(socket, in, "DATA", "354")
                    || !say(socket, in, message(id, infected), "250")) {
                return;
            }
            acknowledged.put(id, infected);
        }
        say(socket, in, "QUIT", "221");
    }

    private static String message(String id, boolean infected) {
        return "Subject: test\r\nX-Number: " + id + "\r\n\r\n" + (infected ? INFECTED : clean(id)) + "\r\n.";
    }

    private boolean say(Socket socket, BufferedReader in, String line, String code) throws IOException {
        String step = line.startsWith("Subject") ? "end of data" : line;
        try {
            socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
        } catch (IOException closed) {
            refusals.add(step + ": closed");
            return false;
        }
        return expect(code, step, in);
    }

    private boolean expect(String code, String step, BufferedReader in) {
        String reply;
        try {
            reply = in.readLine();
        } catch (java.net.SocketTimeoutException silent) {
            reply = "SILENCE";
        } catch (IOException reset) {
            reply = null;
        }
        if (reply == null) {
            refusals.add(step + ": closed");
            return false;
        }
        if (!reply.startsWith(code)) {
            refusals.add(step + ": " + reply);
            return false;
        }
        return true;
    }
}

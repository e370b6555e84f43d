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
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Many POP3 clients that fetch and delete one message after the other, and look at what they get. */
final class FetchTraffic {
    /** What came whole: account and number. */
    final Set<String> fetched = ConcurrentHashMap.newKeySet();

    /** What came, but not as it should. */
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Where something was refused: the step, and what was said or that nothing was. */
    final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    private final int port;
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean over;

    FetchTraffic(int port, int sessions) {
        this.port = port;
        for (int i = 0; i < sessions; i++) {
            int number = i;
            Thread client = new Thread(() -> run(number), "fetcher-" + i);
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

    private void run(int client) {
        for (int session = 0; !over; session++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(60_000);
                socket.setTcpNoDelay(true);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                session(socket, in, "u-" + client + "-" + session);
            } catch (IOException e) {
                refusals.add("connection: closed");
            }
        }
    }

    private void session(Socket socket, BufferedReader in, String account) throws IOException {
        if (!isOk("greeting", in) || !say(socket, in, "USER " + account) || !say(socket, in, "PASS secret")) {
            return;
        }
        for (int i = 1; i <= MailboxServer.MESSAGES && !over; i++) {
            if (!say(socket, in, "RETR " + i)) {
                return;
            }
            Optional<String> message = message(in);
            if (message.isEmpty()) {
                refusals.add("message: closed");
                return;
            }
            judge(account, i, message.get());
            if (!say(socket, in, "DELE " + i)) {
                return;
            }
        }
        say(socket, in, "QUIT");
    }

    private void judge(String account, int number, String message) {
        boolean right = MailboxServer.isInfected(number)
                ? message.contains("postern-notice") && !message.contains(Traffic.INFECTED)
                : message.equals(MailboxServer.message(account, number));
        (right ? fetched : wrong).add(account + "/" + number + (right ? "" : ": " + message));
    }

    /** @return empty when the connection ends before the message does */
    private static Optional<String> message(BufferedReader in) {
        StringBuilder message = new StringBuilder();
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(".")) {
                    return Optional.of(message.toString());
                }
                message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
        } catch (IOException reset) {
            // as if it had been closed
        }
        return Optional.empty();
    }

    private boolean say(Socket socket, BufferedReader in, String line) {
        try {
            socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
        } catch (IOException closed) {
            refusals.add(line + ": closed");
            return false;
        }
        return isOk(line, in);
    }

    private boolean isOk(String step, BufferedReader in) {
        String reply;
        try {
            reply = in.readLine();
        } catch (java.net.SocketTimeoutException silent) {
            reply = "SILENCE";
        } catch (IOException reset) {
            reply = null;
        }
        if (reply == null || !reply.startsWith("+OK")) {
            refusals.add(step + ": " + (reply == null ? "closed" : reply));
            return false;
        }
        return true;
    }
}

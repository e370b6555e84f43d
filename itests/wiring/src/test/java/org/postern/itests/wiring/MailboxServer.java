// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.wiring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A POP3 server at which every account has messages made of its name, every third of them infected. */
final class MailboxServer implements AutoCloseable {
    static final int MESSAGES = 5;

    /** What was deleted and its session ended with QUIT: account and number. */
    final Set<String> deleted = ConcurrentHashMap.newKeySet();

    private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());

    MailboxServer() throws IOException {
        start(this::accept);
    }

    static boolean isInfected(int number) {
        return number % 3 == 0;
    }

    static String message(String account, int number) {
        return "Subject: test\r\nX-Number: " + account + "/" + number + "\r\n\r\n"
                + (isInfected(number) ? Traffic.INFECTED : Traffic.clean(account + "/" + number)) + "\r\n";
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "mailbox-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                start(() -> serveAndClose(client));
            } catch (IOException closed) {
                // the end
            }
        }
    }

    private void serveAndClose(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            serve(client);
        } catch (IOException gone) {
            // nothing is deleted
        }
    }

    private void serve(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
        Set<String> marked = new HashSet<>();
        String account = "";
        say(client, "+OK here\r\n");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0].toUpperCase(Locale.ROOT)) {
                case "USER" -> {
                    account = words[1];
                    say(client, "+OK\r\n");
                }
                case "RETR" -> say(client, "+OK\r\n" + message(account, Integer.parseInt(words[1])) + ".\r\n");
                case "DELE" -> {
                    marked.add(account + "/" + words[1]);
                    say(client, "+OK\r\n");
                }
                case "QUIT" -> {
                    deleted.addAll(marked);
                    say(client, "+OK\r\n");
                    return;
                }
                default -> say(client, "+OK\r\n");
            }
        }
    }

    private static void say(Socket client, String reply) throws IOException {
        client.getOutputStream().write(reply.getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

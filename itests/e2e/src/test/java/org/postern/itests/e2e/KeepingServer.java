// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that takes messages by DATA and BDAT, by LMTP (RFC 2033) too, and keeps every octet of them. */
final class KeepingServer implements AutoCloseable {
    private final BlockingQueue<String> kept = new LinkedBlockingQueue<>();
    private final Map<String, String> byReply = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final FakeServer server;

    KeepingServer() throws IOException {
        this(InetAddress.getLoopbackAddress());
    }

    KeepingServer(InetAddress address) throws IOException {
        server = new FakeServer(address, this::serve);
    }

    String address() {
        return server.address();
    }

    int port() {
        return server.port();
    }

    /** @return the next message, its octets as characters, dot-stuffing undone */
    String next() throws InterruptedException {
        String next = kept.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no message came within 20 s");
        }
        return next;
    }

    /** @return the messages that came and were not asked for yet */
    List<String> all() {
        List<String> all = new ArrayList<>();
        kept.drainTo(all);
        return all;
    }

    private void serve(FakeServer.Talk talk) throws IOException {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        talk.say("220 keeping.test ESMTP");
        while (true) {
            String[] words = talk.line().split(" ");
            switch (words[0].toUpperCase(Locale.ROOT)) {
                case "EHLO", "LHLO" ->
                    talk.say("250-keeping.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-BINARYMIME\r\n250 CHUNKING");
                case "DATA" -> {
                    talk.say("354 go on");
                    talk.say(keep(data(talk)));
                }
                case "BDAT" -> {
                    chunks.write(talk.octets(Integer.parseInt(words[1])));
                    if (words.length > 2) {
                        talk.say(keep(chunks.toString(ISO_8859_1)));
                        chunks.reset();
                    } else {
                        talk.say("250 2.0.0 go on");
                    }
                }
                case "QUIT" -> {
                    talk.say("221 bye");
                    return;
                }
                default -> talk.say("250 2.0.0 ok");
            }
        }
    }

    private String keep(String message) {
        String reply = "250 2.0.0 kept as " + count.incrementAndGet();
        byReply.put(reply, message);
        kept.add(message);
        return reply;
    }

    /** @return the message that it took with this reply, as its last line */
    String taken(String reply) {
        return byReply.get(reply);
    }

    private static String data(FakeServer.Talk talk) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = talk.line(); !line.equals("."); line = talk.line()) {
            data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return data.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Something that speaks as clamd does and takes long over some mail or fails on it; as to malware it is honest. */
final class LateClamd implements AutoCloseable {
    /** What it takes long over. */
    static final String MARK = "X-Late: yes";

    /** What it says it cannot read. */
    static final String BROKEN = "X-Broken: yes";

    private final Duration late;
    private final FakeServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger thoughtOver = new AtomicInteger();

    LateClamd(Duration late) throws IOException {
        this.late = late;
        server = new FakeServer(this::serve);
    }

    String address() {
        return server.address();
    }

    /** @return how often it took long */
    int thoughtOver() {
        return thoughtOver.get();
    }

    private void serve(FakeServer.Talk talk) throws IOException {
        int number = 0;
        for (String command = command(talk); ; command = command(talk)) {
            switch (command) {
                case "zIDSESSION" -> {}
                case "zVERSION" -> answer(talk, ++number, "ClamAV 1.4.3/27000/Tue Nov 24 08:00:00 2026");
                case "zINSTREAM" -> answer(talk, ++number, "stream: " + verdict(content(talk)));
                default -> throw new IOException("an unknown command: " + command);
            }
        }
    }

    private String verdict(String content) throws IOException {
        if (content.contains(MARK)) {
            thoughtOver.incrementAndGet();
            try {
                if (closed.await(late.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("no longer wanted");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        if (content.contains(BROKEN)) {
            return "Can't parse data ERROR";
        }
        boolean infected = content.contains(new String(Mail.eicar(), ISO_8859_1))
                || content.contains(Mail.base64(Mail.eicar()).substring(0, 60));
        return infected ? "Eicar-Test-Signature FOUND" : "OK";
    }

    private static String command(FakeServer.Talk talk) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int c = talk.octet(); c != 0; c = talk.octet()) {
            command.append((char) c);
        }
        return command.toString();
    }

    private static String content(FakeServer.Talk talk) throws IOException {
        StringBuilder content = new StringBuilder();
        for (int length = length(talk); length > 0; length = length(talk)) {
            content.append(new String(talk.octets(length), ISO_8859_1));
        }
        return content.toString();
    }

    private static int length(FakeServer.Talk talk) throws IOException {
        return ByteBuffer.wrap(talk.octets(Integer.BYTES)).getInt();
    }

    private static void answer(FakeServer.Talk talk, int number, String text) throws IOException {
        talk.send((number + ": " + text + "\0").getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}

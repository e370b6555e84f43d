// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A real clamd, but for messages that have a line to say what becomes of them (T21). */
final class FaultyClamd implements AutoCloseable {
    /** What happens when it has all of a message with such a line; with the first one, as soon as it has that line. */
    enum Fault {
        CLOSES_IN_MID_STREAM,
        CLOSES,
        ANSWERS_HALF,
        TALKS_NONSENSE,
        ANSWERS_ANOTHER_QUESTION,
        ANSWERS_TWICE,
        SAYS_ERROR,
        SAYS_NOTHING;

        /** @return a line of a header */
        String line() {
            return "X-Engine: " + name() + ".\r\n";
        }
    }

    private final PrivateClamd clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
    private final FakeServer front = new FakeServer(this::serve);
    private final boolean praisesAll;

    FaultyClamd() throws Exception {
        this(false);
    }

    private FaultyClamd(boolean praisesAll) throws Exception {
        this.praisesAll = praisesAll;
    }

    /** Calls everything clean. */
    static FaultyClamd thatPraisesAll() throws Exception {
        return new FaultyClamd(true);
    }

    String address() {
        return front.address();
    }

    /** Ends what it does, and does no more. */
    void stop() throws Exception {
        front.behave(FakeServer.Talk::reset);
        front.die();
    }

    void startAgain() {
        front.behave(this::serve);
    }

    private void serve(FakeServer.Talk talk) throws IOException {
        int number = 0;
        while (true) {
            String command = command(talk);
            if (command.equals("zIDSESSION")) {
                continue;
            }
            number++;
            byte[] content = command.equals("zINSTREAM") ? content(talk) : new byte[0];
            String answer = praisesAll && command.equals("zINSTREAM") ? "stream: OK\0" : ask(command, content);
            Fault fault = fault(content);
            if (fault != null) {
                misbehave(fault, number, talk);
                return;
            }
            talk.send((number + ": " + answer).getBytes(ISO_8859_1));
        }
    }

    private static String command(FakeServer.Talk talk) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int octet = talk.octet(); octet != 0; octet = talk.octet()) {
            command.append((char) octet);
        }
        return command.toString();
    }

    /** @return the chunks with their lengths, as they came */
    private static byte[] content(FakeServer.Talk talk) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int length;
        do {
            byte[] octets = talk.octets(Integer.BYTES);
            length = ByteBuffer.wrap(octets).getInt();
            content.write(octets);
            content.write(talk.octets(length));
            if (content.toString(ISO_8859_1).contains(Fault.CLOSES_IN_MID_STREAM.line())) {
                talk.reset();
                throw new EOFException("closed");
            }
        } while (length > 0);
        return content.toByteArray();
    }

    /** @return the real one's answer, with the NUL that ends it */
    private String ask(String command, byte[] content) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(clamd.address()));
            for (byte[] octets : new byte[][] {(command + "\0").getBytes(ISO_8859_1), content}) {
                ByteBuffer out = ByteBuffer.wrap(octets);
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            }
            ByteBuffer in = ByteBuffer.allocate(4096);
            while (channel.read(in) >= 0) {
                // it closes after one answer
            }
            return new String(in.array(), 0, in.position(), ISO_8859_1);
        }
    }

    private static Fault fault(byte[] content) {
        String text = new String(content, ISO_8859_1);
        for (Fault fault : Fault.values()) {
            if (text.contains(fault.line())) {
                return fault;
            }
        }
        return null;
    }

    private static void misbehave(Fault fault, int number, FakeServer.Talk talk) throws IOException {
        String clean = ": stream: OK\0";
        switch (fault) {
            case CLOSES, CLOSES_IN_MID_STREAM -> talk.reset();
            case ANSWERS_HALF -> talk.send((number + ": stream: O").getBytes(ISO_8859_1));
            case TALKS_NONSENSE -> talk.send("well then\0".getBytes(ISO_8859_1));
            case ANSWERS_ANOTHER_QUESTION -> talk.send((number + 1 + clean).getBytes(ISO_8859_1));
            case ANSWERS_TWICE -> talk.send((number + clean + (number + 1) + clean).getBytes(ISO_8859_1));
            case SAYS_ERROR -> talk.send((number + ": stream: Can't allocate memory ERROR\0").getBytes(ISO_8859_1));
            case SAYS_NOTHING -> talk.awaitEnd();
        }
    }

    @Override
    public void close() throws Exception {
        front.close();
        clamd.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An ICAP server (RFC 3507) that finds EICAR in plain octets and nothing else, and misbehaves where a line of the content says so. */
final class FaultyIcap implements AutoCloseable {
    /** What happens instead of an answer; the first one as soon as the first chunk is there. */
    enum Fault {
        CLOSES_IN_MID_STREAM,
        CLOSES,
        ANSWERS_HALF,
        TALKS_NONSENSE,
        GOES_ON_FOR_EVER,
        SAYS_ERROR,
        IS_OVERLOADED,
        SAYS_NOTHING;

        /** @return a line of a header */
        String line() {
            return "X-Engine: " + name() + ".\r\n";
        }
    }

    private static final Pattern BODY = Pattern.compile("(?i)Encapsulated:.*-body=([0-9]+)");
    private static final String COMMON = "ISTag: \"faulty-1\"\r\nService: Faulty 1.0\r\n";
    private static final String BLOCKED = "HTTP/1.1 403 Forbidden\r\n\r\n";

    private final FakeServer server = new FakeServer(this::serve);

    FaultyIcap() throws IOException {}

    String address() {
        return server.address();
    }

    private void serve(FakeServer.Talk talk) throws IOException {
        while (true) {
            String head = head(talk);
            if (head.startsWith("OPTIONS ")) {
                talk.send(("ICAP/1.0 200 OK\r\nMethods: RESPMOD\r\nAllow: 204\r\n" + COMMON
                                + "Encapsulated: null-body=0\r\n\r\n")
                        .getBytes(ISO_8859_1));
                continue;
            }
            Matcher body = BODY.matcher(head);
            if (!body.find()) {
                throw new IOException("no body: " + head);
            }
            talk.octets(Integer.parseInt(body.group(1)));
            String content = content(talk);
            if (content.contains(Fault.CLOSES_IN_MID_STREAM.line())) {
                talk.reset();
                return;
            }
            for (Fault fault : Fault.values()) {
                if (content.contains(fault.line())) {
                    misbehave(fault, talk);
                    return;
                }
            }
            talk.send(verdict(content).getBytes(ISO_8859_1));
        }
    }

    private static String verdict(String content) {
        return content.contains("EICAR-STANDARD-ANTIVIRUS-TEST-FILE")
                ? "ICAP/1.0 200 OK\r\n" + COMMON + "X-Infection-Found: Type=0; Resolution=2; Threat=Eicar-Test;\r\n"
                        + "Encapsulated: res-hdr=0, null-body=" + BLOCKED.length() + "\r\n\r\n" + BLOCKED
                : "ICAP/1.0 204 No Content\r\n" + COMMON + "Encapsulated: null-body=0\r\n\r\n";
    }

    private static String head(FakeServer.Talk talk) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = talk.line(); !line.isEmpty(); line = talk.line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** @return what came in chunks; no more than the first one where that says so */
    private static String content(FakeServer.Talk talk) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int length = length(talk); length > 0; length = length(talk)) {
            content.write(talk.octets(length));
            if (content.toString(ISO_8859_1).contains(Fault.CLOSES_IN_MID_STREAM.line())) {
                return content.toString(ISO_8859_1);
            }
            talk.line();
        }
        talk.line();
        return content.toString(ISO_8859_1);
    }

    private static int length(FakeServer.Talk talk) throws IOException {
        return Integer.parseInt(talk.line().replaceAll(";.*", "").trim(), 16);
    }

    private static void misbehave(Fault fault, FakeServer.Talk talk) throws IOException {
        switch (fault) {
            case CLOSES, CLOSES_IN_MID_STREAM -> talk.reset();
            case ANSWERS_HALF -> talk.send("ICAP/1.0 204 No".getBytes(ISO_8859_1));
            case TALKS_NONSENSE -> talk.send("stream: OK\0\r\n\r\n".getBytes(ISO_8859_1));
            case SAYS_ERROR -> talk.send("ICAP/1.0 500 Server error\r\n\r\n".getBytes(ISO_8859_1));
            case IS_OVERLOADED -> talk.send("ICAP/1.0 503 Overloaded\r\n\r\n".getBytes(ISO_8859_1));
            case SAYS_NOTHING -> talk.awaitEnd();
            case GOES_ON_FOR_EVER -> {
                talk.send("ICAP/1.0 204 No Content\r\n".getBytes(ISO_8859_1));
                byte[] field = ("X-More: " + "x".repeat(1000) + "\r\n").getBytes(ISO_8859_1);
                for (int i = 0; i < 100_000; i++) { // 100 MB, or until the other side has enough
                    talk.send(field);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

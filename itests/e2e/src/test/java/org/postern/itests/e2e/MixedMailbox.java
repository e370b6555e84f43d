// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may lie in a mailbox: each message is of another shape than the one before it, and holds its own number. */
final class MixedMailbox {
    private static final Pattern NUMBER = Pattern.compile("numbered-(\\d+)-");
    private static final int KINDS = 20;
    private static final int BIG = 3 << 20;

    private final Random random = new Random(1939);
    private final List<String> messages = new ArrayList<>();

    MixedMailbox(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            messages.add(message(i));
        }
    }

    /** @return the messages, whose lines end in CRLF, but for the last line of some of them */
    List<String> messages() {
        return messages;
    }

    static boolean isInfected(int number) {
        return number % KINDS == 3 || number % KINDS == 13;
    }

    /** @return which message this is, as its first number says */
    static int numberOf(String message) {
        Matcher number = NUMBER.matcher(message);
        if (!number.find()) {
            throw new AssertionError(
                    "a message without its number: " + message.substring(0, Math.min(500, message.length())));
        }
        return Integer.parseInt(number.group(1));
    }

    private String message(int i) throws IOException {
        String mark = "numbered-" + i + "-";
        String text = Mail.header(mark) + Mail.lines("Content-Type: text/plain; charset=utf-8", "");
        return switch (i % KINDS) {
            case 0 -> Mail.text(mark);
            case 1 -> text + Mail.lines(".", "..", ". ", ".a", "", ".", "", "..", ".".repeat(1 + i)) + ".";
            case 2 ->
                text + Mail.lines("a".repeat(997), "b".repeat(998), "c".repeat(999), "d".repeat(100_000 + i), "e");
            case 3 ->
                Mail.withAttachment(
                        mark, "application/zip", "e.zip", i % 3 == 0 ? Mail.zip("e.com", Mail.eicar()) : Mail.eicar());
            case 4 -> text + "The last line has no end";
            case 5 -> text;
            case 6 -> Mail.header(mark); // and no empty line
            case 7 -> Mail.withAttachment(mark, "image/png", "a.png", octets(20_000));
            case 8 -> i == 8 || i % 500 == 8 ? Mail.withAttachment(mark, "video/mp4", "a", octets(BIG)) : html(mark);
            case 9 -> text + Mail.lines("one\rCR", "\rat the start", "at the end\r", "\r", ".\r", "end");
            case 10 -> text + Mail.lines("From here on", ">From there", "From a@b Tue Nov 24 08:00:00 2026", "");
            case 11 -> "Subject: " + mark + "\r\n\r\n";
            case 12 -> text + Mail.lines("", "", "", "\t", "  ", "-- ", "", "", "");
            case 13 ->
                Mail.header(mark)
                        + Mail.lines("Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64", "")
                        + Mail.base64(Mail.eicar());
            case 14 -> nested(mark);
            case 15 -> received(20) + text + "x\r\n";
            case 16 -> "\r\nonly a body: " + mark + "\r\n";
            case 17 -> text + everyOctet();
            case 18 ->
                Mail.header(mark) + Mail.lines("X-Long: " + "w ".repeat(700), "X-8bit: \u00e4\u00f6\u00fc", "", "x");
            default ->
                text + "Z".repeat(8189 + i % 7) + "\r\n." + "\r\n" + "Z".repeat(4093 + i % 7) + "\r\n.\r\nend\r\n";
        };
    }

    private byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private String html(String mark) {
        return Mail.header(mark)
                + Mail.lines("Content-Type: text/html", "Content-Transfer-Encoding: quoted-printable", "")
                + Mail.lines("<html><body>", "<p>a =3D b, soft =", ".break</p>", "=2E", "</body></html>");
    }

    private String nested(String mark) {
        return Mail.header(mark)
                + Mail.lines("Content-Type: multipart/mixed; boundary=outermost", "", "--outermost")
                + Mail.lines("Content-Type: message/rfc822", "")
                + Mail.withAttachment("inner", "application/pdf", "a.pdf", octets(5_000))
                + Mail.lines("--outermost--");
    }

    private static String received(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("Received: from mx")
                    .append(i)
                    .append(".example.net by mx.example.org;\r\n")
                    .append("\tTue, 24 Nov 2026 08:00:00 +0000\r\n");
        }
        return lines.toString();
    }

    /** All octets but NUL and the ends of lines. */
    private static String everyOctet() {
        byte[] octets = new byte[256];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = i == 0 || i == '\r' || i == '\n' ? (byte) ' ' : (byte) i;
        }
        return new String(octets, ISO_8859_1) + "\r\n";
    }
}

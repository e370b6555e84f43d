// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.spool.Octets;

/**
 * Prints how long it takes to read messages of 10 MB and decode their leaves, as a multiple of what {@link Base64} takes for as many
 * octets in the same run. Run by hand: it takes a minute.
 */
public final class ReadingSpeed {
    private static final int SIZE = 10 << 20;
    private static final int ROUNDS = 15;

    private static long sum;

    private ReadingSpeed() {}

    private interface Work {
        void run() throws IOException;
    }

    /** Prints a line for each kind of message. */
    public static void main(String[] arguments) throws IOException {
        byte[] base64 = Base64.getMimeEncoder().encode(octets(SIZE * 3 / 4));
        double pass = best(() -> sum += Base64.getMimeDecoder().decode(base64).length);
        System.out.printf(Locale.ROOT, "java.util.Base64: %.1f ms for %d octets%n", pass, base64.length);
        for (Map.Entry<String, byte[]> message : messages(base64).entrySet()) {
            byte[] octets = message.getValue();
            double read = best(() -> read(octets, false));
            double both = best(() -> read(octets, true));
            double share = pass * octets.length / base64.length;
            System.out.printf(
                    Locale.ROOT,
                    "%-28s read %6.1f ms = %4.2f, read and decoded %6.1f ms = %4.2f%n",
                    message.getKey(),
                    read,
                    read / share,
                    both,
                    both / share);
        }
    }

    private static Map<String, byte[]> messages(byte[] base64) {
        String header =
                "Received: from a.example.org by b.example.org with ESMTP id 1234567; Mon, 1 Jan 2024 00:00:00 +0000\r\n"
                        .repeat(10);
        String fields = header
                + "From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?Q?x=C3=A4?=\r\nMIME-Version: 1.0\r\n";
        String small =
                "--b\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n"
                        + "Content-Disposition: inline; filename=\"a.txt\"\r\n\r\nHello w=C3=B6rld,\r\nbye\r\n";
        Map<String, byte[]> messages = new LinkedHashMap<>();
        messages.put(
                "one base64 attachment",
                join(
                        text(fields + "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
                        base64));
        messages.put(
                "plain text",
                text(fields + "\r\n"
                        + "A line of text as it stands in a mail, of about usual length.\r\n".repeat(SIZE / 63)));
        messages.put(
                "plain multipart",
                text(fields + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + ("--b\r\nContent-Type: text/plain\r\n\r\n"
                                        + "A line of text as it stands in a mail, of about usual length.\r\n"
                                                .repeat(SIZE / 630))
                                .repeat(10)
                        + "--b--\r\n"));
        messages.put(
                "quoted-printable",
                text(fields + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                        + "A l=C3=ADne of text as it stands in a mail, of about usual =\r\n".repeat(SIZE / 60)));
        messages.put(
                "9000 small parts",
                text(fields + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + small.repeat(9000) + "--b--\r\n"));
        messages.put(
                "4000 messages",
                text(fields + "Content-Type: multipart/digest; boundary=b\r\n\r\n"
                        + ("--b\r\n\r\n" + header.substring(0, 200) + "Subject: x\r\n\r\nhello\r\n").repeat(4000)
                        + "--b--\r\n"));
        messages.put("binary", join(text(fields + "Content-Transfer-Encoding: binary\r\n\r\n"), octets(SIZE)));
        return messages;
    }

    private static void read(byte[] message, boolean decode) throws IOException {
        LenientMimeReader reader = new LenientMimeReader(new MemorySpool());
        byte[] buffer = new byte[1 << 14];
        try (MessageStructure structure = reader.read(Octets.of(message))) {
            sum += structure.readings().size();
            if (structure.readings().size() != 1 || !structure.unscannable().isEmpty()) {
                throw new IllegalStateException(
                        "not a plain message: " + structure.ambiguities() + structure.unscannable());
            }
            for (Part leaf : decode ? structure.first().leaves() : java.util.List.<Part>of()) {
                try (InputStream in = reader.decode(leaf)) {
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        sum += count;
                    }
                }
            }
        }
    }

    /** @return the least processor time of a thread, in milliseconds */
    private static double best(Work work) throws IOException {
        double[] times = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            times[i] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e6;
        }
        return Arrays.stream(times).min().orElseThrow();
    }

    private static byte[] octets(int count) {
        byte[] octets = new byte[count];
        new Random(1).nextBytes(octets);
        return octets;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + second.length);
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Takes a clean and an infected sample through the gateway, once by SMTP on their way to the mailbox and once by POP3 on
 * their way out of it, and prints what arrived beside what was put in.
 */
public final class DemoClient {
    private final Place gateway;
    private final Place server;
    private final PrintStream out;

    /**
     * @param smtp where mail is sent to
     * @param pop3 where it is fetched from
     */
    record Place(InetSocketAddress smtp, InetSocketAddress pop3) {
        static Place ofPorts(String smtp, String pop3) {
            var loopback = InetAddress.getLoopbackAddress();
            return new Place(
                    new InetSocketAddress(loopback, Integer.parseInt(smtp)),
                    new InetSocketAddress(loopback, Integer.parseInt(pop3)));
        }
    }

    DemoClient(Place gateway, Place server, PrintStream out) {
        this.gateway = gateway;
        this.server = server;
        this.out = out;
    }

    /** Arguments: the gateway's ports of SMTP and POP3, and the demo server's, all on the loopback address. */
    public static void main(String[] args) {
        var gateway = Place.ofPorts(args[0], args[1]);
        var server = Place.ofPorts(args[2], args[3]);
        try {
            System.exit(new DemoClient(gateway, server, System.out).run() ? 0 : 1);
        } catch (IOException failed) {
            System.err.println("demo: " + failed.getMessage() + " (" + gateway + ", behind it " + server
                    + "; './postern run' starts both)");
            System.exit(1);
        }
    }

    /** Whether the clean samples arrived as they were put in and the infected ones did not. */
    boolean run() throws IOException {
        var sent = "Sent by SMTP through the gateway";
        var fetched = "Fetched by POP3 through the gateway";
        var good = show(sent, gateway.smtp(), server.pop3(), Sample.clean(messageId())) == Arrival.AS_SENT;
        good &= show(sent, gateway.smtp(), server.pop3(), Sample.infected(messageId())) != Arrival.AS_SENT;
        good &= show(fetched, server.smtp(), gateway.pop3(), Sample.clean(messageId())) == Arrival.AS_SENT;
        good &= show(fetched, server.smtp(), gateway.pop3(), Sample.infected(messageId())) != Arrival.AS_SENT;
        return good;
    }

    enum Arrival {
        AS_SENT,
        CHANGED,
        NOT_AT_ALL
    }

    private Arrival show(String way, InetSocketAddress in, InetSocketAddress from, Sample sample) throws IOException {
        var id = messageIdOf(sample);
        var reply = SmtpClient.send(in, sample.octets());
        var arrived = Pop3Client.find(from, id);
        out.println();
        out.println("== " + way + ": " + sample.title());
        out.println("   the final reply to what was sent: " + reply);
        if (arrived.isEmpty()) {
            out.println("   nothing arrived in the mailbox");
            return Arrival.NOT_AT_ALL;
        }
        var same = Arrays.equals(arrived.get(), sample.octets());
        out.println(
                same
                        ? "   arrived octet for octet as it was sent (" + arrived.get().length + " octets):"
                        : "   arrived changed; lines that differ have a | between them:");
        out.println();
        print(sample.octets(), arrived.get());
        return same ? Arrival.AS_SENT : Arrival.CHANGED;
    }

    private void print(byte[] sent, byte[] arrived) {
        var rows = SideBySide.of(sent, arrived);
        out.printf("   %-58s   %s%n", "SENT", "ARRIVED");
        for (var row : rows) {
            out.println("   " + row);
        }
    }

    private static String messageId() {
        return "<" + UUID.randomUUID() + "@demo.example.org>";
    }

    private static String messageIdOf(Sample sample) {
        return new String(sample.octets(), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith("Message-ID: "))
                .findFirst()
                .orElseThrow()
                .substring("Message-ID: ".length());
    }
}

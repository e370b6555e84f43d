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

/** Sends a clean and an infected sample through the gateway, and prints what arrived beside what was sent. */
public final class DemoClient {
    private final InetSocketAddress gateway;
    private final InetSocketAddress mailbox;
    private final PrintStream out;

    DemoClient(InetSocketAddress gateway, InetSocketAddress mailbox, PrintStream out) {
        this.gateway = gateway;
        this.mailbox = mailbox;
        this.out = out;
    }

    /** Arguments: the gateway's SMTP port and the demo server's POP3 port, both on the loopback address. */
    public static void main(String[] args) {
        var gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        var mailbox = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
        try {
            System.exit(new DemoClient(gateway, mailbox, System.out).run() ? 0 : 1);
        } catch (IOException failed) {
            System.err.println("demo: " + failed.getMessage() + " (gateway " + gateway + ", mailbox " + mailbox
                    + "; './postern run' starts both)");
            System.exit(1);
        }
    }

    /** Whether the clean sample arrived as it was sent and the infected one did not. */
    boolean run() throws IOException {
        var clean = Sample.clean(messageId());
        var infected = Sample.infected(messageId());
        var cleanArrival = show(clean);
        var infectedArrival = show(infected);
        return cleanArrival == Arrival.AS_SENT && infectedArrival != Arrival.AS_SENT;
    }

    enum Arrival {
        AS_SENT,
        CHANGED,
        NOT_AT_ALL
    }

    private Arrival show(Sample sample) throws IOException {
        var id = messageIdOf(sample);
        var reply = SmtpClient.send(gateway, sample.octets());
        var arrived = Pop3Client.find(mailbox, id);
        out.println();
        out.println("== Sent through the gateway: " + sample.title());
        out.println("   the gateway's final reply: " + reply);
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

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The demo mail server: takes mail by SMTP, gives it back by POP3, forgets it at its end. */
public final class DemoServer implements AutoCloseable {
    private final Mailbox mailbox;
    private final TcpServer smtp;
    private final TcpServer pop3;

    private DemoServer(Mailbox mailbox, TcpServer smtp, TcpServer pop3) {
        this.mailbox = mailbox;
        this.smtp = smtp;
        this.pop3 = pop3;
    }

    /** Listens on both addresses; port 0 takes any free one. */
    static DemoServer open(InetSocketAddress smtp, InetSocketAddress pop3) throws IOException {
        var mailbox = new Mailbox();
        var first = TcpServer.open(smtp, "smtp", new SmtpSession(mailbox::add));
        try {
            return new DemoServer(mailbox, first, TcpServer.open(pop3, "pop3", new Pop3Session(mailbox)));
        } catch (IOException taken) {
            first.close();
            throw taken;
        }
    }

    Mailbox mailbox() {
        return mailbox;
    }

    InetSocketAddress smtp() {
        return smtp.address();
    }

    InetSocketAddress pop3() {
        return pop3.address();
    }

    @Override
    public void close() throws IOException {
        smtp.close();
        pop3.close();
    }

    /** Arguments: the ports of SMTP and POP3 on the loopback address. Ends with the process. */
    public static void main(String[] args) throws InterruptedException {
        var smtp = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        var pop3 = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
        try (var server = open(smtp, pop3)) {
            System.out.println(
                    "Demo mail server: SMTP on 127.0.0.1:" + server.smtp().getPort() + ", POP3 on 127.0.0.1:"
                            + server.pop3().getPort());
            Thread.currentThread().join();
        } catch (IOException taken) {
            System.err.println("demo server: ports " + args[0] + " and " + args[1] + " of 127.0.0.1 cannot be opened: "
                    + taken.getMessage() + "; is another demo server running?");
            System.exit(1);
        }
    }
}

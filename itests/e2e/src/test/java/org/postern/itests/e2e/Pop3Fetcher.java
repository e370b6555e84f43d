// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A client that fetches its mailbox again and again, whatever happens, judges all that looks whole (T34), and deletes what it
 * asked for whether it got it or not (T22). Not for several threads at once.
 */
final class Pop3Fetcher {
    private static final String INFECTED = Mail.base64(Mail.eicar()).substring(0, 40);

    /** What became of the messages of all clients. */
    static final class Tally {
        final AtomicInteger whole = new AtomicInteger();
        final AtomicInteger replaced = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final AtomicInteger cutOff = new AtomicInteger();
        final Moment received = new Moment();

        @Override
        public String toString() {
            return whole + " messages as they were, " + replaced + " replaced, " + refused + " refused, " + cutOff
                    + " cut off";
        }
    }

    private final int port;
    private final String account;
    private final FakeMailboxes.Box box;
    private final Random random;
    private final Tally tally;
    private final Set<String> mayGo = ConcurrentHashMap.newKeySet();
    private InputStream in = InputStream.nullInputStream();
    private Socket socket = new Socket();

    Pop3Fetcher(int port, String account, FakeMailboxes.Box box, Random random, Tally tally) {
        this.port = port;
        this.account = account;
        this.box = box;
        this.random = random;
        this.tally = tally;
    }

    /** @return what was fetched whole in a session at whose end the server was to be told so, and nothing else may be gone */
    Set<String> mayGo() {
        return mayGo;
    }

    /** One session, which may end at any place. */
    void session() {
        try (Socket connection = new Socket()) {
            connection.setReceiveBufferSize(8192); // so that there is a middle of what is sent to it
            connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            connection.setSoTimeout(60_000);
            connection.setTcpNoDelay(true);
            socket = connection;
            in = new BufferedInputStream(connection.getInputStream());
            if (isOk(line()) && isOk(ask("USER " + account)) && isOk(ask("PASS secret"))) {
                fetch();
            }
        } catch (ConnectException nobody) {
            LockSupport.parkNanos(20_000_000);
        } catch (IOException gone) {
            // whoever it was is started again
        }
    }

    private void fetch() throws IOException {
        Set<String> got = new HashSet<>();
        List<String> listing = uids();
        Collections.shuffle(listing, random);
        for (String entry : listing) {
            String number = entry.split(" ")[0];
            String uid = entry.split(" ")[1];
            if (random.nextInt(4) == 0) {
                top(number, uid, random.nextBoolean() ? random.nextInt(51) : 60 + random.nextInt(9000));
            }
            boolean has = retr(number, uid);
            if (has) {
                got.add(uid);
            }
            if (random.nextBoolean()) {
                assertThat(!isOk(ask("DELE " + number)) || has)
                        .as("%s was not given out and may not be deleted", uid)
                        .isTrue();
            }
        }
        if (random.nextInt(4) > 0) {
            mayGo.addAll(got);
            ask("QUIT");
        }
    }

    private List<String> uids() throws IOException {
        List<String> uids = new ArrayList<>();
        if (isOk(ask("UIDL"))) {
            for (String line = line(); !line.equals("."); line = line()) {
                uids.add(line);
            }
        }
        return uids;
    }

    private boolean retr(String number, String uid) throws IOException {
        String status = ask("RETR " + number);
        if (!isOk(status)) {
            assertThat(status).startsWith("-ERR [SYS/TEMP] ");
            tally.refused.incrementAndGet();
            return false;
        }
        String original = box.message(uid);
        String message = message();
        if (original.contains(INFECTED)) {
            assertThat(isReplaced(message, original))
                    .as("%s of %s octets became %s", uid, original.length(), shortened(message))
                    .isTrue();
            tally.replaced.incrementAndGet();
        } else {
            assertThat(message.equals(original))
                    .as("%s of %s octets, of which %s came", uid, original.length(), message.length())
                    .isTrue();
            tally.whole.incrementAndGet();
        }
        return true;
    }

    /** Whether the infected part was replaced and nothing else, or what the engine failed on besides. */
    private static boolean isReplaced(String message, String original) {
        String end = original.substring(original.indexOf("\r\n--=_outer 1--"));
        return message.startsWith(original.substring(0, original.indexOf("Content-Type: ")))
                && message.contains("postern-notice")
                && !message.contains(INFECTED)
                && Stream.of(end, "because the message was changed.\r\n", "[removed by the mail gateway]\r\n")
                        .anyMatch(message::endsWith);
    }

    private static String shortened(String message) {
        return message.length() + ": " + message.substring(0, Math.min(message.length(), 3000));
    }

    private void top(String number, String uid, int lines) throws IOException {
        if (isOk(ask("TOP " + number + " " + lines))) {
            String message = message();
            String original = FakeMailboxes.top(box.message(uid), lines);
            boolean asItWas = message.equals(original);
            assertThat(asItWas || box.message(uid).contains(INFECTED))
                    .as("%s lines of %s", lines, uid)
                    .isTrue();
            assertThat(message).doesNotContain(INFECTED);
        }
    }

    private static boolean isOk(String status) {
        return status.startsWith("+OK");
    }

    private String ask(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(ISO_8859_1));
        return line();
    }

    /** @return what ends with CRLF.CRLF, dot-stuffing undone */
    private String message() throws IOException {
        StringBuilder message = new StringBuilder();
        try {
            for (String line = line(); !line.equals("."); line = line()) {
                message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
        } catch (IOException gone) {
            tally.cutOff.incrementAndGet();
            throw gone;
        }
        return message.toString();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int last = 0, c = in.read(); c >= 0; last = c, c = in.read()) {
            line.write(c);
            if (last == '\r' && c == '\n') {
                tally.received.passed(line.size());
                String text = line.toString(ISO_8859_1);
                return text.substring(0, text.length() - 2);
            }
        }
        throw new EOFException("the connection ended");
    }
}

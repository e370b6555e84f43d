// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.postern.scan.peer.Address;

/** An ICAP server that behaves as its test says, on a port of its own. It reads strictly: what is wrong ends the connection. */
final class FakeIcap implements AutoCloseable {
    /** What a server says to OPTIONS that has no wishes. */
    static final String PLAIN = "Methods: RESPMOD\r\nService: Fake ICAP 1.0\r\nISTag: \"tag-1\"\r\nAllow: 204\r\n";

    static final String CLEAN = "ICAP/1.0 204 No Content\r\nISTag: \"tag-1\"\r\n\r\n";
    static final String EVIL = "ICAP/1.0 200 OK\r\nISTag: \"tag-1\"\r\n"
            + "X-Infection-Found: Type=0; Resolution=2; Threat=Evil.Test;\r\nEncapsulated: null-body=0\r\n\r\n";

    /** What it does with one connection; when it returns the connection is closed. */
    interface Behaviour {
        void serve(Client client) throws Exception;
    }

    /** A question as it came. */
    record Asked(String first, List<String> fields, String encapsulated, byte[] content, boolean ieof) {
        String field(String name) {
            return fields.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }

        String text() {
            return new String(content, ISO_8859_1);
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-icap");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Socket kept = new Socket(); // bound to the port too: while nothing listens there, nobody else gets it
    private final SSLContext tls;
    private final int port;
    private ServerSocket server;
    private Future<?> accepting;
    private volatile Behaviour behaviour;

    private FakeIcap(SSLContext tls, Behaviour behaviour) throws IOException {
        this.tls = tls;
        this.behaviour = behaviour;
        kept.setReuseAddress(true);
        kept.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = listen(kept.getLocalPort());
    }

    static FakeIcap with(Behaviour behaviour) throws IOException {
        return new FakeIcap(null, behaviour);
    }

    static FakeIcap secured(SSLContext tls, Behaviour behaviour) throws IOException {
        return new FakeIcap(tls, behaviour);
    }

    /** Calls infected what holds "evil", and everything else clean; offers 204 and wants no preview. */
    static void honest(Client client) throws Exception {
        while (true) {
            client.answer(client.next(PLAIN));
        }
    }

    /** Answers OPTIONS so, then to the first content with these octets. */
    static Behaviour saying(String options, String octets) {
        return client -> {
            client.next(options);
            client.say(octets);
            client.awaitEnd();
        };
    }

    static Behaviour saying(String octets) {
        return saying(PLAIN, octets);
    }

    void behave(Behaviour other) {
        behaviour = other;
    }

    Address address() {
        return Address.parse("127.0.0.1:" + port);
    }

    List<Client> clients() {
        return clients;
    }

    /** @return all questions of all connections, OPTIONS too */
    List<Asked> asked() {
        return clients.stream().flatMap(client -> client.asked.stream()).toList();
    }

    private int listen(int where) throws IOException {
        ServerSocket listening = tls == null
                ? new ServerSocket(where, 200, InetAddress.getLoopbackAddress())
                : tls.getServerSocketFactory().createServerSocket(where, 200, InetAddress.getLoopbackAddress());
        server = listening;
        accepting = threads.submit(() -> accept(listening));
        return listening.getLocalPort();
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Client client = new Client(listening.accept());
                clients.add(client);
                threads.execute(() -> client.serve(behaviour));
            }
        } catch (IOException closed) {
            // no longer wanted
        }
    }

    /** Stops as a process does that ends: connections are closed, and no new ones taken. */
    void stop() throws Exception {
        server.close();
        accepting.get(10, TimeUnit.SECONDS); // a call that is under way may still take a connection
        for (Client client : clients) {
            client.socket.close();
            client.awaitEnded();
        }
    }

    void startAgain() throws IOException {
        listen(port);
    }

    @Override
    public void close() throws IOException {
        kept.close();
        server.close();
        for (Client client : clients) {
            client.socket.close();
        }
        threads.shutdownNow();
    }

    /** One connection. */
    static final class Client {
        private static final Pattern PARTS =
                Pattern.compile("(?:req-hdr=0, (?:res-hdr=(\\d+), )?)?(req-body|res-body|null-body)=(\\d+)");

        private final Socket socket;
        private final InputStream in;
        private final List<Asked> asked = new CopyOnWriteArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean closedByPeer;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        private void serve(Behaviour behaviour) {
            try (socket) {
                behaviour.serve(this);
            } catch (EOFException gone) {
                closedByPeer = true;
            } catch (Exception gone) {
                closedByPeer = gone instanceof java.net.SocketException && !socket.isClosed();
            } finally {
                ended.countDown();
            }
        }

        /** Reads the next content; to OPTIONS before it, it says these lines. Of a preview that is the preview. */
        Asked next(String options) throws IOException {
            while (true) {
                Asked question = question();
                if (!question.first().startsWith("OPTIONS ")) {
                    return question;
                }
                say("ICAP/1.0 200 OK\r\n" + options + "Encapsulated: null-body=0\r\n\r\n");
            }
        }

        /** By what stands in the content. */
        void answer(Asked question) {
            say(question.text().contains("evil") ? EVIL : CLEAN);
        }

        Asked question() throws IOException {
            List<String> fields = new ArrayList<>();
            String first = line();
            for (String line = line(); !line.isEmpty(); line = line()) {
                fields.add(line);
            }
            String parts = fields.stream()
                    .filter(line -> line.startsWith("Encapsulated: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("Encapsulated: ".length());
            Matcher offsets = PARTS.matcher(parts);
            if (!offsets.matches()) {
                throw new IOException("a wrong header: " + parts);
            }
            String http = new String(in.readNBytes(Integer.parseInt(offsets.group(3))), US_ASCII);
            check(http, offsets);
            Asked question = new Asked(first, fields, http, new byte[0], false);
            if (!offsets.group(2).equals("null-body")) {
                boolean[] ieof = {false};
                byte[] content = content(ieof);
                question = new Asked(first, fields, http, content, ieof[0]);
            }
            asked.add(question);
            return question;
        }

        /** Each encapsulated header lies where it should, and ends there. */
        private static void check(String http, Matcher offsets) throws IOException {
            int response = offsets.group(1) == null ? 0 : Integer.parseInt(offsets.group(1));
            boolean right = http.isEmpty()
                    || (http.endsWith("\r\n\r\n")
                            && (response == 0
                                    || (http.startsWith("HTTP/1.1 200 OK\r\n", response)
                                            && http.startsWith("\r\n\r\n", response - 4))));
            if (!right) {
                throw new IOException("headers elsewhere than said: " + http);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException();
                }
                line.append((char) c);
            }
            if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
                throw new IOException("a line without CR");
            }
            return line.substring(0, line.length() - 1);
        }

        /** Reads one chunk's octets, empty at the last one. */
        byte[] chunk(boolean[] ieof) throws IOException {
            String size = line();
            ieof[0] = size.equals("0; ieof");
            int length = ieof[0] ? 0 : Integer.parseInt(size, 16);
            byte[] octets = in.readNBytes(length);
            if (octets.length < length) {
                throw new EOFException();
            }
            if (!line().isEmpty()) {
                throw new IOException("a chunk that is longer");
            }
            return octets;
        }

        byte[] content(boolean[] ieof) throws IOException {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(ieof); chunk.length > 0; chunk = chunk(ieof)) {
                content.write(chunk);
            }
            return content.toByteArray();
        }

        /** Reads a header only, up to the body. */
        String header() throws IOException {
            String first = line();
            while (!line().isEmpty()) {
                // on
            }
            return first;
        }

        /** Reads what comes after a preview. */
        byte[] rest() throws IOException {
            return content(new boolean[1]);
        }

        List<Asked> asked() {
            return asked;
        }

        void say(String octets) {
            say(octets.getBytes(ISO_8859_1));
        }

        void say(byte[] octets) {
            try {
                socket.getOutputStream().write(octets);
                socket.getOutputStream().flush();
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        }

        /** Reads until the gateway closes the connection. */
        void awaitEnd() throws IOException {
            while (in.read() >= 0) {
                // on
            }
            throw new EOFException();
        }

        boolean socketIsClosed() {
            return socket.isClosed();
        }

        /** Blocks until this connection has ended; says whether the gateway has ended it. */
        boolean awaitEnded() throws InterruptedException {
            return ended.await(10, TimeUnit.SECONDS) && closedByPeer;
        }
    }
}

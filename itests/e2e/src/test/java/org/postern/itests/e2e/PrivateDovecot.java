// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A Dovecot of its own that gives out mail by POP3; every account has the password {@code secret}. */
final class PrivateDovecot implements AutoCloseable {
    private static final List<String> ACCOUNTS = List.of("ann", "bob", "cid", "dan", "eve", "fay", "gil", "hal");

    private final Path home;
    private final int port;
    private final int tlsPort;
    private int delivered;

    private PrivateDovecot(Path home, int port, int tlsPort) {
        this.home = home;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    static PrivateDovecot start() throws Exception {
        return start(0, "ssl = no");
    }

    /** With STLS, and with TLS from the first octet on a port of its own. */
    static PrivateDovecot startWithTls(Path certificate, Path key) throws Exception {
        return start(Ports.free(), "ssl = yes\nssl_cert = <" + certificate + "\nssl_key = <" + key);
    }

    private static PrivateDovecot start(int tlsPort, String ssl) throws Exception {
        assertThat(Path.of("/usr/lib/dovecot/pop3"))
                .as("Dovecot's POP3 server is installed (./postern test does it)")
                .exists();
        Path home = Files.createTempDirectory(
                "postern-dovecot", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        PrivateDovecot dovecot = new PrivateDovecot(home, Ports.free(), tlsPort);
        for (String folder : List.of("etc", "run", "state", "mail")) {
            Files.createDirectory(home.resolve(folder));
        }
        List<String> users = new ArrayList<>();
        for (String account : ACCOUNTS) {
            users.add(account + ":{PLAIN}secret");
            for (String folder : List.of("cur", "new", "tmp")) {
                Files.createDirectories(dovecot.mailbox(account).resolve(folder));
            }
        }
        Files.write(home.resolve("etc/users"), users);
        Files.writeString(dovecot.configuration(), dovecot.configuration(ssl));
        run("chown", "-R", "nobody:nogroup", home.resolve("mail").toString());
        run("dovecot", "-c", dovecot.configuration().toString());
        return dovecot;
    }

    private String configuration(String ssl) throws IOException {
        try (var in = PrivateDovecot.class.getResourceAsStream("/dovecot/dovecot.conf")) {
            return new String(in.readAllBytes(), ISO_8859_1)
                    .replace("@HOME@", home.toString())
                    .replace("@PORT@", Integer.toString(port))
                    .replace("@TLS_PORT@", Integer.toString(tlsPort))
                    .replace("@SSL@", ssl);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Command done = Command.run(List.of(command));
        assertThat(done.exit()).as("%s: %s", List.of(command), done.output()).isZero();
    }

    private Path configuration() {
        return home.resolve("etc/dovecot.conf");
    }

    private Path mailbox(String account) {
        return home.resolve("mail").resolve(account);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    /** Puts a message into a mailbox, behind those that are there. */
    void deliver(String account, String message) throws IOException, InterruptedException {
        Path file = mailbox(account).resolve("new/%010d.test".formatted(++delivered));
        Path draft = mailbox(account).resolve("tmp/draft");
        Files.write(draft, Mail.stored(message));
        run("chown", "nobody:nogroup", draft.toString());
        Files.move(draft, file);
    }

    /** Puts messages into a mailbox, in this order behind those that are there. */
    void deliver(String account, List<String> messages) throws IOException, InterruptedException {
        Path drafts = Files.createDirectory(home.resolve("mail/drafts"));
        for (String message : messages) {
            Files.write(drafts.resolve("%010d.test".formatted(++delivered)), Mail.stored(message));
        }
        run("chown", "-R", "nobody:nogroup", drafts.toString());
        try (Stream<Path> files = Files.list(drafts)) {
            for (Path draft : files.toList()) {
                Files.move(draft, mailbox(account).resolve("new").resolve(draft.getFileName()));
            }
        }
        Files.delete(drafts);
    }

    /** @return how many messages are in a mailbox, also while a session moves them from one folder to the other */
    long count(String account) throws IOException {
        Set<String> messages = new HashSet<>();
        for (String folder : List.of("new", "cur")) { // in the order in which they are moved
            try (Stream<Path> files = Files.list(mailbox(account).resolve(folder))) {
                files.forEach(file -> messages.add(file.getFileName().toString().replaceAll(":.*", "")));
            }
        }
        return messages.size();
    }

    @Override
    public void close() throws Exception {
        Path pid = home.resolve("run/master.pid");
        long process = Long.parseLong(Files.readString(pid).strip());
        run("doveadm", "-c", configuration().toString(), "stop");
        Until.holds(
                "Dovecot's end",
                Duration.ofSeconds(20),
                () -> ProcessHandle.of(process).isEmpty());
        Folders.delete(home);
    }
}

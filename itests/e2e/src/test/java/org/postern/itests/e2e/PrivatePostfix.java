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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Postfix of its own, with its own queue and one mailbox that takes every address of example.org. */
final class PrivatePostfix implements AutoCloseable {
    private final Path home;
    private final int port;
    private final int tlsPort;

    private PrivatePostfix(Path home, int port, int tlsPort) {
        this.home = home;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    static PrivatePostfix start() throws IOException, InterruptedException {
        return start("", "");
    }

    /** With STARTTLS, and with TLS from the first octet on a port of its own. */
    static PrivatePostfix startWithTls(Path certificate, Path key) throws IOException, InterruptedException {
        String main = "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = " + certificate + "\nsmtpd_tls_key_file = "
                + key + "\ndefault_process_limit = 400\n";
        return start(main, "127.0.0.1:@TLS_PORT@ inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\n");
    }

    /**
     * @param moreMain lines of main.cf
     * @param moreMaster lines of master.cf
     */
    static PrivatePostfix start(String moreMain, String moreMaster) throws IOException, InterruptedException {
        assertThat(Path.of("/usr/sbin/postfix"))
                .as("Postfix is installed (./postern test does it)")
                .exists();
        Path home = Files.createTempDirectory(
                "postern-postfix", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        int port = Ports.free();
        for (String folder : List.of("etc", "queue", "data", "mail", "mail/box")) {
            Files.createDirectory(home.resolve(folder));
        }
        int tlsPort = Ports.free();
        Files.writeString(
                home.resolve("etc/main.cf"), resource("main.cf").replace("@HOME@", home.toString()) + moreMain);
        Files.writeString(
                home.resolve("etc/master.cf"),
                (resource("master.cf") + moreMaster)
                        .replace("@PORT@", Integer.toString(port))
                        .replace("@TLS_PORT@", Integer.toString(tlsPort)));
        PrivatePostfix postfix = new PrivatePostfix(home, port, tlsPort);
        run("chown", "postfix", home.resolve("data").toString());
        run("chown", "-R", "nobody:nogroup", home.resolve("mail").toString());
        postfix.control("start");
        return postfix;
    }

    private static String resource(String name) throws IOException {
        try (var in = PrivatePostfix.class.getResourceAsStream("/postfix/" + name)) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Command done = Command.run(List.of(command));
        assertThat(done.exit()).as("%s: %s", List.of(command), done.output()).isZero();
    }

    private void control(String what) throws IOException, InterruptedException {
        run("postfix", "-c", home.resolve("etc").toString(), what);
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

    String log() throws IOException {
        return Files.readString(home.resolve("postfix.log"), ISO_8859_1);
    }

    /** @return the octets of the delivered message that holds the marker, from the sender's first field on, lines ended by LF */
    byte[] await(String marker) throws Exception {
        String delivered = Until.present("a message with " + marker, Duration.ofSeconds(20), () -> find(marker));
        // the server's own trace fields come first; messages of these tests begin with X-Test
        return delivered.substring(delivered.indexOf("X-Test:")).getBytes(ISO_8859_1);
    }

    Optional<String> find(String marker) throws IOException {
        Path inbox = home.resolve("mail/box/new");
        if (!Files.isDirectory(inbox)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(inbox)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, ISO_8859_1);
                if (text.contains(marker)) {
                    return Optional.of(text);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        control("stop");
        Folders.delete(home);
    }
}

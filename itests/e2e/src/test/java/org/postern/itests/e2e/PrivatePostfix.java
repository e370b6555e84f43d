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

    private PrivatePostfix(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    static PrivatePostfix start() throws IOException, InterruptedException {
        assertThat(Path.of("/usr/sbin/postfix"))
                .as("Postfix is installed (./postern test does it)")
                .exists();
        Path home = Files.createTempDirectory(
                "postern-postfix", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        int port = Ports.free();
        for (String folder : List.of("etc", "queue", "data", "mail", "mail/box")) {
            Files.createDirectory(home.resolve(folder));
        }
        Files.writeString(home.resolve("etc/main.cf"), resource("main.cf").replace("@HOME@", home.toString()));
        Files.writeString(
                home.resolve("etc/master.cf"), resource("master.cf").replace("@PORT@", Integer.toString(port)));
        PrivatePostfix postfix = new PrivatePostfix(home, port);
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

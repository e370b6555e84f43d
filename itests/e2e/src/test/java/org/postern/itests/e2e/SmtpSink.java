// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Postfix's {@code smtp-sink}: takes mail, or fails at a step as its flags say. Keeps what it got. */
final class SmtpSink implements AutoCloseable {
    private static final String BEGIN = "X-Client-Addr: ";
    private static final String RECIPIENT = "X-Rcpt-Args: ";

    private final Path folder;
    private final Process process;

    private SmtpSink(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** @param flags such as {@code -r rcpt} */
    static SmtpSink start(int port, String... flags) throws Exception {
        assertThat(Path.of("/usr/sbin/smtp-sink"))
                .as("Postfix's smtp-sink is installed (./postern test does it)")
                .exists();
        Path folder = Files.createTempDirectory(
                "postern-sink", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx")); // whatever the umask is
        List<String> command = new ArrayList<>(List.of("/usr/sbin/smtp-sink", "-u", "nobody", "-D", folder + "/taken"));
        command.addAll(List.of(flags));
        command.addAll(List.of("127.0.0.1:" + port, "1024"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .start();
        SmtpSink sink = new SmtpSink(folder, process);
        Until.holds("smtp-sink listens", Duration.ofSeconds(10), () -> {
            assertThat(process.isAlive())
                    .as("smtp-sink runs; it printed: %s", sink.printed())
                    .isTrue();
            return accepts(port);
        });
        return sink;
    }

    private static boolean accepts(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String printed() throws IOException {
        return Files.readString(folder.resolve("printed"), ISO_8859_1);
    }

    /** @return the messages of all transactions that came to their end of data, by recipient; each line ended by LF */
    Map<String, List<String>> taken() throws IOException {
        Map<String, List<String>> taken = new TreeMap<>();
        Path file = folder.resolve("taken");
        if (Files.exists(file)) {
            for (String one : Files.readString(file, ISO_8859_1).split("(?m)^" + BEGIN)) {
                int recipient = one.indexOf(RECIPIENT);
                if (recipient >= 0) {
                    String args = one.substring(recipient + RECIPIENT.length(), one.indexOf('\n', recipient));
                    taken.computeIfAbsent(args, none -> new ArrayList<>()).add(message(one));
                }
            }
        }
        return taken;
    }

    /** Behind the sink's own fields, of which the last one is Received, in three lines. */
    private static String message(String transaction) {
        int end = transaction.indexOf("(UTC)\n", transaction.indexOf("\nReceived: "));
        return transaction.substring(end + "(UTC)\n".length());
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("smtp-sink ends").isTrue();
        Folders.delete(folder);
    }
}

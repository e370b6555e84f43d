// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A clamd of its own on a unix socket of its own, which knows EICAR and one marker. It lies in /tmp, where the AppArmor
 * profile of Debian's clamd lets it read and write.
 */
final class PrivateClamd implements AutoCloseable {
    /** What it calls {@code Postern.Test.Marker.UNOFFICIAL} wherever it stands. */
    static final String MARKER = "POSTERN-CLAMD-MARKER-5b1f0c";

    private static final Path PROGRAM = Path.of("/usr/sbin/clamd");

    private final Path home;
    private final String limits;
    private Process process;

    private PrivateClamd(Path home, String limits) {
        this.home = home;
        this.limits = limits;
    }

    /** @param options lines of its configuration, besides those that the fixture needs */
    static PrivateClamd start(String... options) throws Exception {
        return startWithin(":", options);
    }

    /** One whose disk has room for files of 100 KiB and no more: what it writes of larger content fails. */
    static PrivateClamd startWithLittleRoom(String... options) throws Exception {
        return startWithin("trap '' XFSZ; ulimit -f 200", options);
    }

    /** @param limits what a shell is told before it becomes clamd */
    private static PrivateClamd startWithin(String limits, String... options) throws Exception {
        assertThat(PROGRAM).as("clamd is installed (./postern test does it)").isExecutable();
        Path home = Files.createTempDirectory(
                Path.of("/tmp"),
                "postern-clamd",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.createDirectory(home.resolve("db"));
        Files.writeString(
                home.resolve("db/test.ndb"),
                "Eicar-Test-Signature:0:0:" + HexFormat.of().formatHex(Mail.eicar()) + "\n" + "Postern.Test.Marker:0:*:"
                        + HexFormat.of().formatHex(MARKER.getBytes(ISO_8859_1)) + "\n");
        List<String> configuration = Stream.concat(
                        Stream.of(
                                "Foreground yes",
                                "DatabaseDirectory " + home.resolve("db"),
                                "TemporaryDirectory " + home,
                                "LocalSocket " + home.resolve("clamd.ctl"),
                                "SelfCheck 86400"),
                        Stream.of(options))
                .toList();
        Files.write(home.resolve("clamd.conf"), configuration);
        PrivateClamd clamd = new PrivateClamd(home, limits);
        clamd.startAgain();
        return clamd;
    }

    /** Returns when it takes connections. */
    void startAgain() throws Exception {
        process = new ProcessBuilder(
                        "sh", "-c", limits + "; exec " + PROGRAM + " --config-file=" + home.resolve("clamd.conf"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.txt").toFile())
                .redirectInput(new java.io.File("/dev/null"))
                .start();
        Until.holds("clamd's socket", Duration.ofSeconds(30), () -> {
            assertThat(process.isAlive())
                    .as("it runs; it printed: %s", Files.readString(home.resolve("output.txt"), ISO_8859_1))
                    .isTrue();
            return listens();
        });
    }

    private boolean listens() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(home.resolve("clamd.ctl")));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As {@code --clamd} takes it. */
    String address() {
        return home.resolve("clamd.ctl").toString();
    }

    /** As {@code --config-file} takes it. */
    Path configuration() {
        return home.resolve("clamd.conf");
    }

    /** As {@code --database} takes it. */
    Path database() {
        return home.resolve("db");
    }

    /**
     * Has it read its signatures anew; returns when it has, and puts them in force.
     *
     * @param byCommand whether by its command or by its signal
     */
    void reload(boolean byCommand) throws Exception {
        long before = reloads();
        if (byCommand) {
            ask("RELOAD", "RELOADING");
        } else {
            assertThat(Command.run(List.of("kill", "-USR2", Long.toString(process.pid())))
                            .exit())
                    .isZero();
        }
        Until.holds("clamd has read its signatures", Duration.ofSeconds(90), () -> reloads() > before);
    }

    private long reloads() throws IOException {
        return Files.readString(home.resolve("output.txt"), ISO_8859_1)
                .lines()
                .filter(line -> line.contains("Activating the newly loaded database"))
                .count();
    }

    private void ask(String command, String answer) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("clamd.ctl")))) {
            channel.write(ByteBuffer.wrap(("z" + command + "\0").getBytes(ISO_8859_1)));
            String said = new String(Channels.newInputStream(channel).readNBytes(answer.length()), ISO_8859_1);
            assertThat(said).isEqualTo(answer);
        }
    }

    void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("clamd stops").isTrue();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        kill();
        Folders.delete(home);
    }
}

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A c-icap of its own on a port of its own, whose service virus_scan asks a clamd of its own. */
final class PrivateIcap implements AutoCloseable {
    /** The alias of the service that looks at everything. */
    static final String EVERYTHING = "everything";

    private static final Path PROGRAM = Path.of("/usr/bin/c-icap");

    private final PrivateClamd clamd;
    private final Path home;
    private final int port;
    private Process process;

    private PrivateIcap(PrivateClamd clamd, Path home, int port) {
        this.clamd = clamd;
        this.home = home;
        this.port = port;
    }

    static PrivateIcap start() throws Exception {
        assertThat(PROGRAM).as("c-icap is installed (./postern test does it)").isExecutable();
        PrivateClamd clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
        Path home = Files.createTempDirectory(
                Path.of("/tmp"),
                "postern-icap",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        PrivateIcap icap = new PrivateIcap(clamd, home, Ports.free());
        Files.write(home.resolve("c-icap.conf"), icap.configuration());
        icap.startAgain();
        return icap;
    }

    /** Debian's settings of virus_scan, and an alias that has it look at every type and size. */
    private List<String> configuration() throws IOException {
        Path modules = modules();
        return List.of(
                "PidFile " + home.resolve("pid"),
                "CommandsSocket " + home.resolve("commands"),
                "ServerLog " + home.resolve("server.log"),
                "AccessLog " + home.resolve("access.log"),
                "StartServers 1",
                "MaxServers 2",
                "MinSpareThreads 4",
                "MaxSpareThreads 20",
                "ThreadsPerChild 10",
                "Port 127.0.0.1:" + port,
                "ServerName postern.test",
                "TmpDir " + home,
                "DebugLevel 1",
                "ModulesDir " + modules,
                "ServicesDir " + modules,
                "TemplateDir /usr/share/c_icap/templates/",
                "LoadMagicFile /etc/c-icap/c-icap.magic",
                "Module common clamd_mod.so",
                "clamd_mod.ClamdSocket " + clamd.address(),
                "Service antivirus_module virus_scan.so",
                "ServiceAlias avscan virus_scan?allow204=on&sizelimit=off&mode=simple",
                "ServiceAlias " + EVERYTHING + " virus_scan?allow204=on&force=on&sizelimit=off&mode=simple",
                "virus_scan.ScanFileTypes TEXT DATA EXECUTABLE ARCHIVE GIF JPEG MSOFFICE",
                "virus_scan.SendPercentData 5",
                "virus_scan.StartSendPercentDataAfter 2M",
                "virus_scan.MaxObjectSize 5M",
                "virus_scan.DefaultEngine clamd");
    }

    private static Path modules() throws IOException {
        try (Stream<Path> libraries = Files.list(Path.of("/usr/lib"))) {
            return libraries
                    .map(library -> library.resolve("c_icap"))
                    .filter(folder -> Files.exists(folder.resolve("clamd_mod.so")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("libc-icap-mod-virus-scan is not installed"));
        }
    }

    /** Returns when it takes connections. */
    void startAgain() throws Exception {
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-N",
                        "-f",
                        home.resolve("c-icap.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.txt").toFile())
                .redirectInput(new java.io.File("/dev/null"))
                .start();
        Until.holds("c-icap's port", Duration.ofSeconds(30), () -> {
            assertThat(process.isAlive())
                    .as("it runs; it printed: %s", Files.readString(home.resolve("output.txt"), ISO_8859_1))
                    .isTrue();
            return listens();
        });
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Has a gateway scan by this server and nothing else. */
    void configure(RunningGateway gateway, String service, String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of("addresses = 127.0.0.1:" + port, "service = " + service));
        lines.addAll(List.of(more));
        gateway.configure("org.postern.scan.icap~icap.cfg", lines.toArray(String[]::new));
        gateway.configure("org.postern.scan.signature.cfg", "enabled = false");
        gateway.profile("engines = icap", "engineWaitSeconds = 3");
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    PrivateClamd clamd() {
        return clamd;
    }

    /** Ends it as a crash does, its children included. */
    void kill() throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        kill();
        clamd.close();
        Folders.delete(home);
    }
}

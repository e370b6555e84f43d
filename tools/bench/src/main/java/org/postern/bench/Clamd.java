// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A clamd of our own: unix socket, one signature (EICAR), no memory of clean content. So it costs as little as clamd can,
 * and what the gateway adds shows the most; with the official signatures each scan costs more.
 */
final class Clamd implements AutoCloseable {
    /** What the gateway's configuration calls it. */
    static final String ENGINE = "bench";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private final ChildProcess process;
    private final Path socket;

    private Clamd(ChildProcess process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    static Clamd start(Path program, Path folder) throws IOException, BenchFailure, InterruptedException {
        var database = Files.createDirectories(folder.resolve("clamd-database"));
        var temporary = Files.createDirectories(folder.resolve("clamd-temporary"));
        Files.writeString(
                database.resolve("bench.ndb"),
                "Bench.Eicar:0:*:" + HexFormat.of().formatHex(EICAR.getBytes(StandardCharsets.US_ASCII)) + "\n");
        var socket = folder.resolve("clamd.socket");
        var configuration = Files.writeString(folder.resolve("clamd.conf"), """
                Foreground yes
                LocalSocket %s
                DatabaseDirectory %s
                TemporaryDirectory %s
                MaxThreads 12
                MaxQueue 1000
                MaxConnectionQueueLength 1024
                IdleTimeout 120
                StreamMaxLength 200M
                MaxScanSize 400M
                MaxFileSize 200M
                SelfCheck 86400
                AlertEncrypted yes
                AlertExceedsMax yes
                DisableCache yes
                """.formatted(socket, database, temporary));
        var process = ChildProcess.start(
                "clamd", folder, List.of(program.toString(), "-c", configuration.toString()), Map.of());
        var clamd = new Clamd(process, socket);
        try {
            process.await(clamd::answers, PATIENCE);
            return clamd;
        } catch (IOException | BenchFailure | InterruptedException failed) {
            process.close();
            throw failed;
        }
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(socket);
    }

    Path socket() {
        return socket;
    }

    ChildProcess process() {
        return process;
    }

    private boolean answers() {
        try (var wire = Wire.connect(address())) {
            wire.write(ByteBuffer.wrap("zPING\0".getBytes(StandardCharsets.US_ASCII)));
            return wire.readToZero().equals("PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

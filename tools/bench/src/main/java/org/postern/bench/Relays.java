// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What passes octets on without a look: our bare relay, and haproxy. A process before one server. */
record Relays(ChildProcess process, InetSocketAddress address) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Relays bare(Path folder, Protocol protocol, InetSocketAddress server)
            throws IOException, BenchFailure, InterruptedException {
        var address = Ports.free();
        var process = ChildProcess.start(
                "relay-" + protocol.lowerCase(),
                folder,
                List.of(
                        Programs.java().toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Relay.class.getName(),
                        Integer.toString(address.getPort()),
                        Integer.toString(server.getPort())),
                Map.of());
        return ready(process, address);
    }

    static Relays haproxy(Path program, Path folder, Protocol protocol, InetSocketAddress server)
            throws IOException, BenchFailure, InterruptedException {
        var address = Ports.free();
        var configuration = Files.writeString(folder.resolve("haproxy-" + protocol.lowerCase() + ".cfg"), """
                global
                  maxconn 9000
                defaults
                  mode tcp
                  timeout connect 10s
                  timeout client 120s
                  timeout server 120s
                listen bench
                  bind %s
                  server upstream %s
                """.formatted(
                        Ports.text(address), Ports.text(server)));
        var process = ChildProcess.start(
                "haproxy-" + protocol.lowerCase(),
                folder,
                List.of(program.toString(), "-db", "-f", configuration.toString()),
                Map.of());
        return ready(process, address);
    }

    private static Relays ready(ChildProcess process, InetSocketAddress address)
            throws IOException, BenchFailure, InterruptedException {
        try {
            process.await(() -> Ports.isOpen(address), PATIENCE);
            return new Relays(process, address);
        } catch (IOException | BenchFailure | InterruptedException failed) {
            process.close();
            throw failed;
        }
    }
}

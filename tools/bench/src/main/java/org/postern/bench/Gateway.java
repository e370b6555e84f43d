// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The built distribution, with an instance's folder of its own and a listener for each protocol. */
final class Gateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ChildProcess process;
    private final Map<Protocol, InetSocketAddress> listeners;

    /** What the gateway does with the mail: the inspector of its rule, the engine of its profile, more files of its etc. */
    record Treatment(String name, String inspector, String engines, Map<String, String> files) {
        static Treatment passed() {
            return new Treatment("gateway passed", "NONE", "", Map.of());
        }

        static Treatment signature() {
            return new Treatment("gateway signature", "DEFAULT", "signature", Map.of());
        }

        static Treatment clamd(Clamd clamd) {
            return new Treatment(
                    "gateway clamd",
                    "DEFAULT",
                    Clamd.ENGINE,
                    Map.of(
                            "org.postern.scan.clamd~" + Clamd.ENGINE + ".cfg",
                            "address = unix:" + clamd.socket() + "\n"));
        }

        /** Without blanks, for files. */
        String slug() {
            return name.replace(' ', '-');
        }
    }

    private Gateway(ChildProcess process, Map<Protocol, InetSocketAddress> listeners) {
        this.process = process;
        this.listeners = Map.copyOf(listeners);
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param home the unpacked distribution
     * @param servers one for each protocol that it is to have a listener for
     */
    static Gateway start(Path home, Path folder, Treatment treatment, Map<Protocol, InetSocketAddress> servers)
            throws IOException, BenchFailure, InterruptedException {
        var base = folder.resolve(treatment.slug());
        var etc = base.resolve("etc");
        copyFolder(home.resolve("etc"), etc);
        var listeners = new EnumMap<Protocol, InetSocketAddress>(Protocol.class);
        for (var server : servers.entrySet()) {
            var address = Ports.free();
            listeners.put(server.getKey(), address);
            Files.writeString(
                    etc.resolve("org.postern.listener~bench-" + server.getKey().lowerCase() + ".cfg"), """
                    protocol = %s
                    address = %s
                    port = %d
                    upstream = %s
                    """.formatted(
                                    server.getKey().lowerCase(),
                                    address.getAddress().getHostAddress(),
                                    address.getPort(),
                                    Ports.text(server.getValue())));
        }
        Files.writeString(
                etc.resolve("org.postern.rule~bench.cfg"),
                "order = 1\ninspector = %s\nprofile = bench\n".formatted(treatment.inspector()));
        Files.writeString(
                etc.resolve("org.postern.profile~bench.cfg"),
                "tls = DISABLE\n" + (treatment.engines().isEmpty() ? "" : "engines = " + treatment.engines() + "\n"));
        for (var file : treatment.files().entrySet()) {
            Files.writeString(etc.resolve(file.getKey()), file.getValue());
        }
        var process = ChildProcess.start(
                treatment.slug(),
                folder,
                List.of(home.resolve("bin/postern").toString(), "run", "--base", base.toString()),
                Map.of("JAVA_HOME", System.getProperty("java.home")));
        var gateway = new Gateway(process, listeners);
        try {
            process.awaitPrinted("postern ready:", PATIENCE);
            process.await(() -> listeners.values().stream().allMatch(Ports::isOpen), PATIENCE);
            return gateway;
        } catch (IOException | BenchFailure | InterruptedException failed) {
            process.close();
            throw failed;
        }
    }

    InetSocketAddress listener(Protocol protocol) {
        return listeners.get(protocol);
    }

    ChildProcess process() {
        return process;
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}

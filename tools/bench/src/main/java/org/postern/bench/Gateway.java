// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The built distribution, one process as administrators run it, with an instance's folder of its own and a listener for each
 * protocol and each treatment.
 */
final class Gateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ChildProcess process;
    private final Map<Door, InetSocketAddress> listeners;

    /** What the gateway does with the mail: the inspector of its rule, the engine of its profile, more files of its etc. */
    record Treatment(String name, String inspector, String engines, Map<String, String> files) {
        static Treatment passed() {
            return new Treatment("passed", "NONE", "", Map.of());
        }

        static Treatment signature() {
            return new Treatment("signature", "DEFAULT", "signature", Map.of());
        }

        static Treatment clamd(Clamd clamd) {
            return new Treatment(
                    "clamd",
                    "DEFAULT",
                    Clamd.ENGINE,
                    Map.of(
                            "org.postern.scan.clamd~" + Clamd.ENGINE + ".cfg",
                            "name = " + Clamd.ENGINE + "\naddresses = " + clamd.socket() + "\n"));
        }
    }

    /** Where mail of a protocol comes in that is treated so; its name is that of its listener. */
    private record Door(Protocol protocol, String treatment) {
        String name() {
            return "bench-" + treatment + "-" + protocol.lowerCase();
        }
    }

    private Gateway(ChildProcess process, Map<Door, InetSocketAddress> listeners) {
        this.process = process;
        this.listeners = Map.copyOf(listeners);
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param home the unpacked distribution
     * @param servers one for each protocol that it is to have listeners for
     */
    static Gateway start(Path home, Path folder, List<Treatment> treatments, Map<Protocol, InetSocketAddress> servers)
            throws IOException, BenchFailure, InterruptedException {
        var base = folder.resolve("gateway");
        var etc = base.resolve("etc");
        copyFolder(home.resolve("etc"), etc);
        var listeners = new HashMap<Door, InetSocketAddress>();
        for (var order = 1; order <= treatments.size(); order++) {
            var treatment = treatments.get(order - 1);
            for (var server : servers.entrySet()) {
                var door = new Door(server.getKey(), treatment.name());
                listeners.put(door, Ports.free());
                configure(etc, door, listeners.get(door), server.getValue());
            }
            configure(etc, treatment, order, servers.keySet());
        }
        var process = ChildProcess.start(
                "gateway",
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

    private static void configure(Path etc, Door door, InetSocketAddress address, InetSocketAddress server)
            throws IOException {
        Files.writeString(etc.resolve("org.postern.listener~" + door.name() + ".cfg"), """
                protocol = %s
                address = %s
                port = %d
                upstream = %s
                """.formatted(
                        door.protocol().lowerCase(),
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        Ports.text(server)));
    }

    private static void configure(Path etc, Treatment treatment, int order, Set<Protocol> protocols)
            throws IOException {
        var name = "bench-" + treatment.name();
        var listeners = protocols.stream()
                .map(protocol -> new Door(protocol, treatment.name()).name())
                .collect(Collectors.joining(", "));
        Files.writeString(etc.resolve("org.postern.rule~" + name + ".cfg"), """
                order = %d
                listeners = %s
                inspector = %s
                profile = %s
                """.formatted(
                        order, listeners, treatment.inspector(), name));
        Files.writeString(
                etc.resolve("org.postern.profile~" + name + ".cfg"),
                "tls = DISABLE\n" + (treatment.engines().isEmpty() ? "" : "engines = " + treatment.engines() + "\n"));
        for (var file : treatment.files().entrySet()) {
            Files.writeString(etc.resolve(file.getKey()), file.getValue());
        }
    }

    InetSocketAddress listener(Protocol protocol, Treatment treatment) {
        return listeners.get(new Door(protocol, treatment.name()));
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

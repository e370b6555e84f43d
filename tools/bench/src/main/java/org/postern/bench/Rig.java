// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Everything that is started for a run: servers, relays, gateways, clamd. Closing it stops all of it. */
final class Rig implements AutoCloseable {
    private static final String POP3_BUNDLE = "org.postern.inspect.pop3";
    private static final String CLAMD_BUNDLE = "org.postern.scan.clamd";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<Protocol, List<Variant>> variants = new EnumMap<>(Protocol.class);
    private final Map<Protocol, InetSocketAddress> servers = new EnumMap<>(Protocol.class);
    private final List<String> skipped = new ArrayList<>();
    private final Tally sent = new Tally();
    private final Tally received = new Tally();
    private final Pop3Server mailbox = new Pop3Server(sent);
    private final Path folder;
    private Optional<Clamd> clamd = Optional.empty();
    private JvmMeter jvm;

    private Rig(Path folder) {
        this.folder = folder;
    }

    /** @param report what it starts, and what it leaves out */
    static Rig open(Distribution distribution, Path folder, Consumer<String> report)
            throws IOException, BenchFailure, InterruptedException {
        var rig = new Rig(folder);
        try {
            rig.start(distribution, report);
            return rig;
        } catch (IOException | BenchFailure | InterruptedException failed) {
            rig.close();
            throw failed;
        }
    }

    private void start(Distribution distribution, Consumer<String> report)
            throws IOException, BenchFailure, InterruptedException {
        servers.put(
                Protocol.SMTP,
                keep(TcpServer.open("sink", new SmtpSink(received))).address());
        if (distribution.has(POP3_BUNDLE)) {
            servers.put(Protocol.POP3, keep(TcpServer.open("mailbox", mailbox)).address());
        } else {
            skip(report, "POP3: this gateway has no " + POP3_BUNDLE);
        }
        for (var server : servers.entrySet()) {
            var list = new ArrayList<>(List.of(Variant.direct(server.getValue())));
            list.add(Variant.relay(relay(Relays.bare(folder, server.getKey(), server.getValue()))));
            variants.put(server.getKey(), list);
        }
        startHaproxy(report);
        startClamd(report);
        startGateway(distribution, report);
    }

    private void startHaproxy(Consumer<String> report) throws IOException, BenchFailure, InterruptedException {
        var program = Programs.find("haproxy");
        if (program.isEmpty()) {
            skip(report, "haproxy: not installed");
            return;
        }
        for (var server : servers.entrySet()) {
            var haproxy = relay(Relays.haproxy(program.get(), folder, server.getKey(), server.getValue()));
            variants.get(server.getKey()).add(Variant.haproxy(haproxy));
        }
    }

    private void startClamd(Consumer<String> report) throws IOException, BenchFailure, InterruptedException {
        var program = Programs.find("clamd");
        if (program.isEmpty()) {
            skip(report, "clamd: not installed (Debian: clamav-daemon)");
            return;
        }
        clamd = Optional.of(keep(Clamd.start(program.get(), folder)));
        variants.get(Protocol.SMTP).add(Variant.clamd(clamd.get()));
    }

    private void startGateway(Distribution distribution, Consumer<String> report)
            throws IOException, BenchFailure, InterruptedException {
        var treatments = new ArrayList<>(List.of(Gateway.Treatment.passed(), Gateway.Treatment.signature()));
        if (clamd.isPresent() && distribution.has(CLAMD_BUNDLE)) {
            treatments.add(Gateway.Treatment.clamd(clamd.get()));
        } else if (clamd.isPresent()) {
            skip(report, "gateway with clamd: this gateway has no " + CLAMD_BUNDLE);
        }
        report.accept("Starting the gateway");
        var gateway = keep(Gateway.start(distribution.home(), folder, treatments, servers));
        jvm = keep(JvmMeter.attach(gateway.process().pid()));
        for (var treatment : treatments) {
            for (var protocol : servers.keySet()) {
                variants.get(protocol).add(Variant.gateway(gateway, treatment, protocol, jvm));
            }
        }
    }

    private void skip(Consumer<String> report, String what) {
        skipped.add(what);
        report.accept("**** NOT MEASURED: " + what + " ****");
    }

    private Relays relay(Relays relay) {
        keep(relay.process());
        return relay;
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Nothing for a protocol that the gateway does not speak. */
    List<Variant> variants(Protocol protocol) {
        return List.copyOf(variants.getOrDefault(protocol, List.of()));
    }

    List<String> skipped() {
        return List.copyOf(skipped);
    }

    /** The gateway's. */
    JvmMeter jvm() {
        return jvm;
    }

    Optional<Clamd> clamd() {
        return clamd;
    }

    Tally sent() {
        return sent;
    }

    Tally received() {
        return received;
    }

    /** Makes the servers ready for such mail. */
    void prepare(Corpus corpus) {
        mailbox.holds(corpus.mails());
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception others) {
                // The others are to be stopped too; a connection to a process that is gone may fail to close.
                System.err.println("bench: " + others.getMessage());
            }
        }
    }
}

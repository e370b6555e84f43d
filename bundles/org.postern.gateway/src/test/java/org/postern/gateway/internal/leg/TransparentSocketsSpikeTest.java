// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.postern.gateway.internal.leg.InterceptedNetwork.CLIENT4;
import static org.postern.gateway.internal.leg.InterceptedNetwork.CLIENT6;
import static org.postern.gateway.internal.leg.InterceptedNetwork.FRONT4;
import static org.postern.gateway.internal.leg.InterceptedNetwork.FRONT6;
import static org.postern.gateway.internal.leg.InterceptedNetwork.GATEWAY4;
import static org.postern.gateway.internal.leg.InterceptedNetwork.GATEWAY6;
import static org.postern.gateway.internal.leg.InterceptedNetwork.SERVER4;
import static org.postern.gateway.internal.leg.InterceptedNetwork.SERVER6;

import com.sun.jna.Native;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** That real interception fits behind the port of the legs. It needs root, iproute2 and nftables. */
@Tag("netns")
class TransparentSocketsSpikeTest {

    private static final long SECONDS = 20;

    private static InterceptedNetwork network;

    private final List<Process> processes = new ArrayList<>();
    private BufferedReader server;

    @BeforeAll
    static void makeNetwork() {
        try {
            network = new InterceptedNetwork();
            network.tproxy(1, 1);
            network.interceptNothing();
        } catch (IOException e) {
            String missing = "SKIPPED: transparent interception is NOT tested, it needs root, iproute2 and nftables: "
                    + e.getMessage();
            System.err.println(missing);
            assumeTrue(false, missing);
        }
    }

    @AfterAll
    static void removeNetwork() {
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void startServer() throws Exception {
        server = start(network.server, SpikeProcess.Server.class);
        assertThat(line(server)).isEqualTo("ready");
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor(SECONDS, TimeUnit.SECONDS);
        }
        network.interceptNothing();
    }

    @ParameterizedTest
    @CsvSource({SERVER4 + "," + CLIENT4, SERVER6 + "," + CLIENT6})
    void tproxyShowsTheDestinationAndTheServerSeesTheClient(String serverAddress, String clientAddress)
            throws Exception {
        BufferedReader gateway = start(network.gateway, SpikeProcess.Gateway.class, "TPROXY");
        assertThat(line(gateway)).isEqualTo("ready");
        network.tproxy(SpikeProcess.SMTP, SpikeProcess.LISTENER);

        BufferedReader client = start(network.client, SpikeProcess.Client.class, serverAddress);

        assertThat(line(gateway)).isEqualTo(told(clientAddress, serverAddress));
        assertThat(line(server)).isEqualTo("client " + plain(clientAddress));
        assertThat(line(client)).isEqualTo("you are " + plain(clientAddress));
    }

    @ParameterizedTest
    @CsvSource({SERVER4 + "," + CLIENT4 + "," + GATEWAY4, SERVER6 + "," + CLIENT6 + "," + GATEWAY6})
    void redirectShowsTheDestinationAndTheServerSeesTheGateway(
            String serverAddress, String clientAddress, String gatewayAddress) throws Exception {
        BufferedReader gateway = start(network.gateway, SpikeProcess.Gateway.class, "REDIRECT");
        assertThat(line(gateway)).isEqualTo("ready");
        network.redirect(SpikeProcess.SMTP, SpikeProcess.LISTENER);

        BufferedReader client = start(network.client, SpikeProcess.Client.class, serverAddress);

        assertThat(line(gateway)).isEqualTo(told(clientAddress, serverAddress));
        assertThat(line(server)).isEqualTo("client " + plain(gatewayAddress));
        assertThat(line(client)).isEqualTo("you are " + plain(gatewayAddress));
    }

    /** The kernel then gives the listener's own address: who dials it goes round in circles. */
    @ParameterizedTest
    @ValueSource(strings = {FRONT4, FRONT6})
    void redirectRefusesAClientThatCameDirectly(String listenerAddress) throws Exception {
        BufferedReader gateway = start(network.gateway, SpikeProcess.Gateway.class, "REDIRECT");
        assertThat(line(gateway)).isEqualTo("ready");
        network.redirect(SpikeProcess.SMTP, SpikeProcess.LISTENER);

        String port = Integer.toString(SpikeProcess.LISTENER);
        BufferedReader client = start(network.client, SpikeProcess.Client.class, listenerAddress, port);

        assertThat(line(client)).isNullOrEmpty();
        assertThat(gateway.ready()).as("the gateway dialled").isFalse();
    }

    private static String told(String client, String server) throws IOException {
        return "client " + plain(client) + " meant " + plain(server) + " port " + SpikeProcess.SMTP;
    }

    /** As Java writes it. */
    private static String plain(String address) throws IOException {
        return InetAddress.getByName(address).getHostAddress();
    }

    private BufferedReader start(String namespace, Class<?> main, String... arguments) throws IOException {
        List<String> command = ChildJvm.command(
                List.of("-Xshare:auto", "--add-exports", "java.base/sun.nio.ch=ALL-UNNAMED"),
                main,
                main,
                Leg.class,
                NioProcessor.class,
                Logger.class,
                Native.class);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(InterceptedNetwork.inside(namespace, command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process.inputReader();
    }

    private static String line(BufferedReader from) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return from.readLine();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .get(SECONDS, TimeUnit.SECONDS);
    }
}

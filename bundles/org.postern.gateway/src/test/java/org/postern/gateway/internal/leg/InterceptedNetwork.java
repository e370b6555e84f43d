// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client, a gateway and a server, each in a network namespace of its own; the gateway routes between the two others.
 * Nothing outside the namespaces changes, and with them everything goes.
 */
final class InterceptedNetwork implements AutoCloseable {

    static final String CLIENT4 = "10.201.1.2";
    static final String CLIENT6 = "fd00:201:1::2";
    static final String FRONT4 = "10.201.1.1";
    static final String FRONT6 = "fd00:201:1::1";
    static final String GATEWAY4 = "10.201.2.1";
    static final String GATEWAY6 = "fd00:201:2::1";
    static final String SERVER4 = "10.201.2.2";
    static final String SERVER6 = "fd00:201:2::2";

    private static final String PREFIX = "pt" + ProcessHandle.current().pid();

    final String client = PREFIX + "c";
    final String gateway = PREFIX + "g";
    final String server = PREFIX + "s";

    InterceptedNetwork() throws IOException {
        try {
            for (String namespace : List.of(client, gateway, server)) {
                run("ip netns add " + namespace);
                in(namespace, "ip link set lo up");
            }
            connect(client, "c0", CLIENT4, CLIENT6, "g0", FRONT4, FRONT6);
            connect(server, "s0", SERVER4, SERVER6, "g1", GATEWAY4, GATEWAY6);
            in(gateway, "sysctl -qw net.ipv4.ip_forward=1");
            in(gateway, "sysctl -qw net.ipv6.conf.all.forwarding=1");
            for (String family : List.of("-4", "-6")) {
                in(gateway, "ip " + family + " rule add fwmark 1 lookup 100");
                in(gateway, "ip " + family + " route add local default dev lo table 100");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void connect(
            String host, String hostLink, String host4, String host6, String link, String gateway4, String gateway6)
            throws IOException {
        run("ip link add " + hostLink + " netns " + host + " type veth peer name " + link + " netns " + gateway);
        for (String address : List.of(host4 + "/24", host6 + "/64")) {
            in(host, "ip addr add " + address + " dev " + hostLink + nodad(address));
        }
        for (String address : List.of(gateway4 + "/24", gateway6 + "/64")) {
            in(gateway, "ip addr add " + address + " dev " + link + nodad(address));
        }
        in(host, "ip link set " + hostLink + " up");
        in(gateway, "ip link set " + link + " up");
        in(host, "ip route add default via " + gateway4);
        in(host, "ip -6 route add default via " + gateway6);
    }

    private static String nodad(String address) {
        return address.contains(":") ? " nodad" : "";
    }

    /** Catches what clients send to this port, whatever the host; the packets of transparent sockets come to them. */
    void tproxy(int port, int listener) throws IOException {
        in(gateway, "nft add table inet postern");
        in(gateway, "nft add chain inet postern pre { type filter hook prerouting priority mangle ; }");
        in(gateway, "nft add rule inet postern pre meta l4proto tcp socket transparent 1 meta mark set 1 accept");
        String caught = "nft add rule inet postern pre iifname g0 tcp dport " + port + " meta nfproto ";
        in(gateway, caught + "ipv4 tproxy ip to :" + listener + " meta mark set 1 accept");
        in(gateway, caught + "ipv6 tproxy ip6 to :" + listener + " meta mark set 1 accept");
    }

    void redirect(int port, int listener) throws IOException {
        in(gateway, "nft add table inet postern");
        in(gateway, "nft add chain inet postern pre { type nat hook prerouting priority dstnat ; }");
        in(gateway, "nft add rule inet postern pre iifname g0 tcp dport " + port + " redirect to :" + listener);
    }

    /** Takes every rule away. */
    void interceptNothing() throws IOException {
        in(gateway, "nft flush ruleset");
    }

    /** The command that runs another one inside a namespace. */
    static List<String> inside(String namespace, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return all;
    }

    private static void in(String namespace, String command) throws IOException {
        run("ip netns exec " + namespace + " " + command);
    }

    private static void run(String command) throws IOException {
        Process process =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).trim();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        for (String namespace : List.of(client, gateway, server)) {
            try {
                run("ip netns del " + namespace);
            } catch (IOException e) {
                System.err.println("left behind, or never made: " + e.getMessage());
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Action;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.dialogue.Escapes;
import org.postern.dialogue.RecordingGateway;

/** One random session: each number says what happens next. */
final class FuzzRun {
    /**
     * What was processed and let go.
     *
     * @param content as it was spooled or put in its place
     * @param asData whether it came by DATA
     */
    private record Released(String content, boolean asData) {
        ModelServer.Message atTheServer() {
            boolean whole = !asData || content.isEmpty() || content.endsWith("\r\n");
            return new ModelServer.Message(whole ? content : content + "\r\n", !asData);
        }
    }

    private static final Map<String, String> SETTINGS =
            Map.of("errors", "50", "maxMessageBytes", "200", "octetsPerSecond", "10", "client", "192.0.2.1:40000");

    private final List<Integer> choices;
    private final Map<String, String> settings;
    private final RecordingGateway gateway = new RecordingSmtpGateway();
    private final Inspector inspector;
    private final List<ModelServer> servers = new ArrayList<>();
    private final List<Released> released = new ArrayList<>();
    private boolean serverThere = true;
    private boolean clientThere = true;
    private boolean processed;
    private boolean cameAsData;
    private boolean clientSecured;
    private int delivered;
    private long nanos;
    private int next;

    FuzzRun(List<Integer> choices) {
        this.choices = choices;
        this.settings = settings(choices.get(choices.size() - 1) / 64);
        this.inspector = Sessions.open(settings, () -> nanos);
        servers.add(new ModelServer(settings, this::whim));
    }

    private static Map<String, String> settings(int choice) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put(
                "tls", List.of("DISABLE", "INTERCEPT", "INTERCEPT", "ALLOW").get(choice % 4));
        switch (choice / 4 % 4) {
            case 0 -> settings.put("given", "XCLIENT,XFORWARD");
            case 1 -> settings.put("believed", "XCLIENT,XFORWARD");
            case 2 -> settings.put("given", "XFORWARD");
            default -> {}
        }
        return settings;
    }

    private int whim(int bound) {
        return (choices.get(next % choices.size()) / 64 + servers.size()) % bound;
    }

    void play() {
        inspector.opened(gateway);
        inspector.serverConnected(gateway);
        if (choices.get(0) % 4 > 0) {
            greet(); // or most sessions would end before they come to a message
        }
        for (; next < choices.size() && !gateway.isEnded(); next++) {
            step(choices.get(next));
            settle();
        }
        for (int i = 0; i < 200 && !gateway.isEnded(); i++) { // let it come to rest
            handshake(0);
            process(0);
            serverSays(1000);
            relay(1000);
            settle();
        }
        judge();
    }

    private void greet() {
        begin("EHLO c\r\n");
        if (choices.get(0) % 8 > 4 && settings.get("tls").equals("INTERCEPT")) {
            begin("STARTTLS\r\n");
            for (int i = 0; i < 2 && handshake(0); i++) {
                settle();
            }
            begin("EHLO c\r\n");
        }
    }

    /** Both sides say what they have to, while nothing else happens. */
    private void begin(String line) {
        serverSays(1000);
        settle();
        clientSays(line);
        for (int i = 0; i < 4; i++) {
            settle();
            serverSays(1000);
        }
        settle();
    }

    private void step(int choice) {
        int detail = choice / 64;
        if (detail % 3 > 0 && handshake(detail)) {
            return;
        }
        switch (choice % 64) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> serverSays(1 + detail % 40);
            case 13, 14, 15, 16 -> serverSays(1000);
            case 17, 18, 19, 20, 21, 22 -> process(detail);
            case 23, 24, 25, 26 -> relay(1000);
            case 27 -> relay(detail % 20);
            case 28 -> tick(detail % 50);
            case 29 -> {
                if (gateway.isSubmitted() && detail % 2 == 0) {
                    rare(0); // to be dialled once more
                }
            }
            case 30 -> rare(detail);
            default -> clientSays(ClientLines.ANY.get(detail % ClientLines.ANY.size()));
        }
    }

    private void rare(int detail) {
        switch (detail % 12) {
            case 0 -> {
                if (serverThere) {
                    serverThere = false;
                    inspector.lost(Side.SERVER, gateway);
                }
            }
            case 1 -> {
                if (serverThere) {
                    serverThere = false;
                    inspector.inputEnded(Side.SERVER, gateway);
                }
            }
            case 2 -> {
                clientThere = false;
                inspector.lost(Side.CLIENT, gateway);
            }
            case 3 -> {
                clientThere = false;
                inspector.inputEnded(Side.CLIENT, gateway);
            }
            case 4 -> inspector.drain(gateway);
            case 5 -> server().sayByItself("250 early");
            case 6 -> server().sayByItself("421 closing");
            case 7 -> tick(400);
            default -> gateway.refuseNext(Refusal.BUSY);
        }
    }

    private void tick(int seconds) {
        nanos += seconds * 1_000_000_000L;
        inspector.tick(gateway);
    }

    private void clientSays(String octets) {
        if (clientThere && !gateway.isClientPaused() && !gateway.isSecuring(Side.CLIENT)) {
            String marked = clientSecured ? octets.replace(ModelExtensions.CLEAR, ModelExtensions.SECRET) : octets;
            inspector.received(Side.CLIENT, ByteBuffer.wrap(marked.getBytes(ISO_8859_1)), gateway);
        }
    }

    /** @return whether one was under way, and came to its end */
    private boolean handshake(int detail) {
        for (Side side : Side.values()) {
            if (gateway.isSecuring(side)) {
                gateway.handshakeEnds(side);
                finishHandshake(side, detail % 12 != 11);
                return true;
            }
        }
        return false;
    }

    private void finishHandshake(Side side, boolean good) {
        if (!good) {
            serverThere &= side != Side.SERVER;
            clientThere &= side != Side.CLIENT;
            inspector.notSecured(side, "why", gateway);
            return;
        }
        if (side == Side.SERVER) {
            server().secured();
        } else {
            clientSecured = true;
        }
        inspector.secured(side, gateway);
    }

    private void serverSays(int most) {
        String octets = gateway.isSecuring(Side.SERVER) ? "" : server().fetch(most);
        if (serverThere && !octets.isEmpty()) {
            inspector.received(Side.SERVER, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
        }
    }

    private void process(int detail) {
        if (!gateway.isSubmitted() || processed) {
            return;
        }
        processed = true;
        Outcome outcome;
        if (detail % 6 == 5) {
            outcome = new Outcome.Refuse(Refusal.SCAN_FAILED, "");
        } else {
            byte[] content = detail % 6 == 4 ? ".replaced".getBytes(ISO_8859_1) : gateway.lastSubmitted();
            released.add(new Released(new String(content, ISO_8859_1), cameAsData));
            outcome = new Outcome.Deliver(Octets.of(content));
        }
        inspector.processed(RecordingGateway.processed(outcome, Action.PASSED), gateway);
    }

    private void relay(int octets) {
        if (!gateway.isRelaying()) {
            return;
        }
        if (octets < 1000) {
            gateway.relaySome(octets);
        } else {
            gateway.relayRest();
            inspector.relayed(gateway);
        }
    }

    /** What the gateway did reaches the server; what ended, ends. */
    private void settle() {
        if (gateway.isTunnel()) {
            assertThat(server().awaitsTls()).as("TLS passes").isTrue();
            assertThat(gateway.takeSent(Side.SERVER)).startsWith("\u0016");
        }
        server().take(gateway.takeSent(Side.SERVER));
        cameAsData |= RecordingSmtpGateway.asksForData(gateway.takeSent(Side.CLIENT));
        for (String told : gateway.takeTold()) {
            if (told.startsWith("close")) {
                serverThere = false;
            } else if (told.equals("startTls SERVER")) {
                assertThat(server().awaitsTls()).as("TLS is awaited").isTrue();
            } else if (told.equals("dial")) {
                servers.add(new ModelServer(settings, this::whim));
                serverThere = true;
                inspector.serverConnected(gateway);
            } else if (told.startsWith("finished") || told.equals("discard")) {
                processed = false;
                cameAsData = false;
                delivered += told.startsWith("finished delivered") ? 1 : 0;
            }
        }
        // a 250 that a server says by itself, when it is due to say one, is beyond telling
        assertThat(delivered)
                .as("messages reported as delivered")
                .isLessThanOrEqualTo(servers.stream().anyMatch(ModelServer::babbled) ? delivered : acceptedInAll());
    }

    private int acceptedInAll() {
        return servers.stream().mapToInt(ModelServer::accepted).sum();
    }

    private ModelServer server() {
        return servers.get(servers.size() - 1);
    }

    private void judge() {
        List<ModelServer.Message> got = new ArrayList<>();
        for (ModelServer server : servers) {
            got.addAll(server.messages());
            if (!server.isMad()) {
                for (LaxReader reader : LaxReader.values()) {
                    assertThat(reader.verbs(server.transcript(), server.codes()))
                            .as("commands as read by " + reader + " in " + Escapes.show(server.transcript()))
                            .isEqualTo(server.verbs());
                }
            }
        }
        List<ModelServer.Message> allowed = new ArrayList<>();
        released.forEach(message -> allowed.add(message.atTheServer()));
        for (ModelServer.Message message : got) {
            assertThat(allowed).as("what was released").contains(message);
            while (!allowed.remove(0).equals(message)) {
                assertThat(allowed).as("in order").contains(message);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Action;
import org.postern.api.policy.Original;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.dialogue.RecordingGateway;

/** One random session: each number says what happens next. */
final class FuzzRun {
    private static final List<String> CLIENT = List.of(
            "RETR 1\r\n",
            "RETR 1\r\nDELE 1\r\n",
            "RETR 2\r\n",
            "RETR 02\r\nDELE 2\r\n",
            "RETR 1\r\nRETR 2\r\nDELE 1\r\nDELE 2\r\nQUIT\r\n",
            "RETR 9\r\n",
            "DELE 1\r\n",
            "DELE 2\r\n",
            "TOP 1 1\r\n",
            "TOP 2 99\r\n",
            "LIST\r\n",
            "UIDL\r\n",
            "STAT\r\n",
            "RSET\r\n",
            "NOOP\r\n",
            "noop\r\n",
            "XTND\r\n",
            "NO",
            "OP\r\n",
            "QUIT\r\n");

    private static final List<String> REPLACED = List.of(".replaced", "a: b\r\n\r\nnotice\r\n", "c: d\r\nno more", "");

    private final List<Integer> choices;
    private final RecordingGateway gateway = new RecordingPop3Gateway();
    private final ModelMailbox mailbox = new ModelMailbox();
    private final ClientView client = new ClientView();
    /** What was delivered last of each message. */
    private final Map<Integer, String> delivered = new HashMap<>();
    /** What the client got replaced, and of which no copy was kept. */
    private final Set<Integer> unkept = new HashSet<>();

    private final Inspector inspector;
    /** Of the last RETR; 0 after another command. */
    private int fetched;

    private boolean serverThere = true;
    private boolean clientThere = true;
    private boolean processed;
    private int wholeMessages;
    private Original original = Original.MAY_GO;
    private long nanos;

    FuzzRun(List<Integer> choices) {
        this.choices = choices;
        this.inspector = Sessions.open(Map.of("errors", "50"), () -> nanos);
    }

    void play() {
        inspector.opened(gateway);
        inspector.serverConnected(gateway);
        for (int i = 0; i < choices.size() && !gateway.isEnded(); i++) {
            step(choices.get(i));
            settle();
        }
    }

    private void step(int choice) {
        int detail = choice / 32;
        switch (choice % 32) {
            case 0, 1, 2, 3, 4 -> serverSays(1 + detail % 30);
            case 5, 6, 7, 8, 9, 10 -> serverSays(1000);
            case 11, 12, 13, 14 -> process(detail);
            case 15, 16 -> relay(1000);
            case 17 -> relay(detail % 20);
            case 18 -> rare(detail);
            default -> clientSays(CLIENT.get(detail % CLIENT.size()));
        }
    }

    private void rare(int detail) {
        switch (detail % 16) {
            case 0 -> {
                if (serverThere) {
                    serverThere = false;
                    inspector.lost(Side.SERVER, gateway);
                }
            }
            case 1 -> {
                clientThere = false;
                inspector.lost(Side.CLIENT, gateway);
            }
            case 2 -> {
                clientThere = false;
                inspector.inputEnded(Side.CLIENT, gateway);
            }
            case 3 -> inspector.drain(gateway);
            case 4 -> {
                nanos += 400_000_000_000L;
                inspector.tick(gateway);
            }
            case 5, 6, 7, 8, 9 -> {
                nanos += 30_000_000_000L;
                inspector.tick(gateway);
            }
            default -> gateway.refuseNext(Refusal.BUSY);
        }
    }

    private void clientSays(String octets) {
        if (clientThere && !gateway.isClientPaused()) {
            client.says(octets);
            inspector.received(Side.CLIENT, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
        }
    }

    private void serverSays(int most) {
        String octets = mailbox.fetch(most);
        if (serverThere && !octets.isEmpty()) {
            inspector.received(Side.SERVER, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
        }
    }

    private void process(int detail) {
        if (!gateway.isSubmitted() || processed) {
            return;
        }
        processed = true;
        assertThat(new String(gateway.lastSubmitted(), ISO_8859_1))
                .as("what is processed is a whole message or its beginning")
                .isIn(mailbox.asked());
        if (detail % 3 == 0) {
            inspector.processed(
                    RecordingGateway.processed(new Outcome.Refuse(Refusal.SCAN_FAILED, ""), Action.REFUSED), gateway);
            return;
        }
        String content = detail % 3 == 1
                ? REPLACED.get(detail / 3 % REPLACED.size())
                : new String(gateway.lastSubmitted(), ISO_8859_1);
        Action action = detail % 3 == 1 ? Action.REPLACED : Action.PASSED;
        original = detail % 6 == 1 ? Original.MUST_STAY : Original.MAY_GO;
        delivered.put(fetched, content);
        Outcome outcome = new Outcome.Deliver(Octets.of(content.getBytes(ISO_8859_1)), original);
        inspector.processed(RecordingGateway.processed(outcome, action), gateway);
    }

    private void relay(int octets) {
        if (!gateway.isRelaying()) {
            return;
        }
        if (octets < 1000) {
            gateway.relaySome(octets);
        } else {
            gateway.relayRest();
            hear();
            inspector.relayed(gateway);
        }
    }

    private void hear() {
        client.hears(gateway.takeSent(Side.CLIENT));
        for (int number = 1; number <= 2; number++) { // T34
            int of = number;
            client.has(number)
                    .ifPresent(whole -> assertThat(withEnd(delivered.get(of)))
                            .as("what looks like message " + of)
                            .isEqualTo(whole));
        }
    }

    private static String withEnd(String content) {
        return content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n";
    }

    /** What the gateway did reaches both sides. */
    private void settle() {
        String toServer = gateway.takeSent(Side.SERVER);
        hear();
        for (String told : gateway.takeTold()) {
            if (told.startsWith("close")) {
                serverThere = false;
            } else if (told.startsWith("finished delivered") && fetched > 0) {
                delivered();
            } else if (told.startsWith("finished") || told.equals("discard")) {
                processed = false;
            }
        }
        for (String line : toServer.isEmpty() ? new String[0] : toServer.split("(?<=\r\n)")) {
            assertThat(line).matches("[A-Z]+( [1-9][0-9]*)?( [0-9]+)?\r\n");
            judge(line.strip());
            if (!line.startsWith("NOOP")) { // which may be the gateway's own
                fetched =
                        line.startsWith("RETR ") ? Integer.parseInt(line.strip().substring(5)) : 0;
            }
            mailbox.take(line.strip());
        }
    }

    private void delivered() {
        processed = false;
        wholeMessages++;
        assertThat(client.wholeMessages()).as("message " + fetched).isEqualTo(wholeMessages);
        if (original == Original.MUST_STAY) {
            unkept.add(fetched);
        } else {
            unkept.remove(fetched);
        }
    }

    /** T22, T24: the mailbox removes at QUIT what was deleted, and what was fetched. */
    private void judge(String command) {
        if (command.equals("QUIT")) {
            for (int number : mailbox.fetched()) {
                assertThat(client.has(number)).as("fetched, gone with QUIT").isPresent();
                assertThat(unkept).as("the only copies").doesNotContain(number);
            }
        } else if (command.startsWith("DELE ")) {
            int number = Integer.parseInt(command.substring(5));
            assertThat(unkept).as("the only copies").doesNotContain(number);
            assertThat(!client.askedFor(number) || client.has(number).isPresent())
                    .as("deleted, and the client asked for it in vain: " + number)
                    .isTrue();
        } else if (command.startsWith("RETR ")) { // which marks it as seen
            assertThat(client.isAsking(command)).as("nobody asked " + command).isTrue();
        }
    }
}

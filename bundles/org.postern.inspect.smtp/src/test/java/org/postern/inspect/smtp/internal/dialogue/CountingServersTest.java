// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Action;
import org.postern.api.policy.Outcome;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;
import org.postern.dialogue.RecordingGateway;
import org.postern.inspect.smtp.internal.dialogue.HabitualServer.Habits;

/** T38: a long scan in front of servers that count and watch the clock. The message arrives once, and nobody is told else. */
class CountingServersTest {
    private static final int NEVER = 1_000_000;
    private static final Habits EXIM = new Habits(10, NEVER, 300, NEVER, "554 Too many nonmail commands\r\n");
    private static final Habits POSTFIX =
            new Habits(NEVER, 100, 300, NEVER, "421 4.4.2 mx Error: timeout exceeded\r\n");
    private static final Habits POSTFIX_UNDER_STRESS =
            new Habits(NEVER, 1, 10, NEVER, "421 4.4.2 mx Error: timeout exceeded\r\n");
    private static final Habits EXCHANGE = new Habits(NEVER, NEVER, 300, 600, "421 4.4.1 Connection timed out\r\n");
    private static final Habits DROPS_WHILE_IDLE = new Habits(NEVER, NEVER, 30, NEVER, "");

    private final RecordingGateway gateway = new RecordingSmtpGateway();
    private final List<HabitualServer> servers = new ArrayList<>();
    private final StringBuilder toClient = new StringBuilder();
    private long seconds;
    private final Inspector inspector = Sessions.open(Map.of(), () -> seconds * 1_000_000_000L);
    private Habits habits = EXIM;
    private boolean connected;

    @Test
    void eximNeverHearsTooMuch() {
        assertThat(connectionsForAScanOf(420, EXIM)).isEqualTo(1);
    }

    @Test
    void eximForgetsASessionThatIsSilentForTooLong() {
        assertThat(connectionsForAScanOf(900, EXIM)).isEqualTo(2);
    }

    @Test
    void postfixWaits() {
        assertThat(connectionsForAScanOf(420, POSTFIX)).isEqualTo(1);
    }

    @Test
    void postfixUnderStressIsDialledAgain() {
        assertThat(connectionsForAScanOf(60, POSTFIX_UNDER_STRESS)).isEqualTo(2);
    }

    @Test
    void exchangeHasTenMinutes() {
        assertThat(connectionsForAScanOf(580, EXCHANGE)).isEqualTo(1);
    }

    @Test
    void exchangeIsDialledAgainAfterThem() {
        assertThat(connectionsForAScanOf(620, EXCHANGE)).isEqualTo(2);
    }

    @Test
    void whoDropsWhileIdleIsDialledAgain() {
        assertThat(connectionsForAScanOf(60, DROPS_WHILE_IDLE)).isEqualTo(2);
    }

    @Test
    void aLoginCannotBeHadAgain() {
        begin(POSTFIX_UNDER_STRESS);
        client("AUTH PLAIN x\r\n");
        envelope();

        waitFor(60);
        deliver();

        assertThat(toClient.toString()).contains("451 4.4.2 ").doesNotContain("queued");
        assertThat(servers).hasSize(1);
        assertThat(servers.get(0).messages()).isEmpty();
    }

    private int connectionsForAScanOf(int length, Habits of) {
        begin(of);
        envelope();

        waitFor(length);
        deliver();

        assertThat(toClient.toString()).endsWith("250 queued\r\n").doesNotContain("421", "451", "554");
        assertThat(servers.stream().flatMap(server -> server.messages().stream()))
                .containsExactly("text");
        return servers.size();
    }

    private void begin(Habits of) {
        habits = of;
        inspector.opened(gateway);
        dialled();
        client("EHLO c\r\n");
    }

    private void envelope() {
        client("MAIL FROM:<a@b>\r\n");
        client("RCPT TO:<c@d>\r\n");
        client("DATA\r\ntext\r\n.\r\n");
    }

    private void waitFor(int length) {
        for (int i = 0; i < length; i++) {
            seconds++;
            server().tick(seconds);
            settle();
            inspector.tick(gateway);
            settle();
        }
    }

    private void deliver() {
        inspector.processed(
                RecordingGateway.processed(new Outcome.Deliver(Octets.of(gateway.lastSubmitted())), Action.PASSED),
                gateway);
        settle();
    }

    private void client(String octets) {
        inspector.received(Side.CLIENT, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
        settle();
    }

    private void dialled() {
        servers.add(new HabitualServer(habits, seconds));
        connected = true;
        inspector.serverConnected(gateway);
        settle();
    }

    private HabitualServer server() {
        return servers.get(servers.size() - 1);
    }

    /** Everything that is on its way arrives. */
    private void settle() {
        for (int i = 0; i < 50; i++) {
            toClient.append(gateway.takeSent(Side.CLIENT));
            for (String told : gateway.takeTold()) {
                connected &= !told.equals("close SERVER");
                if (told.equals("dial")) {
                    dialled();
                }
            }
            if (gateway.isRelaying()) {
                gateway.relayRest();
                inspector.relayed(gateway);
            }
            exchange();
        }
    }

    private void exchange() {
        server().take(gateway.takeSent(Side.SERVER), seconds);
        String replies = server().fetch();
        if (connected && !gateway.isEnded() && !replies.isEmpty()) {
            inspector.received(Side.SERVER, ByteBuffer.wrap(replies.getBytes(ISO_8859_1)), gateway);
        }
        if (connected && !gateway.isEnded() && server().isClosed()) {
            connected = false;
            inspector.lost(Side.SERVER, gateway);
        }
    }
}

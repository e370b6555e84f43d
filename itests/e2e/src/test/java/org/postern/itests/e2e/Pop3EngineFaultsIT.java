// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.itests.e2e.FakeMailboxes.Habit;
import org.postern.itests.e2e.FaultyClamd.Fault;

/**
 * T20, T21, T22, T43: an engine that fails on a message keeps it in its mailbox, whatever server it is, but not for ever; one
 * that is gone keeps all of them there as long as it takes.
 */
class Pop3EngineFaultsIT {
    private static FaultyClamd clamd;
    private static FakeMailboxes server;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        clamd = new FaultyClamd();
        server = new FakeMailboxes();
        gateway = RunningGateway.beforePop3(server.address()).with("--clamd", clamd.address());
        gateway.profile("engineWaitSeconds = 1", "deadlineSeconds = 6");
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        server.close();
        clamd.close();
    }

    private static String infected() {
        return Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar());
    }

    /** What is infected besides: it must not pass. */
    @ParameterizedTest
    @EnumSource
    void keepsAtTheServerWhatItGotNoProperAnswerFor(Fault fault) throws Exception {
        String account = "archives-" + fault;
        FakeMailboxes.Box box = server.box(account);
        box.add(fault.line() + infected());
        box.add(Mail.text(Mail.marker()));
        server.heard();

        try (Pop3Login client = new Pop3Login(gateway.port(), account)) {
            assertThat(client.ask("RETR 1")).startsWith("-ERR [SYS/TEMP] ");
            assertThat(client.message("RETR 2")).isEqualTo(box.message("u2"));
            assertThat(client.ask("DELE 1")).startsWith("-ERR ");
            assertThat(client.ask("DELE 2")).startsWith("+OK");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        assertThat(server.heard()).contains("RETR 1", "DELE 2").doesNotContain("DELE 1", "QUIT");
        assertThat(box.gone()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void letsNoServerConcludeFromWhatWasWithheld(Habit habit) throws Exception {
        String account = habit.name().toLowerCase(Locale.ROOT) + "-withheld";
        FakeMailboxes.Box box = server.box(account);
        box.add(Fault.CLOSES.line() + Mail.text(Mail.marker()));
        box.add(Mail.text(Mail.marker()));

        try (Pop3Login client = new Pop3Login(gateway.port(), account)) {
            assertThat(client.ask("TOP 1 1000")).startsWith("-ERR [SYS/TEMP] ");
            assertThat(client.message("RETR 2")).isEqualTo(box.message("u2"));
            assertThat(client.ask("RETR 1")).startsWith("-ERR [SYS/TEMP] ");
            assertThat(client.ask("DELE 1")).startsWith("-ERR ");
            assertThat(client.ask("RSET")).startsWith("+OK");
            assertThat(client.ask("DELE 1")).as("after RSET").startsWith("-ERR ");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        server.heard();
        assertThat(box.gone()).isEmpty();

        // T33: the next session owes nothing to this one
        try (Pop3Login client = new Pop3Login(gateway.port(), account)) {
            assertThat(client.message("RETR 2")).isEqualTo(box.message("u2"));
            assertThat(client.ask("DELE 2")).startsWith("+OK");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        assertThat(server.heard()).contains("QUIT");
        assertThat(box.gone()).containsExactly("u2");
    }

    @Test
    void givesOutAsUnscannableWhatTheEngineFailsOnWhileItScansOthers() throws Exception { // T43
        FakeMailboxes.Box box = server.box("expires-poison");
        String poison = Fault.CLOSES.line() + Mail.withAttachment(Mail.marker(), "image/png", "a.png", new byte[5000]);
        box.add(poison);

        for (int failure = 1; failure < 3; failure++) {
            try (Pop3Login client = new Pop3Login(gateway.port(), "expires-poison")) {
                anotherIsScanned();
                assertThat(client.ask("RETR 1")).as("failure %s", failure).startsWith("-ERR [SYS/TEMP] ");
                assertThat(client.ask("QUIT")).startsWith("+OK");
            }
            server.heard();
            assertThat(box.gone()).isEmpty();
        }
        try (Pop3Login client = new Pop3Login(gateway.port(), "expires-poison")) {
            anotherIsScanned();
            assertThat(client.message("RETR 1"))
                    .startsWith(poison.substring(0, poison.indexOf("Content-Type: ")))
                    .contains("postern-notice", "It could not be checked for malware (says clamd)")
                    .doesNotContain("Malware was found", "image/png; name");
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        server.heard();
        assertThat(box.gone()).containsExactly("u1");
        assertThat(gateway.mailLogLine("to=expires-poison", "action=replaced")).contains("delivered=yes", "failed(");
        assertThat(Quarantined.in(gateway.base()))
                .anySatisfy(original -> assertThat(original).isEqualTo(poison.getBytes(ISO_8859_1)));
    }

    private static void anotherIsScanned() throws Exception {
        FakeMailboxes.Box box = server.box("plain-another");
        box.add(Mail.text(Mail.marker()));
        try (Pop3Login client = new Pop3Login(gateway.port(), "plain-another")) {
            int last = box.messages().size();
            assertThat(client.message("RETR " + last)).isEqualTo(box.message("u" + last));
        }
    }

    /** With messages in which the gateway itself finds something meanwhile: nothing to scan, and what cannot be. */
    @Test
    void neverTakesAnOutageForTheFaultOfAMessage() throws Exception { // T43
        String account = "expires-outage";
        FakeMailboxes.Box box = server.box(account);
        List<String> messages = List.of(
                Mail.text(Mail.marker()),
                Mail.header(Mail.marker()) + "\r\n",
                Mail.withAttachment(Mail.marker(), "application/zip", "secret.zip", Mail.encryptedZip()),
                infected());
        messages.forEach(box::add);
        anotherIsScanned();
        clamd.stop();
        try {
            for (int round = 0; round < 4; round++) {
                try (Pop3Login client = new Pop3Login(gateway.port(), account)) {
                    for (int i = 1; i <= messages.size(); i++) {
                        assertThat(client.ask("RETR " + i)).startsWith("-ERR [SYS/TEMP] ");
                    }
                    assertThat(client.ask("QUIT")).startsWith("+OK");
                }
            }
        } finally {
            clamd.startAgain();
        }
        server.heard();
        assertThat(box.gone()).isEmpty();

        Until.holds("an engine", java.time.Duration.ofSeconds(20), () -> {
            try (Pop3Login client = new Pop3Login(gateway.port(), account)) {
                return client.askMany("RETR 1").startsWith("+OK");
            }
        });
        try (Pop3Login client = new Pop3Login(gateway.port(), account)) {
            for (int i = 1; i <= 2; i++) {
                assertThat(client.message("RETR " + i)).isEqualTo(messages.get(i - 1));
            }
            for (int i = 3; i <= 4; i++) {
                assertThat(client.message("RETR " + i))
                        .contains("postern-notice")
                        .endsWith("An epilogue.\r\n");
            }
            assertThat(client.ask("QUIT")).startsWith("+OK");
        }
        server.heard();
        assertThat(box.gone()).hasSize(messages.size());
    }

    @Test
    void keepsOneCopyOfWhatIsFetchedAgain() throws Exception { // T44
        FakeMailboxes.Box box = server.box("plain-again");
        String message = infected();
        box.add(message);
        for (int i = 0; i < 3; i++) {
            try (Pop3Login client = new Pop3Login(gateway.port(), "plain-again")) {
                assertThat(client.message("RETR 1")).contains("postern-notice").doesNotContain("EICAR");
                assertThat(client.ask("QUIT")).startsWith("+OK");
            }
        }
        byte[] octets = message.getBytes(ISO_8859_1);
        assertThat(Quarantined.in(gateway.base()).stream().filter(kept -> Arrays.equals(kept, octets)))
                .hasSize(1);
    }

    /** T21: it answers OK to everything: out of service, not a way around. */
    @Test
    void givesOutNothingThatAnEngineThatPraisesAllHasSeen() throws Exception {
        try (FaultyClamd liar = FaultyClamd.thatPraisesAll();
                RunningGateway fooled =
                        RunningGateway.beforePop3(server.address()).with("--clamd", liar.address())) {
            fooled.profile("engineWaitSeconds = 1", "deadlineSeconds = 6");
            fooled.start();
            FakeMailboxes.Box box = server.box("plain-praised");
            box.add(infected());

            try (Pop3Login client = new Pop3Login(fooled.port(), "plain-praised")) {
                assertThat(client.ask("RETR 1")).startsWith("-ERR [SYS/TEMP] ");
            }
        }
    }
}

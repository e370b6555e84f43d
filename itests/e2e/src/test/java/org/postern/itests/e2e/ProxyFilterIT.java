// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Postern as a before-queue filter of a Postfix, set up as docs/howto-postfix-proxy-filter.md says, line by line. */
class ProxyFilterIT {
    private static final Path DOCUMENT = Path.of("../../docs/howto-postfix-proxy-filter.md");

    /** Neither the address of the gateway nor that of the Postfix in front. */
    private static final String CLIENT = "127.0.0.7";

    private static int front;
    private static int filter;
    private static int back;
    private static PrivatePostfix postfix;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        front = Ports.free();
        filter = Ports.free();
        back = Ports.free();
        String master = block("smtpd_proxy_filter")
                .replaceFirst("(?m)^smtp +inet", "127.0.0.1:" + front + " inet")
                .replace("127.0.0.1:10025", "127.0.0.1:" + filter)
                .replace("127.0.0.1:10026", "127.0.0.1:" + back)
                .replace("permit_mynetworks,reject", "$refusing_recipients");
        String main = """
                refusing_recipients = check_recipient_access inline:{ {no@example.org = REJECT not him} }, permit_mynetworks, reject
                header_checks = regexp:{ {/^X-Refused:/ REJECT not this} }
                """;
        postfix = PrivatePostfix.start(main, master);
        gateway = RunningGateway.before(postfix.address()).start();
        gateway.profile(block("deadlineSeconds"), "engineWaitSeconds = 2"); // with none there, not half a minute
        gateway.configure(
                "org.postern.listener~filter.cfg",
                block("xforwardFrom").replace("10025", "" + filter).replace("10026", "" + back));
        Until.holds(
                "the filter listens",
                Duration.ofSeconds(20),
                () -> gateway.log().contains("Listener filter accepts"));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        postfix.close();
    }

    /** @return the block of the document that holds the text */
    private static String block(String text) throws Exception {
        return Pattern.compile("(?s)```\\n(.*?)```")
                .matcher(Files.readString(DOCUMENT, UTF_8))
                .results()
                .map(match -> match.group(1))
                .filter(block -> block.contains(text) && !block.contains("──"))
                .findFirst()
                .orElseThrow();
    }

    private static Command send(String message, String... more) throws Exception {
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "--local-interface";
        all[more.length + 1] = CLIENT;
        return Swaks.send(front, message, all);
    }

    @Test
    void passesCleanMailAndNamesItsClientToTheServerBehind() throws Exception {
        String marker = Mail.marker();
        String message = Mail.text(marker);

        Command sent = send(message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(new String(postfix.await(marker), ISO_8859_1)).isEqualTo(message.replace("\r\n", "\n"));
        assertThat(gateway.mailLogLine("action=passed ")).contains("server=127.0.0.1:" + back);
        assertThat(postfix.log())
                .containsPattern(
                        "smtpd\\[\\d+\\]: [0-9A-F]+: client=\\S+, orig_client=\\S+\\[" + Pattern.quote(CLIENT) + "\\]");
    }

    @Test
    void replacesWhatIsInfected() throws Exception {
        String marker = Mail.marker();

        Command sent = send(Mail.withAttachment(marker, "application/octet-stream", "eicar.com", Mail.eicar()));

        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(new String(postfix.await(marker), ISO_8859_1))
                .contains("postern-notice", "Look at the attachment.")
                .doesNotContain(Mail.base64(Mail.eicar()).substring(0, 40));
    }

    @Test
    void passesTheRefusalOfARecipientByTheServerBehind() throws Exception {
        Command sent = send(Mail.text(Mail.marker()), "--to", "no@example.org");

        assertThat(sent.output()).contains("<** 554 5.7.1 <no@example.org>: Recipient address rejected: not him");
    }

    @Test
    void passesTheRefusalOfAMessageByTheServerBehind() throws Exception {
        Command sent = send("X-Refused: yes\r\n" + Mail.text(Mail.marker()));

        assertThat(sent.output()).contains("<** 550 5.7.1 not this");
    }

    /** While there is no engine; what takes too long to scan is deferred in the same way. */
    @Test
    void defersWhatIsNotJudgedBeforePostfixGivesUp() throws Exception {
        gateway.configure("org.postern.scan.signature.cfg", "enabled = false");
        try {
            Until.holds(
                    "the engine's end",
                    Duration.ofSeconds(20),
                    () -> send(Mail.text(Mail.marker())).output().contains("<** 451 4.7.1 "));
        } finally {
            gateway.configure("org.postern.scan.signature.cfg", "enabled = true");
        }
        Until.holds(
                "mail flows again",
                Duration.ofSeconds(30),
                () -> send(Mail.text(Mail.marker())).exit() == 0);
    }

    @Test
    void isMissedWithoutAnyLossWhileItIsDown() throws Exception {
        String marker = Mail.marker();
        gateway.stop();

        Command sent = send(Mail.text(marker));

        assertThat(sent.output()).contains("<** 451 4.3.0");
        gateway.start();
        Until.holds(
                "the client that comes again is served",
                Duration.ofSeconds(30),
                () -> send(Mail.text(marker)).exit() == 0);
        postfix.await(marker);
    }
}

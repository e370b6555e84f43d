// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * From one Postfix through the gateway to another, with everything that both offer: PIPELINING, SIZE, 8BITMIME, DSN, SMTPUTF8,
 * CHUNKING. The one in front sends as its smtp(8) client does, and queues what is put off.
 */
class RelayingPostfixIT {
    private static PrivatePostfix behind;
    private static RunningGateway gateway;
    private static PrivatePostfix front;

    @BeforeAll
    static void start() throws Exception {
        behind = PrivatePostfix.start("""
                smtpd_recipient_restrictions = check_recipient_access inline:{ {no@example.org = REJECT not him} }, permit_mynetworks, reject
                """, "");
        gateway = RunningGateway.before(behind.address()).start();
        front = PrivatePostfix.start("""
                virtual_mailbox_domains =
                relayhost = [127.0.0.1]:%d
                smtp_dns_support_level = disabled
                smtp_tls_security_level = none
                """.formatted(gateway.port()), "");
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        gateway.close();
        behind.close();
    }

    private static void queue(String message, String... more) throws Exception {
        Command sent = Swaks.send(front.port(), message, more);
        assertThat(sent.exit()).as(sent.output()).isZero();
    }

    @Test
    void passesCleanMailOctetForOctet() throws Exception {
        String marker = Mail.marker();
        String message = Mail.text(marker);

        queue(message);

        assertThat(new String(behind.await(marker), ISO_8859_1)).isEqualTo(message.replace("\r\n", "\n"));
    }

    @Test
    void replacesMalware() throws Exception {
        String marker = Mail.marker();

        queue(Mail.withAttachment(marker, "application/octet-stream", "eicar.com", Mail.eicar()));

        assertThat(new String(behind.await(marker), ISO_8859_1))
                .contains("postern-notice", "Look at the attachment.")
                .doesNotContain(Mail.base64(Mail.eicar()).substring(0, 40));
    }

    @Test
    void bouncesWhatTheServerBehindRefusesInTheWordsOfThatServer() throws Exception {
        queue(Mail.text(Mail.marker()), "--to", "no@example.org", "--from", "ann@example.org");

        Until.holds(
                "the Postfix in front gives it up",
                Duration.ofSeconds(20),
                () -> front.log()
                        .matches(
                                "(?s).*said: 554 5\\.7\\.1 <no@example\\.org>: Recipient address rejected: not him.*"));
        assertThat(front.log()).contains("status=bounced");
    }
}

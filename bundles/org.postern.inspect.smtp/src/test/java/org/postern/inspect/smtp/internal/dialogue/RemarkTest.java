// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.api.inspect.Inspector;
import org.postern.api.session.Side;
import org.postern.dialogue.RecordingGateway;

/** T07, T12: what the administrator is told of a server says what to do, and nothing that the server says. */
class RemarkTest {
    private final RecordingGateway gateway = new RecordingSmtpGateway();
    private final Inspector inspector =
            Sessions.open(Map.of("client", "192.0.2.1:40000", "server", "192.0.2.2:25"), () -> 0);

    @Test
    void namesTheSettingWhereAServerWantsTls() {
        greet("250 mx\r\n");
        say(Side.CLIENT, "MAIL FROM:<a@b>\r\n");

        say(Side.SERVER, "530 5.7.0 Must issue a STARTTLS command first; evil\r\n");

        assertThat(gateway.takeTold()).contains("remark WANTS_TLS");
        assertThat(gateway.lastAdvice())
                .contains("530", "tls = INTERCEPT", "etc/org.postern.profile~test.cfg")
                .doesNotContain("evil");
    }

    @Test
    void hasARuleReadyWhereAServerSpeaksAPrivateDialect() {
        greet("250-mx\r\n250-X-EXPS GSSAPI evil\r\n250 8BITMIME\r\n");

        assertThat(gateway.takeTold()).contains("remark PRIVATE_DIALECT");
        assertThat(gateway.lastAdvice())
                .contains("etc/org.postern.rule~unread-192-0-2-1-192-0-2-2.cfg", "inspector = NONE")
                .doesNotContain("evil");
    }

    private void greet(String reply) {
        inspector.opened(gateway);
        say(Side.SERVER, "220 mx\r\n");
        say(Side.CLIENT, "EHLO c\r\n");
        say(Side.SERVER, reply);
    }

    private void say(Side from, String octets) {
        inspector.received(from, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
    }
}

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

/** T10, T57: what the gateway says itself is in step with the server's replies. */
class IntroductionTest {
    private final RecordingGateway gateway = new RecordingSmtpGateway();
    private final Inspector inspector = Sessions.open(Map.of("client", "192.0.2.1:40000", "given", "XCLIENT"), () -> 0);

    @Test
    void takesNoReplyTooManyForThatToTheNextCommand() {
        inspector.opened(gateway);
        say(Side.SERVER, "220 mx\r\n");
        say(Side.CLIENT, "EHLO c\r\n");
        say(Side.SERVER, "250-mx\r\n250 XCLIENT ADDR\r\n");
        gateway.takeSent(Side.CLIENT);

        say(Side.SERVER, "220 mx\r\n250 mx\r\n");

        assertThat(gateway.takeSent(Side.CLIENT)).startsWith("421 4.4.2 ");
        assertThat(gateway.takeSent(Side.SERVER)).isEqualTo("EHLO c\r\nXCLIENT ADDR=192.0.2.1\r\n");
        assertThat(gateway.isEnded()).isTrue();
    }

    private void say(Side from, String octets) {
        inspector.received(from, ByteBuffer.wrap(octets.getBytes(ISO_8859_1)), gateway);
    }
}

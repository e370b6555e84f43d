// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.api.inspect.Inspector;
import org.postern.api.session.Side;
import org.postern.dialogue.RecordingGateway;

/** T05, T06: what no dialogue can say, since it depends on the packet that it comes in. */
class StartTlsTest {
    private final RecordingGateway gateway = new RecordingPop3Gateway();

    private Inspector begun(String mode) {
        Inspector inspector = Sessions.open(Map.of("tls", mode), () -> 0);
        inspector.opened(gateway);
        inspector.received(Side.SERVER, octets("+OK\r\n"), gateway);
        inspector.received(Side.CLIENT, octets("STLS\r\n"), gateway);
        gateway.takeSent(Side.CLIENT);
        return inspector;
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    @Test
    void clearTextInThePacketOfTheServersOkEndsTheSession() {
        begun("INTERCEPT").received(Side.SERVER, octets("+OK\r\n+OK injected\r\n"), gateway);

        assertThat(gateway.isEnded()).isTrue();
        assertThat(gateway.takeSent(Side.CLIENT)).startsWith("-ERR ");
        assertThat(gateway.takeTold()).noneMatch(told -> told.startsWith("startTls"));
    }

    @Test
    void clearTextInThePacketOfTheServersOkIsNotTunnelled() {
        Inspector inspector = begun("ALLOW");
        inspector.received(Side.SERVER, octets("+OK\r\n+OK injected\r\n"), gateway);

        assertThat(gateway.isEnded()).isTrue();
        assertThat(gateway.takeSent(Side.CLIENT)).isEqualTo("+OK\r\n");
        assertThat(gateway.takeTold()).doesNotContain("tunnel");
    }

    @Test
    void allThatCameOfTheHelloGoesToTheServer() {
        Inspector inspector = begun("ALLOW");
        inspector.received(Side.SERVER, octets("+OK\r\n"), gateway);
        gateway.takeSent(Side.SERVER);
        inspector.received(Side.CLIENT, octets("\u0016\u0003hello"), gateway);

        assertThat(gateway.takeSent(Side.SERVER)).isEqualTo("\u0016\u0003hello");
        assertThat(gateway.takeTold()).contains("tunnel");
    }

    @Test
    void whatIsSaidInTheClearWhileTlsBeginsIsNotBelieved() {
        Inspector inspector = begun("INTERCEPT");
        inspector.received(Side.SERVER, octets("+OK\r\n"), gateway);
        inspector.received(Side.SERVER, octets("+OK injected\r\n"), gateway);

        assertThat(gateway.isEnded()).isTrue();
        assertThat(gateway.takeSent(Side.CLIENT)).startsWith("-ERR ").doesNotContain("injected");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.session.Protocol;
import org.postern.api.session.SessionInfo;
import org.postern.inspect.line.Line;
import org.postern.inspect.smtp.internal.wire.Command;

/** T57, T60: what is said of a client, and what a client may say. */
class ClientAttributesTest {
    private static final Set<String> ALL =
            Set.of("NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT", "IDENT", "SOURCE");

    @Test
    void keepsACommandShortHoweverLongAGreetingIs() throws UnknownHostException {
        for (int length = 1; length < 2000; length += 7) {
            Command hello = command("EHLO " + "=".repeat(length));

            byte[] line = ClientAttributes.xclient(session("2001:db8:1111:2222:3333:4444:5555:6666"), hello, ALL)
                    .orElseThrow()
                    .octets();

            assertThat(line).as("a greeting of " + length).hasSizeLessThanOrEqualTo(512);
        }
    }

    @Test
    void namesNoZoneOfALinkLocalAddress() throws UnknownHostException {
        InetAddress address = java.net.Inet6Address.getByAddress(
                "", InetAddress.getByName("fe80::1").getAddress(), 1);

        Command command = ClientAttributes.xforward(session(address), command("EHLO c"), Set.of("ADDR"))
                .orElseThrow();

        assertThat(command.argument()).isEqualTo("ADDR=IPV6:fe80:0:0:0:0:0:0:1");
    }

    @Test
    void saysWhatItSaysInAFormThatItWouldTake() throws UnknownHostException {
        Command hello = command("EHLO \u00e9+=[x] \u0001");

        Command command =
                ClientAttributes.xforward(session("192.0.2.1"), hello, ALL).orElseThrow();

        assertThat(ClientAttributes.areReadable(command)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ADDR",
                "ADDR=",
                "=x",
                "A=b=c",
                "A=+0A",
                "A=+1F",
                "A=+7F",
                "A=+2",
                "A=+zz",
                "A=\u00e9",
                "A=\u0001"
            })
    void doesNotTake(String argument) {
        assertThat(ClientAttributes.areReadable(command("XCLIENT " + argument))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADDR=192.0.2.1", "addr=IPV6:::1 name=[unavailable]", "A=+2B+3D+E9", "X-New=1"})
    void takes(String argument) {
        assertThat(ClientAttributes.areReadable(command("XCLIENT " + argument))).isTrue();
    }

    private static Command command(String line) {
        return Command.of(Line.of(line.getBytes(ISO_8859_1)));
    }

    private static SessionInfo session(String client) throws UnknownHostException {
        return session(InetAddress.getByName(client));
    }

    private static SessionInfo session(InetAddress client) throws UnknownHostException {
        return new SessionInfo(
                "t-1",
                Protocol.SMTP,
                new InetSocketAddress(client, 65535),
                new InetSocketAddress(InetAddress.getByName("2001:db8:1111:2222:3333:4444:5555:7777"), 65535),
                "listener",
                "rule",
                Instant.EPOCH);
    }
}

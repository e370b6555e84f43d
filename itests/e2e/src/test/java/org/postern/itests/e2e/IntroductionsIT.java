// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** T57, T60: a real Postfix is told who the client is, and of proxies only those that are listed are believed. */
class IntroductionsIT {
    private static final String CLIENT = "127.0.0.7";

    private static PrivatePostfix postfix;
    private static RunningGateway gateway;
    private static int telling;
    private static int logging;
    private static int believing;

    @BeforeAll
    static void start() throws Exception {
        postfix = PrivatePostfix.start(
                "smtpd_authorized_xclient_hosts = 127.0.0.1\nsmtpd_authorized_xforward_hosts = 127.0.0.1\n", "");
        gateway = RunningGateway.before(postfix.address()).start();
        telling = listener("telling", "xclientTo = true");
        logging = listener("logging", "xforwardTo = true");
        believing = listener("believing", "xclientFrom = " + CLIENT);
        gateway.configure("org.postern.gateway.cfg", "rejectFooter = Call 123.");
        Until.holds(
                "the footer is in force",
                Duration.ofSeconds(20),
                () -> refusal().contains("Call 123."));
    }

    private static int listener(String name, String introduction) throws Exception {
        int port = Ports.free();
        gateway.configure(
                "org.postern.listener~" + name + ".cfg",
                "protocol = smtp",
                "port = " + port,
                "upstream = " + postfix.address(),
                introduction);
        Until.holds(
                "listener " + name,
                Duration.ofSeconds(20),
                () -> gateway.log().contains("Listener " + name + " accepts"));
        return port;
    }

    /** @return what somebody hears who is not believed */
    private static String refusal() throws Exception {
        try (RawClient client = new RawClient(believing)) {
            client.expect("220");
            assertThat(client.say("EHLO client.test").expect("250")).doesNotContain("XCLIENT", "XFORWARD");
            return client.say("XCLIENT ADDR=192.0.2.9").expect("502");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        postfix.close();
    }

    private static String delivered(int port, String... more) throws Exception {
        String marker = Mail.marker();
        Command sent = Swaks.send(port, Mail.text(marker), more);
        assertThat(sent.exit()).as(sent.output()).isZero();
        postfix.await(marker);
        return postfix.find(marker).orElseThrow();
    }

    @Test
    void aServerTreatsTheSessionAsThatOfTheClient() throws Exception {
        assertThat(delivered(telling, "--local-interface", CLIENT))
                .containsPattern("Received: from client\\.test \\(\\S+ \\[" + Pattern.quote(CLIENT) + "\\]\\)");
    }

    @Test
    void aServerLogsTheClient() throws Exception {
        assertThat(delivered(logging, "--local-interface", CLIENT)).contains("[127.0.0.1])");
        assertThat(postfix.log()).containsPattern("orig_client=\\S+\\[" + Pattern.quote(CLIENT) + "\\]");
    }

    @Test
    void aProxyThatIsListedIsBelieved() throws Exception {
        assertThat(delivered(believing, "--local-interface", CLIENT, "--xclient-addr", "192.0.2.9"))
                .contains("[192.0.2.9])");
    }

    @Test
    void othersAreNot() throws Exception {
        assertThat(refusal()).startsWith("502-5.5.1 ").contains("\n502 5.5.1 Call 123.");
    }
}

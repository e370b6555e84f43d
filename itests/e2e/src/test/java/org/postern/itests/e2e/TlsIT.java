// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T07: mail under TLS is scanned, passed unread or refused, as the profile says, and never in the clear by accident. */
class TlsIT {
    private static TlsGateway tls;

    @BeforeAll
    static void start() throws Exception {
        tls = TlsGateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        tls.close();
    }

    @BeforeEach
    void forget() {
        tls.forget();
    }

    private static void assertUnreadable(String seen, String message) {
        assertThat(seen).hasSizeGreaterThan(message.length()); // it did go this way
        assertThat(seen)
                .doesNotContain("X-Test", "MAIL FROM", "sender@example.net", "250 2.0.0 Ok: queued")
                .doesNotContain(
                        message.lines().filter(line -> line.length() > 15).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca", "smtps-ca"})
    void passesCleanMailOctetForOctetAndNothingOfItInTheClear(String listener) throws Exception {
        String marker = Mail.marker();
        String message = Mail.text(marker) + "one more line of " + listener + "\r\n";

        Command sent = tls.send(listener, message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(new String(tls.postfix().await(marker), ISO_8859_1)).isEqualTo(message.replace("\r\n", "\n"));
        assertThat(tls.gateway().mailLogLine("size=" + message.length()))
                .contains("action=passed ", "rule=" + listener);
        assertUnreadable(tls.seenBeforeGateway(listener), message);
        assertUnreadable(tls.seenBehindGateway(), message);
        assertThat(tls.logged("secured", listener)).contains("tls=TLSv1.3");
        assertThat(tls.gateway().mailLogLine("side=server", "rule=" + listener + " "))
                .contains("certificate=\"verified; CN=server; issued by CN=Test authority;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca", "smtps-ca"})
    void replacesWhatIsInfected(String listener) throws Exception {
        String marker = Mail.marker();
        String message = Mail.withAttachment(marker, "application/zip", "a.zip", Mail.zip("e.com", Mail.eicar()));

        Command sent = tls.send(listener, message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        String arrived = new String(tls.postfix().await(marker), ISO_8859_1);
        String expected = message.replace("\r\n", "\n");
        assertThat(arrived)
                .startsWith(expected.substring(0, expected.indexOf("Content-Type: application/zip")))
                .contains("postern-notice")
                .doesNotContain("UEsDB")
                .endsWith(expected.substring(expected.indexOf("\n--=_outer 1\nContent-Type: text/html")));
        assertThat(tls.gateway().mailLogLine("size=" + message.length(), "rule=" + listener + " "))
                .contains("action=replaced", "Eicar");
    }

    @ParameterizedTest
    @CsvSource({
        "address, is not trusted: it is for other names only: localhost",
        "smtps-address, is not trusted: it is for other names only: localhost",
        "unknown, is not trusted: no authority that is known here issued it",
        "other-pin, is not pinned: SHA-256 "
    })
    void givesNothingToAServerThatIsNotTheRightOne(String listener, String reason) throws Exception {
        String marker = Mail.marker();

        Command sent = tls.send(listener, Mail.text(marker));

        assertThat(sent.exit()).as(sent.output()).isNotZero();
        assertThat(sent.output()).doesNotContain("250 2.0.0 Ok: queued");
        assertThat(tls.logged("tls-failed", listener)).contains("side=server", reason);
        assertThat(tls.seenBehindGateway()).doesNotContain("MAIL FROM", "sender@example.net", marker); // no way back
        assertThat(tls.postfix().find(marker)).isEmpty();
    }

    @Test
    void takesTheServerThatIsPinnedWhateverItsName() throws Exception {
        arrives("pin");
        assertThat(tls.gateway().mailLogLine("side=server", "rule=pin ")).contains("certificate=\"its key is pinned;");
    }

    @Test
    void takesAnyServerIfThatIsSaidAndRecordsWhatItIs() throws Exception {
        arrives("any");
        assertThat(tls.gateway().mailLogLine("side=server", "rule=any "))
                .contains("certificate=\"not verified: no authority that is known here issued it;");
    }

    private static void arrives(String listener) throws Exception {
        String marker = Mail.marker();
        String message = Mail.text(marker);
        Command sent = tls.send(listener, message);
        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(new String(tls.postfix().await(marker), ISO_8859_1)).isEqualTo(message.replace("\r\n", "\n"));
        assertUnreadable(tls.seenBehindGateway(), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "smtps-allow"})
    void passesUnreadWhatIsAllowedToAndSaysSo(String listener) throws Exception {
        String marker = Mail.marker();
        String message = Mail.withAttachment(marker, "application/octet-stream", "e.com", Mail.eicar());

        Command sent = tls.send(listener, message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(new String(tls.postfix().await(marker), ISO_8859_1)).isEqualTo(message.replace("\r\n", "\n"));
        assertThat(tls.logged("unread", listener)).contains("reason=TLS");
        assertThat(tls.look(listener, "localhost").output()).contains("subject=CN = server"); // the server's own
        assertThat(tls.look("ca", TlsGateway.NAME).output()).contains("subject=CN = first");
    }

    @Test
    void scansWhatIsSentInTheClearWhereTlsIsAllowed() throws Exception {
        String marker = Mail.marker();
        String message = Mail.withAttachment(marker, "application/octet-stream", "e.com", Mail.eicar());

        Command sent = Swaks.send(tls.port("allow"), message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        assertThat(new String(tls.postfix().await(marker), ISO_8859_1)).contains("postern-notice");
    }

    @Test
    void hidesAndRefusesTlsWhereItIsDisabled() throws Exception {
        try (RawClient client = new RawClient(tls.port("disable"))) {
            client.expect("220");
            assertThat(client.say("EHLO client.test").expect("250")).doesNotContain("STARTTLS");
            client.say("STARTTLS").expect("502");
            client.say("NOOP").expect("250");
        }
        Command sent = tls.send("disable", Mail.text(Mail.marker()));
        assertThat(sent.exit()).as(sent.output()).isNotZero();
        Command denied = tls.send("smtps-disable", Mail.text(Mail.marker()));
        assertThat(denied.exit()).as(denied.output()).isNotZero();
        assertThat(tls.gateway().mailLogLine("listener=smtps-disable"))
                .contains("event=refused", "tls = DISABLE", "tls = INTERCEPT");
    }
}

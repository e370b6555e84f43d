// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T07: mail that is fetched under TLS is scanned, passed unread or refused, as the profile says. */
class Pop3TlsIT {
    private static final String NAME = "pop.example.org";

    private static TestAuthority authority;
    private static PrivateDovecot dovecot;
    private static RecordingRelay behind;
    private static RunningGateway gateway;
    private static TlsListeners listeners;
    private static SSLContext trusting;

    @BeforeAll
    static void start() throws Exception {
        authority = TestAuthority.make();
        trusting = authority.trusting();
        TestAuthority.Issued server = authority.issue("server", "DNS:localhost");
        dovecot = PrivateDovecot.startWithTls(server.certificate(), server.key());
        behind = new RecordingRelay(dovecot.port());
        RecordingRelay behindTls = new RecordingRelay(dovecot.tlsPort());
        gateway = RunningGateway.beforePop3("127.0.0.1:" + dovecot.port());
        authority.issue("gateway", "DNS:" + NAME).copyTo(gateway.base().resolve("etc/tls"));
        gateway.configure("org.postern.tls~pop.cfg", "certificate = etc/tls/mail.pem", "key = etc/tls/mail.key");
        listeners = new TlsListeners(gateway, "pop3");
        String ca = "tlsAuthorities = " + authority.root();
        listeners.add("ca", false, "localhost:" + behind.port(), "tls = INTERCEPT", ca);
        listeners.add("unknown", false, "localhost:" + behind.port(), "tls = INTERCEPT");
        listeners.add("allow", false, "127.0.0.1:" + behind.port(), "tls = ALLOW");
        listeners.add("disable", false, "127.0.0.1:" + behind.port(), "tls = DISABLE");
        listeners.add("pop3s-ca", true, "localhost:" + behindTls.port(), "tls = INTERCEPT", ca);
        listeners.add("pop3s-unknown", true, "localhost:" + behindTls.port(), "tls = INTERCEPT");
        listeners.add("pop3s-allow", true, "127.0.0.1:" + behindTls.port(), "tls = ALLOW");
        listeners.add("pop3s-disable", true, "127.0.0.1:" + behindTls.port(), "tls = DISABLE");
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        listeners.close();
        behind.close();
        dovecot.close();
        authority.close();
    }

    @BeforeEach
    void forget() {
        listeners.forget();
        behind.forget();
    }

    private static Pop3Login login(String listener, String name, String account) throws IOException {
        int port = listeners.port(listener);
        return listener.startsWith("pop3s")
                ? Pop3Login.underTls(port, trusting, name, account)
                : Pop3Login.afterStls(port, trusting, name, account);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca", "pop3s-ca"})
    void givesOutCleanMailOctetForOctetAndReplacesWhatIsInfected(String listener) throws Exception {
        String account = listener.equals("ca") ? "ann" : "bob";
        String clean = Mail.text(Mail.marker());
        dovecot.deliver(account, clean);
        dovecot.deliver(account, Mail.withAttachment(Mail.marker(), "text/plain", "e.com", Mail.eicar()));

        try (Pop3Login mail = login(listener, NAME, account)) {
            assertThat(mail.message("RETR 1")).isEqualTo(clean);
            assertThat(mail.message("RETR 2")).contains("postern-notice").doesNotContain("EICAR-STANDARD");
            assertThat(mail.ask("QUIT")).startsWith("+OK");
        }
        assertThat(gateway.mailLogLine("rule=" + listener + " ", "action=replaced"))
                .contains("Eicar");
        assertThat(gateway.mailLogLine("event=secured", "side=server", "rule=" + listener + " "))
                .contains("certificate=\"verified; CN=server;");
        assertThat(listeners.seen(listener) + behind.seen()).doesNotContain("X-Test", "PASS", "secret", account + "\r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "pop3s-unknown"})
    void givesNoPasswordToAServerThatIsNotTheRightOne(String listener) throws Exception {
        assertThatThrownBy(() -> login(listener, NAME, "cid").close())
                .isInstanceOfAny(IOException.class, AssertionError.class);

        assertThat(gateway.mailLogLine("event=tls-failed", "rule=" + listener + " "))
                .contains("side=server", "is not trusted: no authority that is known here issued it");
        assertThat(behind.seen())
                .doesNotContain("USER cid", "PASS ", "secret"); // a bare USER stands in the answer to CAPA
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "pop3s-allow"})
    void passesUnreadWhatIsAllowedToAndSaysSo(String listener) throws Exception {
        String account = listener.equals("allow") ? "dan" : "eve";
        String infected = Mail.withAttachment(Mail.marker(), "text/plain", "e.com", Mail.eicar());
        dovecot.deliver(account, infected);

        try (Pop3Login mail = login(listener, "localhost", account)) { // the server's own certificate
            assertThat(mail.message("RETR 1")).isEqualTo(infected);
        }
        assertThat(gateway.mailLogLine("event=unread", "rule=" + listener + " "))
                .contains("reason=TLS");
    }

    @Test
    void hidesAndRefusesTlsWhereItIsDisabled() throws Exception {
        try (Pop3Login mail = new Pop3Login(listeners.port("disable"), "fay")) {
            assertThat(mail.askMany("CAPA")).startsWith("+OK").doesNotContain("STLS");
            assertThat(mail.ask("STLS")).startsWith("-ERR");
            assertThat(mail.ask("NOOP")).startsWith("+OK");
        }
        assertThatThrownBy(() -> login("pop3s-disable", "localhost", "fay").close())
                .isInstanceOf(IOException.class);
        assertThat(gateway.mailLogLine("listener=pop3s-disable")).contains("event=refused", "tls = DISABLE");
    }
}

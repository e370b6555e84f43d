// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway with one listener for each thing that a profile can say about TLS, before one Postfix whose certificate is for
 * {@code localhost}. Both ways can be listened to.
 */
final class TlsGateway implements AutoCloseable {
    /** The name that the gateway's certificate is for. */
    static final String NAME = "mail.example.org";

    private final TestAuthority authority;
    private final PrivatePostfix postfix;
    private final RecordingRelay beforePostfix;
    private final RecordingRelay beforePostfixs;
    private final RunningGateway gateway;
    private final TestAuthority.Issued certificate;
    private final TlsListeners listeners;

    private TlsGateway(TestAuthority authority) throws Exception {
        this.authority = authority;
        TestAuthority.Issued server = authority.issue("server", "DNS:localhost");
        certificate = authority.issue("first", "DNS:" + NAME);
        postfix = PrivatePostfix.startWithTls(server.certificate(), server.key());
        beforePostfix = new RecordingRelay(postfix.port());
        beforePostfixs = new RecordingRelay(postfix.tlsPort());
        gateway = RunningGateway.before("127.0.0.1:" + beforePostfix.port());
        listeners = new TlsListeners(gateway, "smtp");
        certificate.copyTo(tls());
        gateway.configure("org.postern.tls~mail.cfg", "certificate = etc/tls/mail.pem", "key = etc/tls/mail.key");
        String ca = "tlsAuthorities = " + authority.root();
        listener("ca", "localhost", "tls = INTERCEPT", "tlsVerify = CA", ca);
        listener("address", "127.0.0.1", "tls = INTERCEPT", "tlsVerify = CA", ca);
        listener("unknown", "localhost", "tls = INTERCEPT", "tlsVerify = CA");
        listener("pin", "127.0.0.1", "tls = INTERCEPT", "tlsVerify = PIN", "tlsPins = " + server.pin());
        listener("other-pin", "127.0.0.1", "tls = INTERCEPT", "tlsVerify = PIN", "tlsPins = " + certificate.pin());
        listener("any", "127.0.0.1", "tls = INTERCEPT", "tlsVerify = OPPORTUNISTIC");
        listener("allow", "127.0.0.1", "tls = ALLOW");
        listener("disable", "127.0.0.1", "tls = DISABLE");
        listener("smtps-ca", "localhost", "tls = INTERCEPT", "tlsVerify = CA", ca);
        listener("smtps-address", "127.0.0.1", "tls = INTERCEPT", "tlsVerify = CA", ca);
        listener("smtps-allow", "127.0.0.1", "tls = ALLOW");
        listener("smtps-disable", "127.0.0.1", "tls = DISABLE");
        gateway.start();
    }

    static TlsGateway start() throws Exception {
        return new TlsGateway(TestAuthority.make());
    }

    /** One whose name begins with smtps speaks TLS at once. */
    private void listener(String name, String host, String... profile) throws IOException {
        boolean implicit = name.startsWith("smtps");
        int behind = implicit ? beforePostfixs.port() : beforePostfix.port();
        listeners.add(name, implicit, host + ":" + behind, profile);
    }

    /** The port of a listener, by way of somebody who listens. */
    int port(String listener) {
        return listeners.port(listener);
    }

    String seenBeforeGateway(String listener) {
        return listeners.seen(listener);
    }

    /** What went between gateway and server since the last call of {@link #forget}. */
    String seenBehindGateway() {
        return beforePostfix.seen() + beforePostfixs.seen();
    }

    void forget() {
        beforePostfix.forget();
        beforePostfixs.forget();
        listeners.forget();
    }

    RunningGateway gateway() {
        return gateway;
    }

    PrivatePostfix postfix() {
        return postfix;
    }

    TestAuthority authority() {
        return authority;
    }

    /** Where the gateway's certificate lies. */
    Path tls() {
        return gateway.base().resolve("etc/tls");
    }

    /** Sends by swaks under TLS, which checks the certificate that it is shown. */
    Command send(String listener, String message) throws Exception {
        return Swaks.send(
                port(listener),
                message,
                listener.startsWith("smtps") ? "--tls-on-connect" : "--tls",
                "--tls-verify",
                "--tls-ca-path",
                authority.root().toString());
    }

    /** Says hello by openssl, which checks the certificate's name. */
    Command look(String listener, String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + port(listener),
                "-servername",
                name,
                "-verify_hostname",
                name,
                "-verify_return_error",
                "-CAfile",
                authority.root().toString()));
        if (!listener.startsWith("smtps")) {
            command.addAll(List.of("-starttls", "smtp"));
        }
        command.addAll(List.of(more));
        return Command.run(command);
    }

    /** The line of the mail log about a session of a listener. */
    String logged(String event, String listener) throws Exception {
        return gateway.mailLogLine("event=" + event + " ", "rule=" + listener + " ");
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        listeners.close();
        beforePostfix.close();
        beforePostfixs.close();
        postfix.close();
        authority.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;
import org.postern.api.tls.ServerTrust;

/** ICAP over TLS, against a server of the JDK. */
@Timeout(60)
class SecureLinkTest {
    private static Certificate known;

    @BeforeAll
    static void make(@TempDir Path folder) throws Exception {
        known = new Certificate(folder);
    }

    private static IcapScanner scanner(SSLContext trusting, Duration read, FakeIcap server) {
        Settings plain = Icaps.settings(Icaps.SERVICE, read, Duration.ofSeconds(20), server.address());
        return new IcapScanner(
                new Settings(plain.peers(), plain.readTimeout(), plain.service(), Optional.of(ServerTrust.DEFAULT)),
                (host, port, trust) -> engine(trusting, host, port));
    }

    private static SSLEngine engine(SSLContext trusting, String host, int port) {
        SSLEngine engine = trusting.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void scansOverKeptConnections(String protocol) throws Exception {
        SSLContext context = known.context(protocol);
        byte[] large = new byte[3_000_000];
        new Random(3).nextBytes(large);
        try (FakeIcap server = FakeIcap.secured(context, FakeIcap::honest);
                IcapScanner scanner = scanner(known.context(protocol), Duration.ofSeconds(10), server)) {
            assertThat(scanner.scan(Request.of("good"))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of(large))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of("evil"))).isEqualTo(ScanResult.infected("Evil.Test"));
            assertThat(server.clients()).hasSize(1);
            assertThat(server.asked().get(0).first()).startsWith("OPTIONS icaps://127.0.0.1:");
            assertThat(server.asked().get(2).content()).isEqualTo(large);
        }
    }

    @Test
    void readsWhatComesBack() throws Exception {
        byte[] large = new byte[3_000_000];
        new Random(4).nextBytes(large);
        String text = new String(large, ISO_8859_1);
        try (FakeIcap server = FakeIcap.secured(known.context("TLS"), client -> {
                    FakeIcap.Asked asked = client.next("Methods: RESPMOD\r\n");
                    client.say(Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", asked.text()));
                    client.awaitEnd();
                });
                IcapScanner scanner = scanner(known.context("TLS"), Duration.ofSeconds(10), server)) {
            assertThat(scanner.scan(Request.of(text))).isEqualTo(ScanResult.clean());
        }
    }

    @Test
    void givesNothingToAServerThatIsNotTheOneItShouldBe(@TempDir Path other) throws Exception {
        try (FakeIcap server = FakeIcap.secured(new Certificate(other).context("TLS"), FakeIcap::honest);
                IcapScanner scanner = scanner(known.context("TLS"), Duration.ofSeconds(10), server)) {
            ScanResult result = scanner.scan(Request.of("x"));

            assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(result.text()).contains("no TLS: ");
            assertThat(server.asked()).isEmpty();
            assertThat(scanner.idle()).isZero();
        }
    }

    @Test
    void failsInTimeWhereNobodySpeaksTls() throws Exception {
        for (FakeIcap.Behaviour other : new FakeIcap.Behaviour[] {
            FakeIcap.Client::awaitEnd, client -> client.say("ICAP/1.0 204 OK\r\n\r\n"), client -> {}
        }) {
            try (FakeIcap server = FakeIcap.with(other);
                    IcapScanner scanner = scanner(known.context("TLS"), Duration.ofMillis(300), server)) {
                assertThat(scanner.scan(Request.of("x").within(Duration.ofSeconds(3)))
                                .verdict())
                        .isEqualTo(Verdict.FAILED);
            }
        }
    }

    @Test
    void takesAnEndInTheMiddleForNoAnswer() throws Exception {
        try (FakeIcap server = FakeIcap.secured(known.context("TLS"), client -> {
                    client.next(FakeIcap.PLAIN);
                    client.say("ICAP/1.0 204 No");
                });
                IcapScanner scanner = scanner(known.context("TLS"), Duration.ofSeconds(10), server)) {
            assertThat(scanner.scan(Request.of("x")).text()).contains("in the middle of an answer");
        }
    }

    @Test
    void noticesAnAnswerInTheStream() throws Exception {
        try (FakeIcap server = FakeIcap.secured(known.context("TLS"), client -> {
                    client.header();
                    client.say("ICAP/1.0 200 OK\r\n" + FakeIcap.PLAIN + "Encapsulated: null-body=0\r\n\r\n");
                    client.header();
                    client.say(FakeIcap.CLEAN);
                    client.awaitEnd();
                });
                IcapScanner scanner = scanner(known.context("TLS"), Duration.ofSeconds(10), server)) {
            assertThat(scanner.scan(Request.of(new byte[30_000_000])).text())
                    .contains("before it had all of the content");
        }
    }
}

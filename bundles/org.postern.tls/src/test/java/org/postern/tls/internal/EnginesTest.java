// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.tls.ServerTrust;
import org.postern.api.tls.ServerTrust.Verify;
import org.postern.api.tls.TlsUnavailableException;
import org.postern.tls.internal.identity.KeptCertificate;

class EnginesTest {
    private static final ServerTrust ANY = new ServerTrust(Verify.OPPORTUNISTIC, Set.of(), Optional.empty());

    @TempDir
    Path folder;

    private Material material;
    private Certificates certificates;
    private Trusts trusts;
    private Engines engines;
    private ServerTrust root;

    @BeforeEach
    void setUp() throws Exception {
        material = new Material(folder);
        certificates = new Certificates();
        trusts = new Trusts(folder);
        engines = new Engines(certificates, trusts);
        root = new ServerTrust(Verify.CA, Set.of(), Optional.of(material.file("root.pem")));
    }

    private void show(String... names) throws Exception {
        for (String name : names) {
            certificates.add(new KeptCertificate(material.source(name), InstantSource.system()));
        }
    }

    private SSLSession connect(String host, ServerTrust trust) throws Exception {
        return connect(engines.towardsServer(host, 25, trust));
    }

    private SSLSession connect(SSLEngine client) throws Exception {
        Handshake.between(client, engines.towardsClient());
        return client.getSession();
    }

    private static String subject(SSLSession session) throws Exception {
        X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    private String pin(String name, String what) throws Exception {
        return Files.readAllLines(material.file("pins")).stream()
                .filter(line -> line.startsWith(name + " " + what + " "))
                .map(line -> line.substring(line.length() - 64))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class TowardsClients {
        @ParameterizedTest
        @CsvSource({
            "mail.example.org, CN=mail.example.org",
            "SMTP.Example.ORG, CN=mail.example.org",
            "pop.example.net, CN=wide",
            "a.b.example.net, CN=mail.example.org",
            "example.net, CN=mail.example.org",
            "elsewhere.test, CN=mail.example.org",
            "192.0.2.1, CN=mail.example.org"
        })
        void showTheCertificateThatIsAskedForElseTheDefault(String asked, String subject) throws Exception {
            show("wide", "mail-rsa"); // the first by name is the default

            assertThat(subject(connect(asked, ANY))).isEqualTo(subject);
        }

        @Test
        void showTheDefaultThatWasChosenToWhoAsksForNothing() throws Exception {
            show("mail-rsa");
            certificates.add(new KeptCertificate(material.source("wide", true), InstantSource.system()));

            assertThat(subject(connect("192.0.2.1", ANY))).isEqualTo("CN=wide");
            assertThat(subject(connect("mail.example.org", ANY))).isEqualTo("CN=mail.example.org");
        }

        @Test
        void showACertificateForTheNamesThatWereConfigured() throws Exception {
            show("mail-rsa");
            certificates.add(
                    new KeptCertificate(material.source("wide", false, "mail.example.org"), InstantSource.system()));
            show("bare");

            assertThat(subject(connect("pop.example.net", ANY))).isEqualTo("CN=bare.example.org");
            assertThat(subject(connect("bare.example.org", ANY))).isEqualTo("CN=bare.example.org");
        }

        @ParameterizedTest
        @CsvSource({"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, RSA", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, EC"})
        void showTheKindOfKeyThatTheClientTakes(String suite, String kind) throws Exception {
            show("mail-rsa", "mail-ec", "wide");
            SSLEngine client = engines.towardsServer("smtp.example.org", 25, root);
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            client.setEnabledCipherSuites(new String[] {suite});

            SSLSession session = connect(client);

            assertThat(subject(session)).isEqualTo("CN=mail.example.org");
            assertThat(session.getPeerCertificates()[0].getPublicKey().getAlgorithm())
                    .isEqualTo(kind);
        }

        @Test
        void showNoOtherNameForTheSakeOfTheKindOfKey() throws Exception {
            show("mail-rsa", "wide");
            SSLEngine client = engines.towardsServer("pop.example.net", 25, ANY);
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            client.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});

            assertThatThrownBy(() -> connect(client)).isInstanceOf(SSLException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void speakTls12And13(String protocol) throws Exception {
            show("mail-rsa");
            SSLEngine client = engines.towardsServer("mail.example.org", 25, root);
            client.setEnabledProtocols(new String[] {protocol});

            assertThat(connect(client).getProtocol()).isEqualTo(protocol);
            assertThat(engines.towardsClient().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
        }

        /** Java's own client would not even begin, so its first message is written here. */
        @ParameterizedTest
        @ValueSource(strings = {"0300", "0301", "0302"})
        void refuseWhatIsOlder(String version) throws Exception {
            show("mail-rsa");
            SSLEngine server = engines.towardsClient();
            server.beginHandshake();
            String hello = version + "11".repeat(32) + "00" + "0004" + "c013002f" + "0100";
            String message = "0100" + String.format("%04x", hello.length() / 2) + hello;
            byte[] octets = HexFormat.of().parseHex("160301" + String.format("%04x", message.length() / 2) + message);

            assertThatThrownBy(() -> {
                        server.unwrap(ByteBuffer.wrap(octets), ByteBuffer.allocate(65536));
                        server.getDelegatedTask().run();
                        server.unwrap(ByteBuffer.allocate(0), ByteBuffer.allocate(65536));
                        server.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(65536));
                    })
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol");
        }

        @Test
        void offerForwardSecrecyAndAuthenticatedEncryptionOnlyInAnOrderOfTheirOwn() throws Exception {
            show("mail-rsa");
            SSLEngine server = engines.towardsClient();

            assertThat(server.getEnabledCipherSuites())
                    .contains("TLS_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
                    .allSatisfy(
                            suite -> assertThat(suite).doesNotContain("_CBC_").doesNotStartWith("TLS_RSA_"));
            assertThat(server.getSSLParameters().getUseCipherSuitesOrder()).isTrue();
            assertThat(server.getNeedClientAuth() || server.getWantClientAuth()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        void resumeSessionsAndStillKnowWhatWasFound(String protocol) throws Exception {
            show("mail-rsa");
            SSLEngine first = engines.towardsServer("mail.example.org", 25, root);
            first.setEnabledProtocols(new String[] {protocol});
            SSLEngine second = engines.towardsServer("mail.example.org", 25, root);
            second.setEnabledProtocols(new String[] {protocol});

            int whole = Handshake.between(first, engines.towardsClient()).octetsOfServer();
            int resumed = Handshake.between(second, engines.towardsClient()).octetsOfServer();

            assertThat(resumed).isLessThan(whole - 1000); // no certificates in it, which take that much
            assertThat(engines.describeServer(second.getSession()))
                    .startsWith("verified; CN=mail.example.org")
                    .isEqualTo(engines.describeServer(first.getSession()));
        }

        @Test
        void resumeNothingThatWasBegunWithTheCertificateBefore() throws Exception {
            show("mail-rsa");
            connect("mail.example.org", ANY);
            certificates.add(new KeptCertificate(material.source("self", true), InstantSource.system()));

            assertThat(connect("mail.example.org", ANY).getPeerCertificates()).hasSize(1);
        }

        @Test
        void areUnavailableWithoutACertificate() throws Exception {
            assertThatThrownBy(() -> engines.towardsClient())
                    .isInstanceOf(TlsUnavailableException.class)
                    .hasMessageContaining("write etc/org.postern.tls~<name>.cfg");

            var source = material.source("mail-rsa");
            Files.delete(source.key());
            certificates.add(new KeptCertificate(source, InstantSource.system()));

            assertThatThrownBy(() -> engines.towardsClient())
                    .isInstanceOf(TlsUnavailableException.class)
                    .hasMessageContaining("none that is configured");
        }
    }

    @Nested
    class TowardsServers {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "mail.example.org",
                    "mail.example.org.",
                    "SMTP.EXAMPLE.ORG",
                    "127.0.0.1",
                    "::1",
                    "[::1]",
                    "0:0::1"
                })
        void verifyByAChainAndTheNameOrAddress(String host) throws Exception {
            show("mail-rsa");

            assertThat(engines.describeServer(connect(host, root)))
                    .matches("verified; CN=mail.example.org; issued by CN=Test intermediate; until 2126-\\d\\d-\\d\\d;"
                            + " SHA-256 [0-9a-f]{64}, of its key [0-9a-f]{64}");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "mail-rsa | elsewhere.test   | is for other names only: mail.example.org, smtp.example.org, 127.0.0.1",
                    "mail-rsa | 127.0.0.2        | is for other names only: mail.example.org, smtp.example.org, 127.0.0.1",
                    "wide     | example.net      | is for other names only: *.example.net",
                    "wide     | a.b.example.net  | is for other names only: *.example.net",
                    "bare     | bare.example.org | is for no name at all",
                    "expired  | mail.example.org | expired on 2020-04-10",
                    "self     | mail.example.org | is self-signed"
                })
        void refuseWhatDoesNotVerifyAndSayWhy(String shown, String host, String reason) throws Exception {
            show(shown);

            assertThatThrownBy(() -> connect(host, root))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("the server's certificate for " + host + " is not trusted: it " + reason);
            ServerTrust noted = new ServerTrust(Verify.OPPORTUNISTIC, Set.of(), root.authorities());
            assertThat(engines.describeServer(connect(host, noted))).startsWith("not verified: it " + reason);
        }

        @Test
        void trustNoUnknownAuthority() throws Exception {
            show("mail-rsa");

            assertThatThrownBy(() -> connect("mail.example.org", ServerTrust.DEFAULT))
                    .hasMessageContaining(
                            "no authority that is known here issued it; its chain ends with CN=Test root");
        }

        @Test
        void trustASelfSignedCertificateThatIsInTheFileOfAuthorities() throws Exception {
            show("self");
            ServerTrust own = new ServerTrust(Verify.CA, Set.of(), Optional.of(Path.of("self.pem")));

            assertThat(engines.describeServer(connect("mail.example.org", own))).startsWith("verified; ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"certificate", "key"})
        void takeWhatIsPinnedWhoeverIssuedItAndUntilWhenever(String what) throws Exception {
            show("expired");
            String pin = pin("expired", what);
            ServerTrust pinned = new ServerTrust(Verify.PIN, Set.of("0".repeat(64), pin), Optional.empty());

            assertThat(engines.describeServer(connect("elsewhere.test", pinned)))
                    .startsWith("its " + what + " is pinned; ");
        }

        @Test
        void refuseWhatIsNotPinnedAndSayWhatWouldBe() throws Exception {
            show("mail-rsa");
            ServerTrust pinned = new ServerTrust(Verify.PIN, Set.of("0".repeat(64)), Optional.empty());

            assertThatThrownBy(() -> connect("mail.example.org", pinned))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("is not pinned: SHA-256 " + pin("mail-rsa", "certificate") + ", of its key "
                            + pin("mail-rsa", "key"));
        }

        /** A session is resumed without a look at the certificate. */
        @Test
        void resumeNoSessionThatWasBegunWithLessTrust() throws Exception {
            show("self");
            connect("mail.example.org", ANY);

            assertThatThrownBy(() -> connect("mail.example.org", root)).hasMessageContaining("self-signed");
        }

        @ParameterizedTest
        @CsvSource({"mail.example.org, 1", "mailhost, 1", "192.0.2.1, 0", "2001:db8::1, 0", "under_score.test, 0"})
        void askForNamesOnly(String host, int names) throws Exception {
            show("mail-rsa");
            SSLEngine server = engines.towardsClient();
            Handshake.between(engines.towardsServer(host, 25, ANY), server);

            assertThat(((ExtendedSSLSession) server.getSession()).getRequestedServerNames())
                    .hasSize(names);
        }

        /** T51, T53. */
        @Test
        void passNoControlCharactersOfACertificateOn() throws Exception {
            show("hostile");
            String line = engines.describeServer(connect("mail.example.org", ANY));

            assertThat(line)
                    .hasSizeLessThan(1500)
                    .startsWith("not verified: it is self-signed; ")
                    .matches("[\\x20-\\x7e]+")
                    .contains("CN=evil");
            ServerTrust known = new ServerTrust(Verify.CA, Set.of(), Optional.of(Path.of("hostile.pem")));
            assertThatThrownBy(() -> connect("mail.example.org", known))
                    .hasMessageContaining("it is for other names only: 250 ok[2J, mail.example.org")
                    .satisfies(thrown ->
                            assertThat(thrown.getMessage()).hasSizeLessThan(500).matches("[\\x20-\\x7e]+"));
        }

        @Test
        void areUnavailableWithoutTheFileOfAuthorities() throws Exception {
            ServerTrust gone = new ServerTrust(Verify.CA, Set.of(), Optional.of(Path.of("gone.pem")));

            assertThatThrownBy(() -> engines.towardsServer("mail.example.org", 25, gone))
                    .isInstanceOf(TlsUnavailableException.class)
                    .hasMessageContaining("gone.pem is not there");
        }

        @Test
        void followTheFileOfAuthoritiesAndKeepTheLastThatWasGood() throws Exception {
            show("self");
            ServerTrust own = new ServerTrust(Verify.CA, Set.of(), Optional.of(material.file("root.pem", "own.pem")));
            assertThatThrownBy(() -> connect("mail.example.org", own)).isInstanceOf(SSLException.class);

            material.file("self.pem", "own.pem");
            trusts.look();
            trusts.look();
            connect("mail.example.org", own);

            material.text("own.pem", "nothing");
            trusts.look();
            trusts.look();
            connect("mail.example.org", own);
        }
    }

    @Test
    void loadEveryWayToTrustOnce() throws Exception {
        List<SSLEngine> made = Arrays.asList(
                engines.towardsServer("a.test", 1, ANY), engines.towardsServer("b.test", 1, ServerTrust.DEFAULT));

        assertThat(made)
                .allSatisfy(engine -> assertThat(engine.getUseClientMode()).isTrue());
        assertThat(trusts.contexts().get(ANY))
                .isSameAs(trusts.contexts().get(new ServerTrust(Verify.OPPORTUNISTIC, Set.of(), Optional.empty())));
    }
}

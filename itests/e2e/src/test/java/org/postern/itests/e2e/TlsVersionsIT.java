// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway shows to clients that would begin TLS. */
class TlsVersionsIT {
    private static final String[] OLD = {"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"};

    private static TlsGateway tls;

    @BeforeAll
    static void start() throws Exception {
        tls = TlsGateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        tls.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ca, -tls1_2, TLSv1.2",
        "ca, -tls1_3, TLSv1.3",
        "smtps-ca, -tls1_2, TLSv1.2",
        "smtps-ca, -tls1_3, TLSv1.3"
    })
    void speaksTls12And13(String listener, String option, String version) throws Exception {
        Command looked = tls.look(listener, TlsGateway.NAME, option);

        assertThat(looked.exit()).as(looked.output()).isZero();
        assertThat(looked.output()).contains("New, " + version + ", Cipher is ", "Verification: OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca", "smtps-ca"})
    void refusesTls11(String listener) throws Exception {
        Command looked = tls.look(listener, TlsGateway.NAME, OLD);

        assertThat(looked.exit()).as(looked.output()).isNotZero();
        assertThat(looked.output()).contains("alert protocol version");
    }

    /** Else the refusal above might be the client's own. */
    @Test
    void openSslWouldSpeakTls11() throws Exception {
        TestAuthority.Issued old = tls.authority().issue("old", "DNS:localhost");
        int port = Ports.free();
        Process server = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        old.certificate().toString(),
                        "-key",
                        old.key().toString(),
                        OLD[0],
                        OLD[1],
                        OLD[2],
                        "-quiet")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Command looked = Until.present("an answer in TLS 1.1", Duration.ofSeconds(20), () -> {
                Command tried = Command.run(
                        List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, OLD[0], OLD[1], OLD[2]));
                return tried.exit() == 0 ? Optional.of(tried) : Optional.empty();
            });
            assertThat(looked.output()).contains("TLSv1.1");
        } finally {
            server.destroy();
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void showsANewCertificateWithoutARestartAndKeepsItWhenTheNextIsBroken() throws Exception {
        assertThat(tls.look("ca", TlsGateway.NAME).output()).contains("subject=CN = first");

        tls.authority().issue("second", "DNS:" + TlsGateway.NAME).copyTo(tls.tls());
        Until.holds(
                "the second certificate",
                Duration.ofSeconds(30),
                () -> tls.look("ca", TlsGateway.NAME).output().contains("subject=CN = second"));

        Files.writeString(tls.tls().resolve("mail.pem"), "nothing");
        Until.holds(
                "the complaint",
                Duration.ofSeconds(30),
                () -> tls.gateway().log().contains("mail.pem: is not in PEM")
                        && tls.gateway().log().contains("the certificate before it stays in force"));
        assertThat(tls.look("smtps-ca", TlsGateway.NAME).output()).contains("subject=CN = second");

        tls.authority().issue("third", "DNS:" + TlsGateway.NAME, 3).copyTo(tls.tls());
        Until.holds(
                "the third certificate",
                Duration.ofSeconds(30),
                () -> tls.look("ca", TlsGateway.NAME).output().contains("subject=CN = third"));
        assertThat(tls.gateway().log()).contains("org.postern.tls~mail: the certificate expires on ");
    }

    @Test
    void refusesAnotherCertificateWithAForeignKeyAndShowsItOnceThatIsPutRight() throws Exception {
        TestAuthority.Issued other = tls.authority().issue("other", "DNS:other.example.org");
        TestAuthority.Issued foreign = tls.authority().issue("foreign", "DNS:foreign.example.org");
        foreign.copyTo(tls.tls().resolve("other"));
        Files.copy(
                other.certificate(),
                tls.tls().resolve("other/mail.pem"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        tls.gateway()
                .configure(
                        "org.postern.tls~other.cfg",
                        "certificate = etc/tls/other/mail.pem",
                        "key = etc/tls/other/mail.key");
        Until.holds(
                "the refusal",
                Duration.ofSeconds(30),
                () -> tls.gateway()
                        .log()
                        .contains(
                                "org.postern.tls~other.cfg: key = etc/tls/other/mail.key: the file does not belong to"));
        assertThat(tls.look("ca", "other.example.org").exit()).isNotZero();

        other.copyTo(tls.tls().resolve("other"));
        Until.holds(
                "the other certificate",
                Duration.ofSeconds(30),
                () -> tls.look("ca", "other.example.org").output().contains("subject=CN = other"));
        assertThat(tls.look("ca", TlsGateway.NAME).exit()).isZero(); // each name has its own
    }

    /** Tries every known attack on TLS, which takes about a minute. */
    @Test
    @Tag("long")
    void isFoundSoundByTestssl() throws Exception {
        Command tested = Command.run(
                List.of(
                        "testssl",
                        "--quiet",
                        "--color",
                        "0",
                        "--warnings",
                        "batch",
                        "--protocols",
                        "--server-defaults",
                        "--vulnerable",
                        "--add-ca",
                        tls.authority().root().toString(),
                        "127.0.0.1:" + tls.port("smtps-ca")),
                900);

        assertThat(tested.output())
                .doesNotContain("VULNERABLE (NOT ok)")
                .containsPattern("TLS 1\\.1 +not offered")
                .containsPattern("TLS 1\\.2 +offered \\(OK\\)")
                .containsPattern("TLS 1\\.3 +offered \\(OK\\)");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;
import org.postern.tls.internal.identity.KeptCertificate;

class TlsCheckTest {
    @TempDir
    Path folder;

    private final Map<String, Object> mail = new HashMap<>();
    private final Certificates certificates = new Certificates();
    private Material material;
    private Sources sources;
    private TlsCheck check;

    @BeforeEach
    void setUp() throws Exception {
        material = new Material(folder);
        sources = new Sources(folder);
        check = new TlsCheck(sources, certificates, new Trusts(folder));
        material.file("mail-rsa.pem");
        material.file("mail-rsa.key");
        mail.putAll(Map.of(
                "certificate", "mail-rsa.pem",
                "key", "mail-rsa.key",
                "passwordFile", "",
                "serverNames", new String[0],
                "isDefault", false));
    }

    private List<ConfigurationProblem> check(Entry... others) {
        List<Entry> all = new java.util.ArrayList<>(List.of(others));
        all.add(entry("mail", mail));
        return check.check(new ConfigurationSet(all));
    }

    private static Entry entry(String name, Map<String, Object> properties) {
        return new Entry(ConfiguredCertificate.PID, Optional.of(name), properties);
    }

    @Test
    void takesWhatIsRight() {
        mail.put("serverNames", new String[] {"mail.example.org", "*.Example.org", "xn--bcher-kva.example"});

        assertThat(check()).isEmpty();
    }

    @Test
    void namesFileKeyValueAndWhatIsWrong() throws Exception {
        material.file("mail-ec.key", "mail-rsa.key");

        assertThat(check())
                .singleElement()
                .hasToString("org.postern.tls~mail.cfg: key = mail-rsa.key: the file does not"
                        + " belong to the first certificate in " + folder.resolve("mail-rsa.pem")
                        + "; put the two together that were made together");
    }

    @Test
    void namesThePasswordFile() throws Exception {
        material.file("mail-rsa-encrypted.key", "mail-rsa.key");
        assertThat(check())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.toString())
                                .contains(
                                        "key = mail-rsa.key: the file is encrypted; name a file with its password in passwordFile"));

        mail.put("passwordFile", "pw");
        material.text("pw", "");
        assertThat(check())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("passwordFile = pw: the file is empty"));

        material.text("pw", "wrong");
        assertThat(check())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("passwordFile = pw: the file does not hold the password")
                        .doesNotContain("wrong"));
    }

    @Test
    void namesTheCertificateWhereTheKeyShouldStandInIt() {
        mail.put("key", "");

        assertThat(check())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("certificate = mail-rsa.pem: the file holds no private key in PEM"));
    }

    @Test
    void refusesAKeyBesideAStore() throws Exception {
        material.file("mail-rsa.p12");
        material.password();
        mail.put("certificate", "mail-rsa.p12");
        mail.put("passwordFile", "password");
        assertThat(check()).extracting(ConfigurationProblem::key).containsExactly("key");

        mail.put("key", "");
        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "192.0.2.1:25", "*.", "*", "a.*.org", "b\u00fccher.example", "x/y", "-a.org", "a..b"})
    void refusesNamesThatAreNone(String name) {
        mail.put("serverNames", new String[] {name});

        assertThat(check()).extracting(ConfigurationProblem::key).containsExactly("serverNames");
    }

    @Test
    void refusesNoCertificate() {
        mail.put("certificate", "");

        assertThat(check()).extracting(ConfigurationProblem::key).containsExactly("certificate");
    }

    @Test
    void refusesASecondDefault() {
        mail.put("isDefault", true);
        Map<String, Object> other = new HashMap<>(mail);

        assertThat(check()).isEmpty();
        assertThat(check(entry("other", other)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("org.postern.tls~mail.cfg: isDefault = true")
                        .contains("org.postern.tls~other.cfg says so already"));
    }

    /** Else the change of any other file would take the certificate out of force while its own are being copied. */
    @Test
    void doesNotJudgeWhatIsInForceAndGoodAgain() throws Exception {
        certificates.add(new KeptCertificate(sources.of("mail", mail), InstantSource.system()));
        Files.delete(folder.resolve("mail-rsa.key"));
        assertThat(check()).isEmpty();

        mail.put("serverNames", new String[] {"other.example.org"}); // that is another one
        assertThat(check()).extracting(ConfigurationProblem::key).containsExactly("key");
    }

    @Test
    void noticesWhenWhatWasRefusedIsPutRight() throws Exception {
        Files.delete(folder.resolve("mail-rsa.key"));
        assertThat(check()).hasSize(1);
        assertThat(check.isOver()).isFalse();

        material.file("mail-rsa.key");

        assertThat(check.isOver()).isTrue();
        assertThat(check()).isEmpty();
        assertThat(check.isOver()).isFalse();
    }

    @Test
    void refusesAProfileWhoseAuthoritiesCannotBeReadUntilTheyCan() throws Exception {
        Entry profile =
                new Entry("org.postern.profile", Optional.of("default"), Map.of("tlsAuthorities", "authorities.pem"));
        assertThat(check(profile))
                .singleElement()
                .hasToString(
                        "org.postern.profile~default.cfg: tlsAuthorities = authorities.pem: the file is not there");
        material.file("mail-rsa.key", "authorities.pem");
        assertThat(check.isOver()).isTrue();
        assertThat(check(profile))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).endsWith("the file holds no certificate"));

        material.file("root.pem", "authorities.pem");
        assertThat(check.isOver()).isTrue();
        assertThat(check(profile)).isEmpty();

        Files.delete(folder.resolve("authorities.pem")); // what was good stays in force
        assertThat(check(profile)).isEmpty();
        assertThat(check.isOver()).isFalse();
    }

    @Test
    void forgetsWhatWasRefusedAndIsGone() throws Exception {
        Files.delete(folder.resolve("mail-rsa.key"));
        assertThat(check()).hasSize(1);
        check.check(new ConfigurationSet(List.of()));

        material.file("mail-rsa.key");
        check.isOver();

        assertThat(check.isOver()).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.tls.internal.Material;

class KeptCertificateTest {
    @TempDir
    Path folder;

    private Material material;
    private CertificateSource source;
    private KeptCertificate kept;

    @BeforeEach
    void setUp() throws Exception {
        material = new Material(folder);
        source = material.source("mail-rsa");
        kept = new KeptCertificate(source, InstantSource.system());
    }

    private String subject() {
        return kept.identity().orElseThrow().certificate().getPublicKey().getAlgorithm();
    }

    private boolean takesSomething() {
        boolean first = kept.look();
        boolean second = kept.look();
        return first || second || kept.look();
    }

    private void put(String name) throws Exception {
        material.file(name + ".pem", "mail-rsa.pem");
        material.file(name + ".key", "mail-rsa.key");
    }

    @Test
    void takesChangedFilesWhenTheyHaveComeToRest() throws Exception {
        put("mail-ec");

        assertThat(kept.look()).isFalse();
        assertThat(kept.look()).isTrue();
        assertThat(subject()).isEqualTo("EC");
        assertThat(kept.look()).isFalse();
    }

    @Test
    void isNotCaughtBetweenTwoFiles() throws Exception {
        material.file("mail-ec.pem", "mail-rsa.pem");
        assertThat(kept.look()).isFalse();
        material.file("mail-ec.key", "mail-rsa.key");
        assertThat(kept.look()).isFalse();

        assertThat(kept.look()).isTrue();
        assertThat(subject()).isEqualTo("EC");
    }

    @Test
    void keepsWhatIsGoodUntilSomethingGoodTakesItsPlace() throws Exception {
        material.file("mail-ec.pem", "mail-rsa.pem"); // and the key never came
        assertThat(takesSomething()).isFalse();
        assertThat(subject()).isEqualTo("RSA");
        assertThat(kept.isGood(source)).isTrue();

        Files.delete(folder.resolve("mail-rsa.key"));
        assertThat(takesSomething()).isFalse();
        assertThat(subject()).isEqualTo("RSA");

        put("mail-ec");
        assertThat(kept.look()).isFalse();
        assertThat(kept.look()).isTrue();
        assertThat(subject()).isEqualTo("EC");
    }

    @Test
    void noticesThatAFileWasClosedToOthersLater() throws Exception {
        Path key = material.file("mail-ec.key", "mail-rsa.key");
        material.file("mail-ec.pem", "mail-rsa.pem");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(takesSomething()).isFalse();

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

        assertThat(kept.look()).isFalse();
        assertThat(kept.look()).isTrue();
    }

    @Test
    void followsLinksAsCertbotLaysThemOut() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("live.pem"), material.file("mail-rsa.pem", "1.pem"));
        Path linkToKey = Files.createSymbolicLink(folder.resolve("live.key"), material.file("mail-rsa.key", "1.key"));
        kept.use(new CertificateSource("x", link, linkToKey, source.passwordFile(), source.serverNames(), false));
        assertThat(subject()).isEqualTo("RSA");

        Files.delete(link);
        Files.createSymbolicLink(link, material.file("mail-ec.pem", "2.pem"));
        Files.delete(linkToKey);
        Files.createSymbolicLink(linkToKey, material.file("mail-ec.key", "2.key"));

        assertThat(kept.look()).isFalse();
        assertThat(kept.look()).isTrue();
        assertThat(subject()).isEqualTo("EC");
    }

    @Test
    void keepsTheOldOneWhenOtherSettingsAreNoGood() throws Exception {
        CertificateSource other = material.source("wide");
        Files.delete(other.key());

        kept.use(other);

        assertThat(subject()).isEqualTo("RSA");
        assertThat(kept.isGood(other)).isFalse();
        material.file("wide.key");
        assertThat(kept.look()).isFalse();
        assertThat(kept.look()).isTrue();
        assertThat(kept.isGood(other)).isTrue();
    }
}

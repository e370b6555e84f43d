// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.tls.internal.Material;
import org.postern.tls.internal.file.UnusableException;

class IdentityReaderTest {
    @TempDir
    Path folder;

    private Material material;

    @BeforeEach
    void setUp() {
        material = new Material(folder);
    }

    private Identity read(Path certificate, Path key, Optional<Path> password) throws UnusableException {
        CertificateSource source = new CertificateSource("x", certificate, key, password, List.of(), false);
        return IdentityReader.read(source, source.snapshot());
    }

    private Identity read(String certificate, String key) throws Exception {
        return read(material.file(certificate), material.file(key), Optional.of(material.password()));
    }

    private void assertUnusable(String certificate, String key, String atFault, String message) {
        assertThatThrownBy(() -> read(certificate, key))
                .isInstanceOfSatisfying(
                        UnusableException.class,
                        unusable -> assertThat(unusable.key()).isEqualTo(atFault))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "mail-rsa.pem, mail-rsa.key",
        "mail-rsa.pem, mail-rsa-pkcs1.key",
        "mail-rsa.pem, mail-rsa-encrypted.key",
        "mail-rsa.pem, mail-rsa-3des.key",
        "mail-ec.pem, mail-ec.key",
        "mail-ec.pem, mail-ec-sec1.key",
        "mail-ec.pem, mail-ec-encrypted.key",
        "mail-rsa.p12, mail-rsa.p12"
    })
    void readsEveryForm(String certificate, String key) throws Exception {
        Identity identity = read(certificate, key);

        assertThat(identity.chain()).hasSize(2);
        assertThat(identity.names()).containsExactly("mail.example.org", "smtp.example.org");
        assertThat(identity.toString()).isEqualTo("CN=mail.example.org for mail.example.org, smtp.example.org");
    }

    @Test
    void readsAKeyThatStandsWithItsCertificate() throws Exception {
        Path both = material.text(
                "both.pem",
                "some text: for people\n" + Files.readString(material.file("mail-ec-sec1.key"))
                        + Files.readString(material.file("mail-ec.pem")));

        assertThat(read(both, both, Optional.empty()).chain()).hasSize(2);
    }

    @Test
    void readsAStoreWithAnEmptyPassword() throws Exception {
        Path store = material.file("mail-rsa-open.p12");

        assertThat(read(store, store, Optional.empty()).chain()).hasSize(2);
    }

    @Test
    void readsAKeyWithoutItsPublicHalf() throws Exception {
        assertThat(read("mail-ec.pem", "mail-ec-alone.key").chain()).hasSize(2);
    }

    @Test
    void readsACurveThatStandsBesideTheKeyOnly() throws Exception {
        String alone = Files.readString(material.file("mail-ec-alone.key"));
        byte[] whole = Base64.getMimeDecoder().decode(alone.replaceAll("-----[^-]*-----", ""));
        byte[] cut = Arrays.copyOf(whole, whole.length - 12); // its last field, which says the curve
        cut[1] -= 12;
        String sec1 = Files.readString(material.file("mail-ec-sec1.key"));
        String curve = sec1.substring(0, sec1.indexOf("-----BEGIN EC PRIVATE KEY"));
        String key = "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(cut)
                + "\n-----END EC PRIVATE KEY-----\n";
        Path certificate = material.file("mail-ec.pem");

        assertThat(read(certificate, material.text("ec.key", curve + key), Optional.empty())
                        .chain())
                .hasSize(2);
        assertThatThrownBy(() -> read(certificate, material.text("ec.key", key), Optional.empty()))
                .hasMessageContaining("does not say on which curve");
    }

    @Test
    void takesTheCommonNameWhereThereIsNoOther() throws Exception {
        assertThat(read("bare.pem", "bare.key").names()).containsExactly("bare.example.org");
    }

    @Test
    void takesNoHostileNames() throws Exception {
        Identity identity = read("hostile.pem", "hostile.key");

        assertThat(identity.names()).allSatisfy(name -> assertThat(name).matches("[a-z0-9.-]+"));
        assertThat(identity.toString()).hasSizeLessThan(500).matches("[\\x20-\\x7e]+");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail-rsa.pem | mail-ec.key           | key          | does not belong to the first certificate",
                "mail-ec.pem  | wide.key              | key          | does not belong to the first certificate",
                "mail-rsa.pem | mail-rsa-proctype.key | key          | encrypted in a way that Java does not read",
                "mail-rsa.pem | mail-rsa-scrypt.key   | key          | encrypted in a way that Java does not read",
                "mail-rsa.pem | mail-rsa.pem          | key          | holds no private key",
                "mail-rsa.pem | mail-rsa.p12          | key          | is not in PEM",
                "mail-rsa.key | mail-rsa.key          | certificate  | holds no certificate",
                "no-key.p12   | no-key.p12            | certificate  | holds 0 keys",
                "weak.pem     | weak.key              | certificate  | RSA key of 1024 bits",
                "edward.pem   | edward.key            | key          | neither RSA nor EC"
            })
    void refusesWhatDoesNotDo(String certificate, String key, String atFault, String message) {
        assertUnusable(certificate, key, atFault, message);
    }

    @Test
    void refusesAChainInTheWrongOrder() throws Exception {
        String intermediate = Files.readString(material.file("intermediate.pem"));
        String root = Files.readString(material.file("root.pem"));
        String own = Files.readString(material.file("self.pem"));
        Path key = material.file("self.key");

        assertThatThrownBy(() -> read(material.text("c.pem", own + intermediate), key, Optional.empty()))
                .hasMessageContaining("certificate 1 was not issued by number 2");
        assertThatThrownBy(() -> read(material.text("c.pem", root + own), key, Optional.empty()))
                .hasMessageContaining("the server's own comes first");
        assertThatThrownBy(() -> read(material.text("c.pem", own.repeat(11)), key, Optional.empty()))
                .hasMessageContaining("11 certificates");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\nonly for tests"})
    void refusesAPasswordFileWithoutOne(String text) throws Exception {
        Path password = material.text("empty", text);

        assertThatThrownBy(() -> read(
                        material.file("mail-rsa.pem"), material.file("mail-rsa-encrypted.key"), Optional.of(password)))
                .isInstanceOfSatisfying(
                        UnusableException.class,
                        unusable -> assertThat(unusable.key()).isEqualTo("passwordFile"))
                .message()
                .containsAnyOf("is empty", "no password in its first line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail-rsa-encrypted.key", "mail-rsa-3des.key", "mail-rsa.p12"})
    void refusesAWrongPasswordAndNone(String key) throws Exception {
        Path wrong = material.text("wrong", "guess\n");
        Path file = material.file(key);
        Path certificate = key.endsWith(".p12") ? file : material.file("mail-rsa.pem");

        assertThatThrownBy(() -> read(certificate, file, Optional.of(wrong)))
                .hasMessageContaining("does not hold the password")
                .hasMessageNotContaining("guess");
        assertThatThrownBy(() -> read(certificate, file, Optional.empty())).hasMessageContaining("in passwordFile");
    }

    /** Whatever a file holds, it is an identity or a reason why not. */
    @ParameterizedTest
    @CsvSource({"mail-rsa.pem, mail-rsa-encrypted.key", "mail-ec.pem, mail-ec-sec1.key", "mail-rsa.p12, mail-rsa.p12"})
    void survivesEveryDamage(String certificate, String key) throws Exception {
        Path password = material.password();
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            Path one = material.file(certificate);
            Path other = certificate.equals(key) ? one : material.file(key);
            damage(random.nextBoolean() ? one : other, random);
            try {
                assertThat(read(one, other, Optional.of(password)).chain()).isNotEmpty();
            } catch (UnusableException reason) {
                assertThat(reason.getMessage()).isNotBlank().matches("[\\x20-\\x7e]+");
            }
        }
    }

    /** Behind the Base64 of PEM, where there is some, so that readers of DER see it. */
    private static void damage(Path file, Random random) throws Exception {
        byte[] octets = Files.readAllBytes(file);
        String text = new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (text.startsWith("-----BEGIN")) {
            int from = text.lastIndexOf("-----BEGIN");
            int start = text.indexOf('\n', from) + 1;
            int end = text.indexOf("-----END", start);
            byte[] der = Base64.getMimeDecoder().decode(text.substring(start, end));
            spoil(der, random);
            String spoilt =
                    text.substring(0, start) + Base64.getMimeEncoder().encodeToString(der) + "\n" + text.substring(end);
            Files.writeString(file, spoilt, java.nio.charset.StandardCharsets.ISO_8859_1);
        } else {
            spoil(octets, random);
            Files.write(file, octets);
        }
    }

    private static void spoil(byte[] octets, Random random) {
        int bound = random.nextBoolean() ? 40 : octets.length; // where structure is, or anywhere
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            octets[random.nextInt(Math.min(bound, octets.length))] = (byte) random.nextInt(256);
        }
    }

    /** T56. */
    @ParameterizedTest
    @CsvSource({"rw-r--r--, everybody", "rw----r--, everybody", "rw--w----, the group", "rw-----w-, everybody"})
    void refusesSecretsThatAreOpenToOthers(String rights, String who) throws Exception {
        for (String secret : List.of("mail-rsa.key", "password", "mail-rsa.p12")) {
            Path certificate = secret.endsWith(".p12") ? material.file(secret) : material.file("mail-rsa.pem");
            Path key = secret.endsWith(".p12")
                    ? certificate
                    : material.file(secret.equals("password") ? "mail-rsa-encrypted.key" : secret);
            Path password = material.password();
            Files.setPosixFilePermissions(folder.resolve(secret), PosixFilePermissions.fromString(rights));

            assertThatThrownBy(() -> read(certificate, key, Optional.of(password)))
                    .hasMessageContaining("is open to " + who)
                    .hasMessageContaining("chmod 600");
        }
    }

    @Test
    void refusesFilesThatAreNoneOrTornOrTooLarge() throws Exception {
        Path key = material.file("mail-rsa.key");
        String whole = Files.readString(material.file("mail-rsa.pem"));

        assertThatThrownBy(() -> read(folder, key, Optional.empty())).hasMessageContaining("is no plain file");
        assertThatThrownBy(() -> read(folder.resolve("gone"), key, Optional.empty()))
                .hasMessageContaining("is not there");
        assertThatThrownBy(() -> read(material.text("t", ""), key, Optional.empty()))
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> read(material.text("t", "nonsense"), key, Optional.empty()))
                .hasMessageContaining("is not in PEM");
        assertThatThrownBy(() -> read(material.text("t", whole.substring(0, 300)), key, Optional.empty()))
                .hasMessageContaining("ends inside a block");
        assertThatThrownBy(() -> read(material.text("t", whole.replace('M', 'N')), key, Optional.empty()))
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> read(material.text("t", whole.replace('M', '\u00e4')), key, Optional.empty()))
                .hasMessageContaining("no Base64");
        assertThatThrownBy(() -> read(material.text("t", whole + "x".repeat(5 << 20)), key, Optional.empty()))
                .hasMessageContaining("larger than 4 MiB");
        assertThatThrownBy(() -> read(material.text("c.p12", whole), key, Optional.of(material.password())))
                .hasMessageContaining("no PKCS#12 store");
    }
}

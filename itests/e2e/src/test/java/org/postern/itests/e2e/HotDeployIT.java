// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** T35: a vendor's jar is dropped into deploy/ of a gateway that runs, is used, and is taken away again. */
class HotDeployIT {
    private static final Path ROOT = Path.of(System.getProperty("postern.distribution"))
            .resolve("../../..")
            .normalize();
    private static final Path EXAMPLE = ROOT.resolve("examples/scanner-keyword");
    private static final String JAR = "scanner-keyword-1.0.0.jar";
    private static final String CONFIGURATION = "com.example.scanner.keyword.cfg";
    private static final Duration TIME = Duration.ofSeconds(30);

    private PrivatePostfix postfix;
    private RunningGateway gateway;

    @BeforeEach
    void begin() throws Exception {
        postfix = PrivatePostfix.start();
        gateway = RunningGateway.before(postfix.address());
    }

    @AfterEach
    void end() throws Exception {
        gateway.close();
        postfix.close();
    }

    @Test
    void usesAVendorsScannerWhileItsJarIsThere() throws Exception {
        gateway.start();
        assertThat(arrived("POSTERN-TEST-KEYWORD")).contains("POSTERN-TEST-KEYWORD");

        deploy();
        Until.holds("the engine's service", TIME, () -> gateway.log().contains("engine keyword is in service"));
        assertThat(arrived("POSTERN-TEST-KEYWORD"))
                .contains("postern-notice", "X-Own-Field")
                .doesNotContain("POSTERN-TEST-KEYWORD");
        assertThat(gateway.mailLogLine("action=replaced")).contains("Keyword-Found");

        gateway.configure(CONFIGURATION, "keyword = another word");
        Until.holds("the new keyword", TIME, () -> arrived("another word").contains("postern-notice"));
        assertThat(arrived("POSTERN-TEST-KEYWORD")).contains("POSTERN-TEST-KEYWORD");

        Files.delete(jar());
        Until.holds("the others scan on", TIME, () -> arrived("another word").contains("another word"));
        assertThat(gateway.log()).contains("engine keyword left");
    }

    @Test
    void putsMailOffWhileTheOnlyEngineOfItsProfileIsGone() throws Exception {
        gateway.profile("engines = keyword", "engineWaitSeconds = 2");
        deploy();
        gateway.start();
        assertThat(arrived("nothing")).contains("nothing");

        Files.delete(jar());
        Until.holds("the engine's end", TIME, () -> gateway.log().contains("engine keyword left"));
        Command refused = Swaks.send(gateway.port(), Mail.text(Mail.marker()));
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output()).contains("451 4.7.1");

        deploy();
        Until.holds(
                "mail flows again",
                TIME,
                () -> Swaks.send(gateway.port(), Mail.text(Mail.marker())).exit() == 0);
    }

    @Test
    void theShippedConfigurationAndTheFeatureFitTheBundle() throws Exception {
        String feature = Files.readString(EXAMPLE.resolve("scanner-keyword.json"));
        assertThat(feature).contains("\"com.example:scanner-keyword:1.0.0\"");
        assertThat(EXAMPLE.resolve("target").resolve(JAR)).exists();

        gateway.profile("");
        String shipped = Files.readString(EXAMPLE.resolve(CONFIGURATION));
        gateway.configure(CONFIGURATION, shipped.replaceAll("(?m)^#(?=[\\w.]+ = )", ""));
        deploy();
        gateway.start();
        Until.holds("the engine's service", TIME, () -> gateway.log().contains("engine keyword is in service"));

        assertThat(gateway.log()).doesNotContain(CONFIGURATION);
        assertThat(arrived("POSTERN-TEST-KEYWORD")).contains("postern-notice");
    }

    private Path jar() {
        return gateway.base().resolve("deploy").resolve(JAR);
    }

    /** Whole at once, as a careful administrator does. */
    private void deploy() throws IOException {
        Path folder = Files.createDirectories(gateway.base().resolve("deploy"));
        Path draft = folder.resolve("draft");
        Files.copy(EXAMPLE.resolve("target").resolve(JAR), draft, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, jar(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Sends it as an attachment, and returns what arrived, with the attachment decoded at the end. */
    private String arrived(String content) throws Exception {
        String marker = Mail.marker();
        Command sent = Swaks.send(
                gateway.port(),
                Mail.withAttachment(marker, "application/octet-stream", "a.bin", content.getBytes(ISO_8859_1)));
        assertThat(sent.exit()).as(sent.output()).isZero();
        String mail = new String(postfix.await(marker), ISO_8859_1);
        String base64 = Mail.base64(content.getBytes(ISO_8859_1)).replace("\r\n", "\n");
        return mail.contains(base64) ? mail + content : mail;
    }
}

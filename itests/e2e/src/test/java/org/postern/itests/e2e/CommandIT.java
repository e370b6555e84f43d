// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real client, the gateway with a real clamscan or clamdscan and nothing else, a real server. */
class CommandIT {
    private static final Map<ClamPrograms, RunningGateway> GATEWAYS = new EnumMap<>(ClamPrograms.class);
    private static PrivatePostfix postfix;
    private static PrivateClamd clamd;

    @BeforeAll
    static void start() throws Exception {
        postfix = PrivatePostfix.start();
        clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
        for (ClamPrograms program : ClamPrograms.values()) {
            RunningGateway gateway = RunningGateway.before(postfix.address());
            program.configure(gateway, clamd);
            gateway.profile("engines = " + program.engine());
            GATEWAYS.put(program, gateway.start());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (RunningGateway gateway : GATEWAYS.values()) {
            gateway.close();
        }
        clamd.close();
        postfix.close();
    }

    private static String arrives(ClamPrograms program, String marker, String message) throws Exception {
        Command sent = Swaks.send(GATEWAYS.get(program).port(), message);
        assertThat(sent.exit()).as(sent.output()).isZero();
        String arrived = new String(postfix.await(marker), ISO_8859_1);
        assertThat(leftovers(GATEWAYS.get(program))).isEmpty();
        return arrived;
    }

    /** @return what lies in the engine's own directory */
    private static List<Path> leftovers(RunningGateway gateway) throws Exception {
        Path work = gateway.base().resolve("data/scan.command");
        try (Stream<Path> all = Files.walk(work)) {
            return all.filter(path -> path.getNameCount() > work.getNameCount() + 1)
                    .toList();
        }
    }

    private static void arrivesWithoutItsAttachment(
            ClamPrograms program, String marker, String message, String type, String why) throws Exception {
        String arrived = arrives(program, marker, message);

        String sent = message.replace("\r\n", "\n");
        int start = sent.indexOf("Content-Type: " + type);
        assertThat(arrived)
                .startsWith(sent.substring(0, start))
                .endsWith(sent.substring(sent.indexOf("\n--=_", start)))
                .contains("postern-notice");
        RunningGateway gateway = GATEWAYS.get(program);
        assertThat(gateway.mailLogLine("size=" + message.length(), why)).contains("action=replaced");
        assertThat(Quarantined.in(gateway.base()))
                .anySatisfy(original -> assertThat(original).isEqualTo(message.getBytes(ISO_8859_1)));
    }

    @ParameterizedTest
    @EnumSource
    void usesTheProgramAndNothingElse(ClamPrograms program) throws Exception {
        assertThat(GATEWAYS.get(program).printed())
                .contains("engine " + program.engine() + ": ClamAV ")
                .doesNotContain("engine signature", "NOT USED", "encrypted archives clean", "exceeds its limits");
    }

    @ParameterizedTest
    @EnumSource
    void passesWhatIsClean(ClamPrograms program) throws Exception {
        String text = Mail.marker();
        String plain = Mail.text(text);
        assertThat(arrives(program, text, plain)).isEqualTo(plain.replace("\r\n", "\n"));
        String attached = Mail.marker();
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        String message = Mail.withAttachment(attached, "application/octet-stream", "$(id)'\\; .bin", content);
        assertThat(arrives(program, attached, message)).isEqualTo(message.replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @EnumSource
    void replacesWhatIsInfected(ClamPrograms program) throws Exception {
        String zipped = Mail.marker();
        byte[] zip = Mail.zip("inner.zip", Mail.zip("e.com", Mail.eicar()));
        arrivesWithoutItsAttachment(
                program,
                zipped,
                Mail.withAttachment(zipped, "image/png", "picture.png", zip),
                "image/png",
                "Eicar-Test-Signature");
        String marker = Mail.marker();
        byte[] content = ("before " + PrivateClamd.MARKER + " after").getBytes(ISO_8859_1);
        arrivesWithoutItsAttachment(
                program,
                marker,
                Mail.withAttachment(marker, "application/octet-stream", "a.bin", content),
                "application/octet-stream",
                "Postern.Test.Marker");
    }

    /** M06: the gateway finds it as well. */
    @ParameterizedTest
    @EnumSource
    void replacesWhatItCannotLookInto(ClamPrograms program) throws Exception {
        String marker = Mail.marker();
        String message = Mail.withAttachment(marker, "application/zip", "secret.zip", Mail.encryptedZip());

        arrivesWithoutItsAttachment(program, marker, message, "application/zip", "encryptedArchive");

        assertThat(GATEWAYS.get(program).mailLogLine("size=" + message.length()))
                .contains("Heuristics.Encrypted.Zip");
    }

    /** T20. */
    @Test
    void putsMailOffWhileTheProgramIsMissing() throws Exception {
        try (RunningGateway gateway = RunningGateway.before(postfix.address())) {
            gateway.configure("org.postern.scan.command~gone.cfg", "name = gone", "command = /nowhere/scanner, {file}");
            gateway.configure("org.postern.scan.signature.cfg", "enabled = false");
            gateway.profile("engines = gone", "engineWaitSeconds = 1");
            gateway.start();
            assertThat(gateway.printed()).contains("NOT USED", "/nowhere/scanner");

            Command sent = Swaks.send(gateway.port(), Mail.text(Mail.marker()));

            assertThat(sent.exit()).isNotZero();
            assertThat(sent.output()).contains("451 ");
        }
    }
}

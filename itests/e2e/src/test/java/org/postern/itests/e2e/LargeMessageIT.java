// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** T41: heap does not depend on the size of messages. */
class LargeMessageIT {
    @Test
    void passesAHundredMegabytesWithASmallHeap() throws Exception {
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address(), Map.of("JAVA_OPTS", "-Xmx128m"))) {
            gateway.start();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = 0;
            try (RawClient client = new RawClient(gateway.port()).envelope()) {
                client.say("DATA").expect("354");
                byte[] header = (Mail.header(Mail.marker())
                                + Mail.lines(
                                        "Content-Type: application/octet-stream",
                                        "Content-Transfer-Encoding: base64",
                                        ""))
                        .getBytes(ISO_8859_1);
                client.out().write(header);
                digest.update(header);
                size += header.length;
                Random random = new Random(7);
                byte[] raw = new byte[57 * 1000];
                while (size < 100_000_000) {
                    random.nextBytes(raw);
                    byte[] lines = (Base64.getMimeEncoder().encodeToString(raw) + "\r\n").getBytes(ISO_8859_1);
                    client.out().write(lines);
                    digest.update(lines);
                    size += lines.length;
                }
                client.say(".").expect("250");
            }
            RecordingServer.Received received = server.next(10);
            assertThat(received.size()).isEqualTo(size);
            assertThat(received.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.spool.Octets;

class SignatureReaderTest {
    @TempDir
    private Path directory;

    @Test
    void knowsEicarAndTheTestSignatureByItself() throws IOException {
        Signatures signatures = SignatureReader.read(directory.resolve("missing"));

        assertThat(signatures.census().builtIn()).isEqualTo(3);
        assertThat(signatures.census().added()).isZero();
        assertThat(find(signatures, Eicar.octets())).contains("Eicar-Test-Signature");
        assertThat(find(signatures, "so: POSTERN-TEST-SIGNATURE-f3b1c0de-HARMLESS.".getBytes(US_ASCII)))
                .contains("Postern.Test.Signature");
        assertThat(find(signatures, "nothing".getBytes(US_ASCII))).isEmpty();
        assertThat(find(signatures, new byte[0])).isEmpty();
    }

    @Test
    void findsEicarFollowedByWhiteSpace() throws IOException {
        Signatures signatures = SignatureReader.read(directory);

        for (int more = 0; more <= 60; more++) {
            assertThat(find(signatures, Eicar.followedBy(" \t\r\n".repeat(15).substring(0, more))))
                    .isPresent();
        }
    }

    @Test
    void findsContentByEachDigest() throws IOException {
        byte[] content = "some content".getBytes(US_ASCII);
        for (Algorithm algorithm : Algorithm.values()) {
            String digest = HexFormat.of().formatHex(algorithm.begin().digest(content));
            write("own.hsb", digest + ":" + content.length + ":Exact\n");
            assertThat(find(SignatureReader.read(directory), content)).contains("Exact");
            write("own.hsb", digest + ":*:Any\n");
            assertThat(find(SignatureReader.read(directory), content)).contains("Any");
            write("own.hsb", digest + ":13:Other\n");
            assertThat(find(SignatureReader.read(directory), content)).isEmpty();
        }
    }

    @Test
    void skipsAndCountsLinesThatCannotBeUsed() throws IOException {
        write("own.ndb", "# a comment\n\nGood:0:*:aabbccdd\nBad:1:*:aabbccdd\nWorse\r\nFine:0:0:aabbccddee\r\n");
        write("ignored.txt", "Bad\n");

        Signatures.Census census = SignatureReader.read(directory).census();

        assertThat(census.added()).isEqualTo(2);
        assertThat(census.unusable()).isEqualTo(2);
    }

    @Test
    void givesOtherSignaturesAnotherVersion() throws IOException {
        String before = SignatureReader.read(directory).census().version();
        write("own.ndb", "Good:0:*:aabbccdd\n");
        String after = SignatureReader.read(directory).census().version();

        assertThat(after).isNotEqualTo(before).hasSize(16);
        assertThat(SignatureReader.read(directory).census().version()).isEqualTo(after);
    }

    private void write(String name, String lines) throws IOException {
        Files.writeString(directory.resolve(name), lines);
    }

    private static Optional<String> find(Signatures signatures, byte[] content) throws IOException {
        Request request = new Request(content, Deadline.after(Duration.ofMinutes(1)), new Cancellation());
        return signatures.find(Octets.of(content), Patience.with(request));
    }
}

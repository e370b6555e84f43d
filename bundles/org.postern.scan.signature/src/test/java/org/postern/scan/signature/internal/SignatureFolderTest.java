// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.spool.Octets;

class SignatureFolderTest {
    @TempDir
    private Path directory;

    @Test
    void knowsEicarAndTheTestSignatureByItself() throws IOException {
        Signatures signatures = new SignatureFolder(directory.resolve("missing")).load();

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
        Signatures signatures = new SignatureFolder(directory).load();

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
            assertThat(find(new SignatureFolder(directory).load(), content)).contains("Exact");
            write("own.hsb", digest + ":*:Any\n");
            assertThat(find(new SignatureFolder(directory).load(), content)).contains("Any");
            write("own.hsb", digest + ":13:Other\n");
            assertThat(find(new SignatureFolder(directory).load(), content)).isEmpty();
        }
    }

    @Test
    void skipsAndCountsLinesThatCannotBeUsed() throws IOException {
        write("own.ndb", "# a comment\n\nGood:0:*:aabbccdd\nBad:3:*:aabbccdd\nWorse\r\nFine:0:0:aabbccddee\r\n");
        write("ignored.txt", "Bad\n");

        Signatures.Census census = new SignatureFolder(directory).load().census();

        assertThat(census.added()).isEqualTo(2);
        assertThat(census.unusable()).isEqualTo(2);
    }

    @Test
    void givesOtherSignaturesAnotherVersion() throws IOException {
        String before = new SignatureFolder(directory).load().census().version();
        write("own.ndb", "Good:0:*:aabbccdd\n");
        String after = new SignatureFolder(directory).load().census().version();

        assertThat(after).isNotEqualTo(before).hasSize(16);
        assertThat(new SignatureFolder(directory).load().census().version()).isEqualTo(after);
    }

    @Test
    void takesAChangedFileOnceItRests() throws IOException {
        SignatureFolder folder = new SignatureFolder(directory);
        folder.load();
        assertThat(folder.look()).isEmpty();

        write("own.ndb", "One:0:*:aabbccdd\n");
        assertThat(folder.look()).as("it changed just now").isEmpty();
        write("own.ndb", "One:0:*:aabbccdd\nTwo:0:*:aabbccee\n");
        assertThat(folder.look()).as("it changed again").isEmpty();

        assertThat(added(folder.look())).contains(2);
        assertThat(folder.look()).as("nothing changed since").isEmpty();
    }

    @Test
    void takesWhatIsPutInPlaceAndWhatIsRemoved() throws IOException {
        write("own.ndb", "One:0:*:aabbccdd\n");
        SignatureFolder folder = new SignatureFolder(directory);
        folder.load();

        write("draft", "One:0:*:aabbccdd\nTwo:0:*:aabbccee\n");
        Files.move(directory.resolve("draft"), directory.resolve("own.ndb"), StandardCopyOption.ATOMIC_MOVE);
        write("more.hsb", "a".repeat(64) + ":*:Three\n");
        folder.look();
        assertThat(added(folder.look())).contains(3);

        Files.delete(directory.resolve("own.ndb"));
        folder.look();
        assertThat(added(folder.look())).contains(1);
    }

    @Test
    void noticesAChangeThatKeepsSizeAndTime() throws IOException {
        write("own.ndb", "One:0:*:aabbccdd\n");
        SignatureFolder folder = new SignatureFolder(directory);
        folder.load();
        FileTime time = Files.getLastModifiedTime(directory.resolve("own.ndb"));

        write("own.ndb", "Two:0:*:aabbccdd\n");
        Files.setLastModifiedTime(directory.resolve("own.ndb"), time);
        folder.look();

        assertThat(find(folder.look().orElseThrow(), HexFormat.of().parseHex("aabbccdd")))
                .contains("Two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing\n", "rubbish\n", "One:0:*:aabbccdd\nTwo:0:*:aab", "One:0:*:aabbccdd\na\nb\n"})
    void keepsWhatWasInForceWhenAFileIsDamaged(String damaged) throws IOException {
        write("own.ndb", "One:0:*:aabbccdd\nTwo:0:*:aabbccee\n");
        SignatureFolder folder = new SignatureFolder(directory);
        Signatures before = folder.load();

        write("own.ndb", damaged);
        for (int i = 0; i < 2 * SignatureFolder.LOOKS_AT_OPEN_END; i++) {
            assertThat(folder.look()).isEmpty();
        }
        write("other.ndb", "Three:0:*:aabbccff\n");
        folder.look();
        Signatures after = folder.look().orElseThrow();

        assertThat(before.census().added()).isEqualTo(2);
        assertThat(after.census().added()).isEqualTo(3);
        assertThat(find(after, HexFormat.of().parseHex("aabbccee"))).contains("Two");
        assertThat(folder.load().census().added()).as("loaded again too").isEqualTo(3);
    }

    @Test
    void takesAFileInOrderAfterADamagedOne() throws IOException {
        write("own.ndb", "One:0:*:aabbccdd\n");
        SignatureFolder folder = new SignatureFolder(directory);
        folder.load();
        write("own.ndb", "rubbish\n");
        folder.look();
        folder.look();

        write("own.ndb", "New:0:*:aabbccdd\n");
        folder.look();

        assertThat(find(folder.look().orElseThrow(), HexFormat.of().parseHex("aabbccdd")))
                .contains("New");
    }

    @Test
    void waitsLongerForAFileWithoutAnEndOfLine() throws IOException {
        SignatureFolder folder = new SignatureFolder(directory);
        folder.load();
        write("own.ndb", "One:0:*:aabbccdd");

        for (int i = 0; i < SignatureFolder.LOOKS_AT_OPEN_END; i++) {
            assertThat(folder.look()).isEmpty();
        }
        assertThat(added(folder.look())).contains(1);
    }

    @Test
    void keepsWhatWasInForceWhenAFileCannotBeRead() throws IOException {
        write("own.ndb", "One:0:*:aabbccdd\n");
        SignatureFolder folder = new SignatureFolder(directory);
        folder.load();

        Files.delete(directory.resolve("own.ndb"));
        Files.createDirectory(directory.resolve("own.ndb"));
        Files.createDirectory(directory.resolve("other.hdb"));
        folder.look();

        assertThat(folder.look()).isEmpty();
        assertThat(folder.load().census().added()).isEqualTo(1);
    }

    @Test
    void countsWhatIsNoTextAndLinesWithoutEnd() throws IOException {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        Files.write(directory.resolve("noise.ndb"), noise);
        Files.write(directory.resolve("noise.hdb"), noise);
        write("huge.ndb", "One:0:*:aabbccdd\nHuge:0:*:" + "00".repeat(3_000_000) + "\nTwo:0:*:aabbccee\n");
        write("zeros.ndb", "\0".repeat(1_000_000));

        Signatures.Census census = new SignatureFolder(directory).load().census();

        assertThat(census.added()).isEqualTo(2);
        assertThat(census.unusable()).isGreaterThan(1000);
    }

    @Test
    void countsAMillionLinesThatAreNone() throws IOException {
        write("own.ndb", "Good:0:*:aabbccdd\n" + "x:0\n".repeat(1_000_000));

        Signatures.Census census = new SignatureFolder(directory).load().census();

        assertThat(census.added()).isEqualTo(1);
        assertThat(census.unusable()).isEqualTo(1_000_000);
    }

    @Test
    void leavesOutWhatThereIsNoRoomFor() throws Exception {
        byte[] lines = ("a".repeat(32) + ":1:N\n").repeat(1000).getBytes(US_ASCII);
        long each = Signature.Hash.of("a".repeat(32) + ":1:N").cost();

        SignatureFile file = SignatureReader.read("own.hdb", new ByteArrayInputStream(lines), new Budget(each * 600));

        assertThat(file.signatures()).hasSize(600);
        assertThat(file.unsupported()).isEqualTo(400);
    }

    private static Optional<Integer> added(Optional<Signatures> signatures) {
        return signatures.map(Signatures::census).map(Signatures.Census::added);
    }

    private void write(String name, String lines) throws IOException {
        Files.writeString(directory.resolve(name), lines);
    }

    private static Optional<String> find(Signatures signatures, byte[] content) throws IOException {
        Request request = new Request(content, Deadline.after(Duration.ofMinutes(1)), new Cancellation());
        return signatures.find(Octets.of(content), Patience.with(request));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.quarantine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.record.internal.Samples.INFECTED;
import static org.postern.record.internal.Samples.NOW;
import static org.postern.record.internal.Samples.item;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Finding;
import org.postern.api.policy.MailItem;
import org.postern.api.scan.ScanResult;
import org.postern.api.spool.Octets;
import org.postern.api.spool.SpooledMessage;

@Timeout(60)
class FileQuarantineTest {
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    @TempDir
    private Path base;

    private Path directory;
    private FileQuarantine quarantine;

    @BeforeEach
    void open() throws IOException {
        directory = base.resolve("data/quarantine");
        quarantine = reopened();
    }

    private FileQuarantine reopened() throws IOException {
        return new FileQuarantine(base, "data/quarantine", 0, () -> NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 56, 57, 58, 1000, 300_007})
    void givesEveryOctetBackByTheDocumentedCommand(int size) throws Exception {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);

        String id = quarantine.keep(item(octets), List.of(INFECTED));

        assertThat(restored(id)).isEqualTo(octets);
    }

    /** T50: no other scanner may find anything in the file. */
    @Test
    void showsNothingOfTheMessageInTheFile() throws Exception {
        byte[] octets = ("Subject: x\r\n\r\n" + EICAR).getBytes(ISO_8859_1);

        String id = quarantine.keep(item(octets), List.of(INFECTED));

        String stored = Files.readString(directory.resolve(id + ".eml.gz.b64"));
        assertThat(stored).doesNotContain("EICAR", "Subject");
        for (int from = 0; from < 3; from++) { // base64 alone would show it at one of three places
            byte[] rest = EICAR.substring(from).getBytes(ISO_8859_1);
            assertThat(stored.replace("\n", ""))
                    .doesNotContain(
                            java.util.Base64.getEncoder().encodeToString(rest).substring(0, 20));
        }
        assertThat(stored).endsWith("\n").matches("[A-Za-z0-9+/=\\n]+");
        assertThat(stored.lines()).allMatch(line -> line.length() <= 76);
    }

    /** T50. */
    @Test
    void keepsFilesForItsUserAloneUnderNamesWithNothingOfTheMail() throws Exception {
        MailItem item = item(new byte[10], new Envelope("secret@example.org", List.of("other@example.net")));

        String id = quarantine.keep(item, List.of(INFECTED));

        assertThat(id).matches("smtp-20260304-050607-s1-42-[0-9a-f]{12}");
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(fromString("rwx------"));
        assertThat(names()).containsExactlyInAnyOrder(id + ".eml.gz.b64", id + ".json");
        for (String name : names()) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(name))).isEqualTo(fromString("rw-------"));
        }
    }

    @Test
    void writesWhatIsKnownOfTheMessageAndEscapesWhatTheMailSays() throws Exception {
        Envelope envelope = new Envelope("a\"b\\c@x", List.of("\u202egnp@x\n  \"key\": \"0\","));
        Finding finding =
                new Finding("1.2", "f\u0000\u001b[31m.exe", "a/b", "clamd", ScanResult.infected("Worm"), false);

        String id = quarantine.keep(item(new byte[10], envelope), List.of(finding));

        String json = Files.readString(directory.resolve(id + ".json"), UTF_8);
        assertThat(json)
                .contains("\"id\": \"" + id + "\"")
                .contains("\"client\": \"192.0.2.1:40000\"")
                .contains("\"server\": \"[2001:db8:0:0:0:0:0:25]:25\"")
                .contains("\"sender\": \"a\\\"b\\\\c@x\"")
                .contains("\\u202egnp@x\\u000a  \\\"key\\\": \\\"0\\\",")
                .contains("\"fileName\": \"f\\u0000\\u001b[31m.exe\"")
                .contains("\"verdict\": \"INFECTED\"")
                .contains("\"size\": 10");
        assertThat(json).matches("[\\n -~]+");
        assertThat(json.lines().filter(line -> line.contains("\"key\""))).hasSize(1);
    }

    /** T44. */
    @Test
    void keepsTheSameMessageOnce() throws Exception {
        String id = quarantine.keep(item(new byte[10]), List.of(INFECTED));

        assertThat(quarantine.keep(item(new byte[10]), List.of(INFECTED))).isEqualTo(id);
        assertThat(reopened().keep(item(new byte[10]), List.of(INFECTED))).isEqualTo(id);
        assertThat(names()).hasSize(2);
    }

    @Test
    void keepsAnotherMessageOrEnvelopeByItself() throws Exception {
        Set<String> ids = new HashSet<>();
        ids.add(quarantine.keep(item(new byte[10]), List.of(INFECTED)));
        ids.add(quarantine.keep(item(new byte[11]), List.of(INFECTED)));
        ids.add(quarantine.keep(item(new byte[10], new Envelope("a", List.of("bc"))), List.of(INFECTED)));
        ids.add(quarantine.keep(item(new byte[10], new Envelope("ab", List.of("c"))), List.of(INFECTED)));
        ids.add(quarantine.keep(item(new byte[10], new Envelope("a", List.of("b", "c"))), List.of(INFECTED)));

        assertThat(ids).hasSize(5);
    }

    @Test
    void keepsItAgainWhenTheCopyWasTakenOut() throws Exception {
        String id = quarantine.keep(item(new byte[10]), List.of(INFECTED));
        Files.delete(directory.resolve(id + ".eml.gz.b64"));

        String again = quarantine.keep(item(new byte[10]), List.of(INFECTED));

        assertThat(again).isNotEqualTo(id);
        assertThat(restored(again)).isEqualTo(new byte[10]);
    }

    @Test
    void keepsOneCopyWhenTheSameMessageComesManyTimesAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> copies = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            copies.add(threads.submit(() -> quarantine.keep(item(new byte[50_000]), List.of(INFECTED))));
        }
        Set<String> ids = new HashSet<>();
        for (Future<String> copy : copies) {
            ids.add(copy.get());
        }
        threads.shutdown();

        assertThat(ids).hasSize(1);
        assertThat(names()).hasSize(2);
    }

    /** T24. */
    @Test
    void leavesNothingBehindWhenTheMessageCannotBeRead() throws Exception {
        MailItem broken = withMessage(item(new byte[10]), new Broken());

        assertThatThrownBy(() -> quarantine.keep(broken, List.of(INFECTED))).hasMessage("gone");

        assertThat(names()).isEmpty();
        assertThat(restored(quarantine.keep(item(new byte[10]), List.of(INFECTED))))
                .hasSize(10);
    }

    /** T24. */
    @Test
    void refusesWhatWouldTakeTheLastFreeSpace() throws Exception {
        long freeMebibytes = Files.getFileStore(base).getUsableSpace() >> 20;
        FileQuarantine full =
                new FileQuarantine(base, "other", (int) Math.min(Integer.MAX_VALUE, 2 * freeMebibytes), () -> NOW);

        assertThatThrownBy(() -> full.keep(item(new byte[10]), List.of(INFECTED)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not enough free space");
        assertThat(base.resolve("other")).isEmptyDirectory();
    }

    /** T25. */
    @Test
    void removesAtTheStartWhatACrashInterrupted() throws Exception {
        String id = quarantine.keep(item(new byte[10]), List.of(INFECTED));
        Files.writeString(directory.resolve("smtp-x.eml.gz.b64.tmp"), "half");
        Files.writeString(directory.resolve("smtp-y.json"), "not even JSON");

        FileQuarantine next = reopened();

        assertThat(names()).doesNotContain("smtp-x.eml.gz.b64.tmp").contains(id + ".json");
        assertThat(next.keep(item(new byte[10]), List.of(INFECTED))).isEqualTo(id);
    }

    private byte[] restored(String id) throws Exception {
        Process command = new ProcessBuilder("sh", "-c", "base64 -d \"$1\" | gunzip", "sh", id + ".eml.gz.b64")
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = command.getInputStream()) {
            byte[] octets = out.readAllBytes();
            assertThat(command.waitFor()).isZero();
            return octets;
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static MailItem withMessage(MailItem item, SpooledMessage message) {
        return new MailItem(
                item.session(),
                item.id(),
                item.gateway(),
                item.envelope(),
                item.extent(),
                message,
                item.profile(),
                item.deadline(),
                item.cancellation());
    }

    /** A message whose file fails in the middle. */
    private record Broken() implements SpooledMessage {
        @Override
        public long size() {
            return 10;
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            return new java.io.SequenceInputStream(Octets.of(new byte[5]).open(), new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("gone");
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    throw new IOException("gone");
                }
            });
        }

        @Override
        public String sha256() {
            return "0".repeat(64);
        }

        @Override
        public void close() {}
    }
}

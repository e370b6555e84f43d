// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.event.SessionRefused;

class MailLogTest {
    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-03-04T05:06:07Z");
    private long nanos = Long.MAX_VALUE - 1;
    private final RollingFile.Time time = new RollingFile.Time(() -> now, () -> nanos);

    @Test
    void appendsALineForEachEventToAFileForItsUserAlone() throws IOException {
        MailLog log = log(1 << 20, 10);

        tell(log, "one", "two");
        log.stop();
        Files.setLastModifiedTime(path(), FileTime.from(now));
        tell(log(1 << 20, 10), "three");

        assertThat(reasons(path())).containsExactly("one", "two", "three");
        assertThat(Files.getPosixFilePermissions(path())).isEqualTo(fromString("rw-------"));
    }

    @Test
    void goesOnInANewFileWhenSomebodyRenamesOrRemovesTheOld() throws IOException {
        MailLog log = log(1 << 20, 10);

        tell(log, "one");
        Files.move(path(), directory.resolve("moved"));
        nanos += RollingFile.LOOK.toNanos();
        tell(log, "two");
        Files.delete(path());
        nanos += RollingFile.LOOK.toNanos();
        tell(log, "three");

        assertThat(reasons(directory.resolve("moved"))).containsExactly("one");
        assertThat(reasons(path())).containsExactly("three");
    }

    /** To ask the system for each line would cost as much as to write it. */
    @Test
    void goesOnInARenamedFileUntilItLooksAgain() throws IOException {
        MailLog log = log(1 << 20, 10);

        tell(log, "one");
        Files.move(path(), directory.resolve("moved"));
        nanos += RollingFile.LOOK.toNanos() - 1;
        tell(log, "two");
        nanos++;
        tell(log, "three");

        assertThat(reasons(directory.resolve("moved"))).containsExactly("one", "two");
        assertThat(reasons(path())).containsExactly("three");
    }

    /** As logrotate does with {@code copytruncate}. */
    @Test
    void goesOnAtTheBeginningOfAFileThatSomebodyCut() throws IOException {
        MailLog log = log(1 << 20, 10);

        tell(log, "one");
        FileChannel.open(path(), WRITE).truncate(0).close();
        tell(log, "two");

        assertThat(reasons(path())).containsExactly("two");
    }

    /** T24. */
    @Test
    void leavesNoHalfLineAndWhatOthersWroteAlone() throws IOException {
        boolean[] filling = {false};
        RollingFile.Opener opener =
                path -> new FillingChannel(FileChannel.open(path, CREATE, APPEND), () -> filling[0]);
        MailLog log = new MailLog(new RollingFile(path(), 1 << 20, 10, time, opener), () -> now);

        tell(log, "one");
        Files.writeString(path(), "reason=of another\n", APPEND);
        filling[0] = true;
        tell(log, "lost");
        filling[0] = false;

        assertThat(reasons(path())).containsExactly("one", "of another");
        Files.setLastModifiedTime(path(), FileTime.from(now));
        tell(log, "two");
        assertThat(Files.readAllLines(path())).hasSize(4).last().asString().endsWith("reason=two");
    }

    @Test
    void beginsANewFileEachDay() throws IOException {
        MailLog log = log(1 << 20, 10);

        tell(log, "one");
        now = now.plus(Duration.ofDays(1));
        tell(log, "two");

        assertThat(reasons(directory.resolve("mail.log.2026-03-04.0001"))).containsExactly("one");
        assertThat(reasons(path())).containsExactly("two");
    }

    @Test
    void endsAtTheStartAFileThatIsOfAnEarlierDay() throws IOException {
        Files.writeString(path(), "reason=old\n");
        Files.setLastModifiedTime(path(), FileTime.from(now.minus(Duration.ofDays(3))));

        tell(log(1 << 20, 10), "new");

        assertThat(reasons(directory.resolve("mail.log.2026-03-01.0001"))).containsExactly("old");
        assertThat(reasons(path())).containsExactly("new");
    }

    @Test
    void keepsABoundedNumberOfBoundedFiles() throws IOException {
        MailLog log = log(1, 3);

        for (int i = 0; i < 8; i++) {
            tell(log, "line" + i);
        }

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactly(
                            "mail.log",
                            "mail.log.2026-03-04.0005",
                            "mail.log.2026-03-04.0006",
                            "mail.log.2026-03-04.0007");
        }
        assertThat(reasons(path())).containsExactly("line7");
    }

    @Test
    void writesThroughNoLink() throws IOException {
        Path victim = directory.resolve("victim");
        Files.createSymbolicLink(path(), victim);

        tell(log(1 << 20, 10), "one");

        assertThat(victim).doesNotExist();
    }

    /** T24. */
    @Test
    void countsLinesThatAFullDiskTookAndTellsWhenThereIsRoomAgain() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        boolean[] full = {true};
        RollingFile file = new RollingFile(path(), 1 << 20, 10, time, path -> {
            FileChannel real = FileChannel.open(path, CREATE, WRITE);
            return full[0] ? FileChannel.open(Path.of("/dev/full"), WRITE) : real;
        });
        MailLog log = new MailLog(file, () -> now);

        tell(log, "lost", "lost", "lost");
        full[0] = false;
        tell(log, "written");

        assertThat(Files.readAllLines(path()))
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.get(0)).endsWith("event=lines-lost number=3"))
                .satisfies(lines -> assertThat(lines.get(1)).endsWith("reason=written"));
    }

    @Test
    void losesOneLineAtMostToAnInterruption() throws IOException {
        MailLog log = log(1 << 20, 10);

        Thread.currentThread().interrupt();
        tell(log, "interrupted");
        assertThat(Thread.interrupted()).isTrue();
        tell(log, "after");

        assertThat(reasons(path())).endsWith("after");
    }

    private Path path() {
        return directory.resolve("mail.log");
    }

    private MailLog log(long maxBytes, int maxFiles) {
        return new MailLog(new RollingFile(path(), maxBytes, maxFiles, time), () -> now);
    }

    private void tell(MailLog log, String... reasons) {
        for (String reason : reasons) {
            log.on(new SessionRefused(now, new InetSocketAddress("192.0.2.1", 1), "l", reason));
        }
    }

    private static List<String> reasons(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.substring(line.indexOf("reason=") + "reason=".length()))
                .toList();
    }
}

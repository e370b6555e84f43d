// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {
    @TempDir
    Path folder;

    private static Process sleeperIn(Path home) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "1000");
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }

    @BeforeEach
    void startBelow() {
        folder = folder.resolve("work");
    }

    @Test
    void takesAwayWhatACrashLeftAndNothingElse() throws Exception {
        Process ended = new ProcessBuilder("/bin/true").start();
        ended.waitFor();
        Path dead = Files.createDirectories(folder.resolve("run-" + ended.pid() + "-1000-0123456789abcdef/one"));
        Files.writeString(dead.resolve("content"), "mail");
        // the number is in use again
        Path reused = Files.createDirectories(
                folder.resolve("run-" + ProcessHandle.current().pid() + "-1000-0123456789abcdef/one"));
        Path foreign = Files.createDirectories(folder.resolve("run-of-somebody"));
        Process orphan = sleeperIn(dead);
        Process stranger = sleeperIn(foreign);
        try (Workplace living = Workplace.open(folder);
                Workspace scan = living.begin()) {
            Process scanner = sleeperIn(scan.directory());

            Workplace.open(folder).close();

            assertThat(orphan.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(dead.getParent()).doesNotExist();
            assertThat(reused.getParent()).doesNotExist();
            assertThat(foreign).exists();
            assertThat(scan.directory()).exists();
            assertThat(scanner.isAlive()).isTrue();
            assertThat(stranger.isAlive()).isTrue();

            living.close();
            assertThat(scanner.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(living.directory()).doesNotExist();
        } finally {
            orphan.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    @Test
    void isNoPlaceWhereEverybodyMayWrite() throws Exception {
        Path open = Files.createDirectories(folder.resolve("open"));
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> Workplace.open(open.resolve("work")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod");
    }
}

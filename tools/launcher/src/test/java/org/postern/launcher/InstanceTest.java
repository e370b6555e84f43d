// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void unpackDistribution() throws IOException {
        home = folder.resolve("home");
        Files.createDirectories(home.resolve("etc/templates"));
        Files.writeString(home.resolve("etc/a.cfg"), "# a default\n");
        Files.writeString(home.resolve("etc/templates/b.txt"), "# a template\n");
    }

    @Test
    void isMadeWithTheDefaultsOfTheDistribution() throws Exception {
        try (var instance = Instance.open(folder.resolve("new/base"), home)) {
            assertThat(instance.etc().resolve("a.cfg")).hasContent("# a default\n");
            assertThat(instance.etc().resolve("templates/b.txt")).hasContent("# a template\n");
            assertThat(instance.deploy()).isEmptyDirectory();
            assertThat(instance.logFile().getParent()).isDirectory();
        }
    }

    @Test
    void leavesAnEtcAloneThatIsThere() throws Exception {
        var base = folder.resolve("base");
        Files.createDirectories(base.resolve("etc"));

        try (var instance = Instance.open(base, home)) {
            assertThat(instance.etc()).isEmptyDirectory();
        }
    }

    @Test
    void belongsToOneProcessAtATime() throws Exception {
        var base = folder.resolve("base");
        try (var first = Instance.open(base, home)) {
            var refused = catchThrowableOfType(LaunchException.class, () -> Instance.open(first.base(), home));

            assertThat(refused.exitCode()).isEqualTo(ExitCode.START_FAILED);
            assertThat(refused).hasMessageContaining("another Postern").hasMessageContaining("process " + pid());
        }
        Instance.open(base, home).close();
    }

    @Test
    void refusesABaseThatIsAFile() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");

        var refused = catchThrowableOfType(LaunchException.class, () -> Instance.open(file, home));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.BASE_UNUSABLE);
        assertThat(refused).hasMessageContaining(file.toString()).hasMessageContaining("--base");
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }
}

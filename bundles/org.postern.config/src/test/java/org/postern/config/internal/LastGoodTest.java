// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {
    private static final String FILE = "org.postern.rule~a.cfg";

    @TempDir
    Path base;

    @Test
    void bringsBackWhatWasKept() throws Exception {
        var copy = file("# secret\norder = 1\n");

        new LastGood(folder()).keep(Map.of(FILE, copy));

        assertThat(new LastGood(folder()).files()).isEqualTo(Map.of(FILE, copy));
        assertThat(Files.readString(folder().resolve(FILE))).isEqualTo(copy.text());
    }

    @Test
    void removesWhatIsNoMoreKept() throws Exception {
        var lastGood = new LastGood(folder());
        lastGood.keep(Map.of(FILE, file("order = 1")));

        lastGood.keep(Map.of());

        assertThat(folder()).isEmptyDirectory();
    }

    @Test
    void leavesNothingUnfinishedAndNothingForOthersToRead() throws Exception {
        new LastGood(folder()).keep(Map.of(FILE, file("order = 1")));

        assertThat(folder().toFile().list()).containsExactly(FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(FILE))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void overlooksWhatACrashLeftHalfWritten() throws Exception {
        new LastGood(folder()).keep(Map.of(FILE, file("order = 1")));
        Files.writeString(folder().resolve(FILE + ".new"), "ord");

        var again = new LastGood(folder());
        again.keep(Map.of(FILE, file("order = 2")));

        assertThat(new LastGood(folder()).files().get(FILE).text()).isEqualTo("order = 2");
    }

    @Test
    void holdsInMemoryWhatTheDiskDoesNotTake() throws Exception {
        Files.writeString(base.resolve("data"), "a file where a folder should be");
        var lastGood = new LastGood(base.resolve("data").resolve("config"));

        lastGood.keep(Map.of(FILE, file("order = 1")));

        assertThat(lastGood.files()).containsOnlyKeys(FILE);
    }

    private Path folder() {
        return base.resolve("data").resolve("config");
    }

    private static ConfigFile file(String text) throws RefusedException {
        return ConfigFile.parse(FILE, text.getBytes(StandardCharsets.UTF_8));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.swap.files;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T50. */
class PrivateDirectoryTest {
    @TempDir
    private Path base;

    @Test
    void makesTheDirectoryAndItsParentsForItsUserAlone() throws IOException {
        PrivateDirectory directory = PrivateDirectory.open(base.resolve("data/spool"));

        assertThat(Files.getPosixFilePermissions(directory.path())).isEqualTo(fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(base.resolve("data"))).isEqualTo(fromString("rwx------"));
    }

    @Test
    void putsALooseModeRight() throws IOException {
        Path spool = Files.createDirectory(base.resolve("spool"));
        Files.setPosixFilePermissions(spool, fromString("rwxrwxrwx"));

        PrivateDirectory.open(spool);

        assertThat(Files.getPosixFilePermissions(spool)).isEqualTo(fromString("rwx------"));
    }

    @Test
    void leavesNothingInTheDirectoryByOpeningIt() throws IOException {
        PrivateDirectory directory = PrivateDirectory.open(base.resolve("spool"));

        assertThat(directory.path()).isEmptyDirectory();
    }

    @Test
    void refusesAParentThatEverybodyMayWrite() throws IOException {
        Path data = Files.createDirectory(base.resolve("data"));
        Files.setPosixFilePermissions(data, fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> PrivateDirectory.open(data.resolve("spool")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("everybody may write")
                .hasMessageContaining("chmod o-w " + data.toRealPath());
    }

    @Test
    void refusesADirectoryOfAnotherUser() throws IOException {
        Path spool = Files.createDirectory(base.resolve("spool"));
        assumeTrue(Files.getAttribute(spool, "unix:uid").equals(0), "only root can give a directory away");
        Files.setAttribute(spool, "unix:uid", 65534);

        assertThatThrownBy(() -> PrivateDirectory.open(spool)).hasMessageContaining("belongs to user 65534");
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void makesFilesForItsUserAlone() throws IOException {
        PrivateDirectory directory = PrivateDirectory.open(base.resolve("spool"));

        directory.create("one").close();
        directory.createEmpty("two");

        assertThat(Files.getPosixFilePermissions(directory.file("one"))).isEqualTo(fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(directory.file("two"))).isEqualTo(fromString("rw-------"));
    }

    @Test
    void neverWritesThroughALinkThatIsThereAlready() throws IOException {
        PrivateDirectory directory = PrivateDirectory.open(base.resolve("spool"));
        Path victim = base.resolve("victim");
        Files.createSymbolicLink(directory.file("one"), victim);

        assertThatThrownBy(() -> directory.create("one")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> directory.createEmpty("one")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(victim).doesNotExist();
    }

    @Test
    void acceptsPlainNamesOnly() throws IOException {
        PrivateDirectory directory = PrivateDirectory.open(base.resolve("spool"));

        for (String name : new String[] {"../x", "a/b", "/etc/x", "..", ""}) {
            assertThatThrownBy(() -> directory.file(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void neverMakesTheSameNameTwice() {
        assertThat(PrivateDirectory.randomName(16)).hasSize(32).isNotEqualTo(PrivateDirectory.randomName(16));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersTest {
    @TempDir
    Path folder;

    @Test
    void addsTimeInTheKernelAndOutOfItWhateverTheProcessIsCalled() throws Exception {
        Files.writeString(
                folder.resolve("stat"),
                "42 (a (b) c) S 1 42 42 0 -1 4194560 9000 0 0 0 700 34 5 6 20 0 30 0 1000 4000000 5000 0\n");

        assertThat(new ProcessMeter(folder).cpuMillis()).isEqualTo(7_340);
    }

    @Test
    void readsMemory() throws Exception {
        Files.writeString(folder.resolve("status"), "Name:\tjava\nVmHWM:\t  250000 kB\nVmRSS:\t  200000 kB\n");

        assertThat(new ProcessMeter(folder).peakKib()).isEqualTo(250_000);
    }
}

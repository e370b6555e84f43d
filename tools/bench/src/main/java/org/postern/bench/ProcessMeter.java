// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used so far, as Linux tells in {@code /proc}. */
final class ProcessMeter {
    /** Linux has counted in hundredths of a second for all programs since 2.4 (USER_HZ). */
    private static final double TICK_MILLIS = 10;

    private final Path folder;

    ProcessMeter(long pid) {
        this(Path.of("/proc", Long.toString(pid)));
    }

    /** @param folder what looks like {@code /proc/PID} */
    ProcessMeter(Path folder) {
        this.folder = folder;
    }

    /** Processor time of all threads, ended ones too, in the kernel and out of it. */
    double cpuMillis() throws IOException {
        var stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
        // The name, in parentheses, may hold blanks and parentheses; after it come fields 3 and on (proc(5)).
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    }

    /** Resident memory now. */
    long residentKib() throws IOException {
        return status("VmRSS:");
    }

    /** The highest resident memory since {@link #forgetPeak()}, or since the start where that is not allowed. */
    long peakKib() throws IOException {
        return status("VmHWM:");
    }

    /** From here on the peak counts anew; without effect where the kernel does not let us. */
    void forgetPeak() {
        try {
            Files.writeString(folder.resolve("clear_refs"), "5");
        } catch (IOException notAllowed) {
            // Another user's process, or a kernel without it: the peak is that of its whole life then.
        }
    }

    private long status(String field) throws IOException {
        try (var lines = Files.lines(folder.resolve("status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }
}

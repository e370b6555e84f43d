// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/** What opening showed. */
record Opened(List<Seen> entries, Optional<Unscannable> problem) {
    /** An entry that was visited. */
    record Seen(String path, byte[] octets) {}

    static Opened of(byte[] content) throws IOException {
        return of(content, Limits.DEFAULT);
    }

    static Opened of(byte[] content, Limits limits) throws IOException {
        HeapSpool spool = new HeapSpool();
        List<Seen> entries = new ArrayList<>();
        Optional<Unscannable> problem = new BoundedContainers(spool, limits)
                .open(Octets.of(content), new Unpacking(), Deadline.after(Duration.ofMinutes(1)), (path, octets) -> {
                    try (InputStream in = octets.open()) {
                        entries.add(new Seen(path, in.readAllBytes()));
                    }
                    return true;
                });
        assertThat(spool.open()).as("contents kept in the spool").isZero();
        assertThat(problem.map(Unscannable::detail).orElse(""))
                .as("a reader's own fault")
                .doesNotContain("could not be read");
        return new Opened(entries, problem);
    }

    List<String> paths() {
        return entries.stream().map(Seen::path).toList();
    }

    boolean saw(byte[] octets) {
        return entries.stream().anyMatch(seen -> Arrays.equals(seen.octets(), octets));
    }

    Optional<UnscannableReason> reason() {
        return problem.map(Unscannable::reason);
    }
}

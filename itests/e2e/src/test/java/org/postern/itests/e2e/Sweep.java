// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks for EICAR in messages with eyes that are not the gateway's: see {@code sweep.py}. */
final class Sweep {
    private Sweep() {}

    /** @return in which messages it is, by name, and how it comes out of them */
    static Map<String, String> of(Map<String, String> messages) throws Exception {
        Path script = Path.of(Sweep.class.getResource("/sweep/sweep.py").toURI());
        Path folder = Files.createTempDirectory("postern-sweep");
        Map<String, String> names = new TreeMap<>();
        try {
            for (Map.Entry<String, String> message : messages.entrySet()) {
                String file = names.size() + ".eml";
                names.put(file, message.getKey());
                Files.write(folder.resolve(file), message.getValue().getBytes(ISO_8859_1));
            }
            Command ran = Command.run(List.of("python3", script.toString(), folder.toString()));
            assertThat(ran.exit()).as(ran.output()).isZero();
            Map<String, String> found = new TreeMap<>();
            for (String line : ran.output().lines().toList()) {
                String[] halves = line.split(": ", 2);
                assertThat(names).as(ran.output()).containsKey(halves[0]);
                found.put(names.get(halves[0]), halves[1]);
            }
            return found;
        } finally {
            Folders.delete(folder);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.longtest.Fuzzing;

/** T10, T13, T22, T24, T33, T34, T46: plays the seeds of the fuzz targets, and fuzzes for a time when long tests run. */
class FuzzTest {
    @Test
    void holdsForEverySeedOfDialogues() throws Exception {
        for (byte[] seed : dialogues()) {
            DialogueFuzz.fuzzerTestOneInput(seed);
        }
        for (Path seed : Fuzzing.checkedIn(DialogueFuzz.class)) {
            DialogueFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
        }
    }

    @Test
    void holdsForEverySeedOfSessions() throws Exception {
        for (byte[] seed : sessions()) {
            SessionFuzz.fuzzerTestOneInput(seed);
        }
        for (Path seed : Fuzzing.checkedIn(SessionFuzz.class)) {
            SessionFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
        }
    }

    @Test
    @Tag("long")
    void fuzzesDialogues() throws Exception {
        Fuzzing.run(DialogueFuzz.class, "fuzz: POP3 dialogues, both sides any octets", dialogues());
    }

    @Test
    @Tag("long")
    void fuzzesSessions() throws Exception {
        Fuzzing.run(SessionFuzz.class, "fuzz: POP3 sessions with a model server", sessions());
    }

    private static List<byte[]> dialogues() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/dialogues"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                seeds.add(DialogueFuzz.seed(DialogueFile.read(file)));
            }
        }
        return seeds;
    }

    private static List<byte[]> sessions() {
        Random random = new Random(1);
        return Stream.generate(() -> {
                    byte[] seed = new byte[40 + random.nextInt(400)];
                    random.nextBytes(seed);
                    return seed;
                })
                .limit(50)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.dialogue.DialogueFile;
import org.postern.dialogue.Dialogues;
import org.postern.dialogue.Script;
import org.postern.longtest.Fuzzing;

/** T01, T10, T13, T33: plays the seeds of the fuzz targets, and fuzzes for a time when long tests run. */
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
        for (byte[] seed : Script.sessions()) {
            SessionFuzz.fuzzerTestOneInput(seed);
        }
        for (Path seed : Fuzzing.checkedIn(SessionFuzz.class)) {
            SessionFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
        }
    }

    @Test
    @Tag("long")
    void fuzzesDialogues() throws Exception {
        Fuzzing.run(DialogueFuzz.class, "fuzz: SMTP dialogues, both sides any octets", dialogues());
    }

    @Test
    @Tag("long")
    void fuzzesSessions() throws Exception {
        Fuzzing.run(SessionFuzz.class, "fuzz: SMTP sessions with a model server", Script.sessions());
    }

    private static List<byte[]> dialogues() {
        return Dialogues.files().stream()
                .map(file -> DialogueFuzz.seed(DialogueFile.read(file)))
                .toList();
    }
}

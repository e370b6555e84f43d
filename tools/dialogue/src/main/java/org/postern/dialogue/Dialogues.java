// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.dialogue;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.postern.dialogue.DialogueFile.Turn;

/** The dialogues of a module, each played in one piece, octet by octet, and cut in two at every place. */
public final class Dialogues {
    private static final Path FOLDER = Path.of("src/test/resources/dialogues");

    private Dialogues() {}

    /** @return the dialogue files of the module whose tests run, in the order of their names */
    public static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return a test for each dialogue and way of cutting it */
    public static Stream<DynamicNode> tests(Stage stage) {
        return files().stream().map(file -> tests(file, stage));
    }

    private static DynamicNode tests(Path path, Stage stage) {
        DialogueFile file = DialogueFile.read(path);
        return dynamicContainer(
                path.getFileName().toString(),
                Stream.of(
                        dynamicTest("in one piece", () -> new DialogueRun(file, DialogueRun.WHOLE, stage).play()),
                        dynamicTest("octet by octet", () -> new DialogueRun(file, DialogueRun.OCTETS, stage).play()),
                        dynamicTest("at every split", () -> playAtEverySplit(file, stage))));
    }

    private static void playAtEverySplit(DialogueFile file, Stage stage) {
        // a split of a turn of many thousand octets that all look alike proves nothing new
        int step = Integer.parseInt(file.settings().getOrDefault("splitEvery", "1"));
        for (int turn = 0; turn < file.turns().size(); turn++) {
            Turn cut = file.turns().get(turn);
            for (int at = 1; cut.kind != '>' && at < cut.input.length(); at += step) {
                try {
                    new DialogueRun(file, DialogueRun.at(turn, at), stage).play();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("cut at octet " + at + " of the turn at line " + cut.line, e);
                }
            }
        }
    }
}

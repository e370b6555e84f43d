// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.postern.inspect.pop3.internal.dialogue.DialogueFile.Turn;

/** Plays each dialogue in one piece, octet by octet, and cut in two at every place. */
class DialogueTest {
    @TestFactory
    Stream<DynamicNode> dialogues() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/dialogues"))) {
            return files
                    .filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(DialogueTest::dialogue)
                    .toList()
                    .stream();
        }
    }

    private static DynamicNode dialogue(Path path) {
        DialogueFile file;
        try {
            file = DialogueFile.read(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dynamicContainer(
                path.getFileName().toString(),
                Stream.of(
                        dynamicTest("in one piece", () -> new DialogueRun(file, DialogueRun.WHOLE).play()),
                        dynamicTest("octet by octet", () -> new DialogueRun(file, DialogueRun.OCTETS).play()),
                        dynamicTest("at every split", () -> playAtEverySplit(file))));
    }

    private static void playAtEverySplit(DialogueFile file) {
        // a split of a turn of many thousand octets that all look alike proves nothing new
        int step = file.settings().containsKey("splitEvery")
                ? Integer.parseInt(file.settings().get("splitEvery"))
                : 1;
        for (int turn = 0; turn < file.turns().size(); turn++) {
            Turn cut = file.turns().get(turn);
            for (int at = 1; cut.kind != '>' && at < cut.input.length(); at += step) {
                try {
                    new DialogueRun(file, DialogueRun.at(turn, at)).play();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("cut at octet " + at + " of the turn at line " + cut.line, e);
                }
            }
        }
    }
}

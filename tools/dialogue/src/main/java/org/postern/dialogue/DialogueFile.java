// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A dialogue as text; the {@code README.md} beside the dialogues describes the format.
 *
 * @param settings {@code name=value}
 * @param turns in order
 */
public record DialogueFile(Map<String, String> settings, List<Turn> turns) {
    /** Something happens, and this is all that the inspector may do about it. */
    public static final class Turn {
        /** {@code C}, {@code S} or {@code >}. */
        public final char kind;

        public final int line;
        public final StringBuilder input = new StringBuilder();
        public final StringBuilder toClient = new StringBuilder();
        public final StringBuilder toServer = new StringBuilder();
        public final List<String> told = new ArrayList<>();
        public final StringBuilder message = new StringBuilder();
        boolean answered;

        Turn(char kind, int line) {
            this.kind = kind;
            this.line = line;
        }
    }

    public static DialogueFile read(Path file) {
        Map<String, String> settings = new HashMap<>();
        List<Turn> turns = new ArrayList<>();
        turns.add(new Turn('>', 0));
        try {
            read(file, settings, turns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DialogueFile(settings, turns);
    }

    private static void read(Path file, Map<String, String> settings, List<Turn> turns) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.startsWith("set ")) {
                for (String pair : line.substring(4).split(" ")) {
                    settings.put(pair.split("=")[0], pair.split("=")[1]);
                }
            } else if (line.startsWith("include ")) {
                read(file.resolveSibling(line.substring(8)), settings, turns);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                add(line, number, turns);
            }
        }
    }

    private static void add(String line, int number, List<Turn> turns) {
        Turn turn = turns.get(turns.size() - 1);
        char kind = line.charAt(0);
        if (kind == '>') {
            turns.add(new Turn('>', number));
            turns.get(turns.size() - 1).input.append(line.substring(1).strip());
            return;
        }
        if (line.equals("--")) {
            turn.answered = true;
            return;
        }
        if (kind == 'g' && line.startsWith("g< ")) {
            turn.told.add(Escapes.decode(line.substring(3)));
            turn.answered = true;
            return;
        }
        String text = Escapes.decode(line.length() > 3 ? line.substring(3) : "");
        text += line.charAt(1) == '!' ? "" : "\r\n";
        switch (line.substring(0, 2)) {
            case "C:", "C!", "S:", "S!" -> {
                if (turn.kind != kind || turn.answered) {
                    turn = new Turn(kind, number);
                    turns.add(turn);
                }
                turn.input.append(text);
                return;
            }
            case "c<", "c!" -> turn.toClient.append(text);
            case "s<", "s!" -> turn.toServer.append(text);
            case "m<", "m!" -> turn.message.append(text);
            default -> throw new IllegalArgumentException("line " + number + ": " + line);
        }
        turn.answered = true;
    }
}

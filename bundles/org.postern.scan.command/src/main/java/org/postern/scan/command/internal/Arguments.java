// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.nio.file.Path;
import java.util.List;

/**
 * A program and its arguments, handed to the system as they are: no shell, so no character means anything.
 *
 * @param words the first is the program's absolute path
 */
record Arguments(List<String> words) {
    /** Stands for the path of the content. */
    static final String FILE = "{file}";

    static final String ALLOWED =
            "the absolute path of a program and its arguments, one of which holds " + FILE + " once";
    static final String ALLOWED_VERSION = "the absolute path of a program and its arguments, without " + FILE;

    private static final int MOST = 100;

    /** @throws IllegalArgumentException if it is no program, or too long */
    Arguments {
        words = List.copyOf(words);
        if (words.isEmpty() || words.size() > MOST || !words.get(0).startsWith("/")) {
            throw new IllegalArgumentException(ALLOWED);
        }
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("no character of value 0");
        }
    }

    /** @throws IllegalArgumentException if it does not name the content exactly once, behind the program */
    static Arguments withFile(String[] written) {
        Arguments arguments = new Arguments(List.of(written));
        if (arguments.files() != 1 || written[0].contains(FILE)) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return arguments;
    }

    /** @throws IllegalArgumentException if it names a content */
    static Arguments withoutFile(String[] written) {
        Arguments arguments = new Arguments(List.of(written));
        if (arguments.files() != 0) {
            throw new IllegalArgumentException(ALLOWED_VERSION);
        }
        return arguments;
    }

    List<String> on(Path content) {
        return words.stream()
                .map(word -> word.replace(FILE, content.toString()))
                .toList();
    }

    /** @return the program's name without its folder */
    String program() {
        return words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    }

    private int files() {
        String all = String.join("\0", words);
        return (all.length() - all.replace(FILE, "").length()) / FILE.length();
    }
}

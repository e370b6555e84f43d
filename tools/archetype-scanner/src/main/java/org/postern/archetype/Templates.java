// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archetype;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A step of the build: makes the archetype's templates of the example, so that the example is written once. Each name of the
 * example's own becomes a property of the archetype, in its files and in their names; all else comes out as it is.
 * Arguments: the folder of the example, the folder of the templates.
 */
public final class Templates {
    /**
     * One of the example's own names.
     *
     * @param text as it stands in the example
     * @param template what takes its place, with a property of the archetype
     */
    private record Name(String text, String template) {
        String inContent(String content) {
            return content.replace(text, template);
        }

        String inFileName(String name) {
            return name.replace(text, template.replace("${", "__").replace("}", "__"));
        }
    }

    private static final Name PACKAGE = new Name("com.example.scanner.keyword", "${package}");

    /** One that holds another comes before it. */
    private static final List<Name> NAMES = List.of(
            PACKAGE,
            new Name("com.example", "${groupId}"),
            new Name("scanner-keyword", "${artifactId}"),
            new Name("KeywordScanner", "${className}"),
            new Name("Keyword scanner", "${product}"),
            new Name("\"=keyword\"", "\"=${engine}\""),
            new Name("`keyword`", "`${engine}`"),
            new Name("1.0.0", "${version}"));

    /** Defines what stands for the characters that Velocity would take for its own; leaves no line behind. */
    private static final String ESCAPES =
            "#set( $symbol_pound = '#' )\n#set( $symbol_dollar = '$' )\n#set( $symbol_escape = '\\' )\n";

    private Templates() {}

    public static void main(String[] args) throws IOException {
        make(Path.of(args[0]).normalize(), Path.of(args[1]));
    }

    static void make(Path example, Path templates) throws IOException {
        delete(templates);
        for (Path file : files(example)) {
            Path template = templates.resolve(fileName(example.relativize(file)));
            Files.createDirectories(template.getParent());
            Files.writeString(template, content(Files.readString(file)));
        }
    }

    /** What an earlier build made may belong to a file that is gone. */
    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static List<Path> files(Path example) throws IOException {
        try (Stream<Path> all = Files.walk(example)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !example.relativize(file).startsWith("target"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** The archetype plugin puts the folders of the package back by itself. */
    static String fileName(Path inExample) {
        String name = inExample.toString().replace(PACKAGE.text().replace('.', '/') + "/", "");
        for (Name each : NAMES) {
            name = each.inFileName(name);
        }
        return name;
    }

    static String content(String inExample) {
        String content = inExample
                .chars()
                .mapToObj(character -> switch (character) {
                    case '#' -> "${symbol_pound}";
                    case '$' -> "${symbol_dollar}";
                    case '\\' -> "${symbol_escape}";
                    default -> Character.toString(character);
                })
                .collect(Collectors.joining());
        for (Name each : NAMES) {
            content = each.inContent(content);
        }
        return ESCAPES + content;
    }
}

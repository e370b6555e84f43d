// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archetype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is generated of the templates is compared with the example by VendorKitIT. */
class TemplatesTest {
    private static final Path EXAMPLE = Path.of("../../examples/scanner-keyword");

    @TempDir
    Path folder;

    @Test
    void makesPropertiesOfTheExamplesNames() {
        assertThat(Templates.fileName(Path.of("src/test/java/com/example/scanner/keyword/KeywordScannerTest.java")))
                .isEqualTo("src/test/java/__className__Test.java");
        assertThat(Templates.fileName(Path.of("com.example.scanner.keyword.cfg")))
                .isEqualTo("__package__.cfg");
        assertThat(Templates.content("scanner-keyword-1.0.0.jar of com.example"))
                .endsWith("\n${artifactId}-${version}.jar of ${groupId}");
    }

    @Test
    void leavesNothingToVelocityThatIsNotTheArchetypes() {
        assertThat(Templates.content("# ${postern.version} \\n"))
                .endsWith("\n${symbol_pound} ${symbol_dollar}{postern.version} ${symbol_escape}n");
    }

    @Test
    void takesWhatBelongsToTheExampleAndForgetsWhatIsGone() throws Exception {
        Path templates = Files.createDirectories(folder.resolve("templates"));
        Files.createDirectories(templates.resolve("gone"));
        Files.createFile(templates.resolve("gone/file"));

        Templates.make(EXAMPLE, templates);

        assertThat(namesIn(templates))
                .contains("pom.xml", "bnd.bnd", "__artifactId__.json", "src/main/java/__className__.java")
                .noneMatch(name -> name.contains("target") || name.contains("gone") || name.contains("eyword"));
    }

    @Test
    void noNameOfTheExampleIsLeftButTheWordsThatSayWhatItDoes() throws Exception {
        Templates.make(EXAMPLE, folder);

        for (String name : namesIn(folder)) {
            assertThat(Files.readString(folder.resolve(name)))
                    .as(name)
                    .doesNotContain(
                            "com.example", "com/example", "KeywordScanner", "scanner-keyword", "scanner.keyword");
        }
    }

    private static List<String> namesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }
}

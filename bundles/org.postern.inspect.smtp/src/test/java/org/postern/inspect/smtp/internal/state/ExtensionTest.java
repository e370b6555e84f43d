// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** T12: the table of extensions is the one that the documents show. */
class ExtensionTest {
    @Test
    void isTheTableInTheDocuments() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../../docs/smtp.md"));
        int head = lines.indexOf("| keyword | specification | treatment |");

        List<String> rows = lines.stream()
                .skip(head + 2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Stream.of(Extension.values())
                        .map(extension -> "| `" + extension.keyword() + "` | " + extension.specification() + " | "
                                + extension.treatment().words() + " |")
                        .toList());
    }

    @Test
    void knowsTheParametersOfItsExtensionsOnly() {
        assertThat(Extension.mailParameters())
                .containsExactlyInAnyOrder("AUTH", "BODY", "ENVID", "RET", "SIZE", "SMTPUTF8");
        assertThat(Extension.rcptParameters()).containsExactlyInAnyOrder("NOTIFY", "ORCPT");
    }
}

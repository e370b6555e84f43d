// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postern.api.mime.MessageStructure;
import org.postern.api.spool.Octets;

/**
 * Reads each {@code corpus/*.txt}: a message, then what is expected of it. Its lines end in CRLF; {@code \r}, {@code \n} and
 * {@code \0} stand for the octet, and a backslash at a line's end takes away its CRLF.
 */
class CorpusTest {
    private static final String SEPARATOR = "=== expected\n";

    @TestFactory
    Stream<DynamicTest> everyMessageIsReadAsExpected() throws IOException, URISyntaxException {
        Path corpus = Path.of(CorpusTest.class.getResource("/corpus").toURI());
        try (Stream<Path> files = Files.list(corpus)) {
            List<Path> all = files.sorted().toList();
            return all.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    /** All messages of the corpus. */
    static List<byte[]> messages() throws IOException, URISyntaxException {
        try (Stream<Path> files =
                Files.list(Path.of(CorpusTest.class.getResource("/corpus").toURI()))) {
            List<byte[]> messages = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                messages.add(message(text.substring(0, text.indexOf(SEPARATOR))));
            }
            return messages;
        }
    }

    private static void check(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        int split = text.indexOf(SEPARATOR);
        MemorySpool spool = new MemorySpool();
        LenientMimeReader reader = new LenientMimeReader(spool);

        try (MessageStructure structure = reader.read(Octets.of(message(text.substring(0, split))))) {
            assertThat(Outline.of(structure, reader)).isEqualTo(text.substring(split + SEPARATOR.length()));
            structure.readings().forEach(Invariants::check);
        }

        assertThat(spool.open).as("decoded bodies left behind").isZero();
    }

    private static byte[] message(String text) {
        return text.replace("\\\n", "\1")
                .replace("\n", "\r\n")
                .replace("\1", "")
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .getBytes(StandardCharsets.UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postern.api.mime.MessageStructure;
import org.postern.api.spool.Octets;

/** Reads each {@code corpus/*.txt} as is expected there. */
class CorpusTest {
    @TestFactory
    Stream<DynamicTest> everyMessageIsReadAsExpected() throws IOException, URISyntaxException {
        return Corpus.in(Corpus.ODD).stream()
                .map(message -> DynamicTest.dynamicTest(message.name(), () -> check(message)));
    }

    /** All messages of the corpus. */
    static List<byte[]> messages() throws IOException, URISyntaxException {
        return Corpus.in(Corpus.ODD).stream().map(Corpus.Message::octets).toList();
    }

    private static void check(Corpus.Message message) throws IOException {
        MemorySpool spool = new MemorySpool();
        LenientMimeReader reader = new LenientMimeReader(spool);

        try (MessageStructure structure = reader.read(Octets.of(message.octets()))) {
            assertThat(Outline.of(structure, reader)).isEqualTo(String.join("\n", message.expected()) + "\n");
            structure.readings().forEach(Invariants::check);
        }

        assertThat(spool.open).as("decoded bodies left behind").isZero();
    }
}

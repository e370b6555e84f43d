// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.mime.Reading;
import org.postern.api.spool.Octets;

/** M01 to M05, M13: messages that hide the EICAR test file, each in another way, and clean ones that are hard to read. */
class WrittenCorpusTest {
    private static final int LONGEST_EICAR = 128;

    @TestFactory
    Stream<DynamicTest> whatIsHiddenIsFound() throws IOException, URISyntaxException {
        return tests("hidden");
    }

    @TestFactory
    Stream<DynamicTest> cleanMessagesAreReadAsExpected() throws IOException, URISyntaxException {
        return tests("clean");
    }

    @Test
    void everyHiddenFileIsFoundAsAWholeAndNothingIsFoundInCleanOnes() throws IOException, URISyntaxException {
        assertThat(all("hidden"))
                .hasSizeGreaterThanOrEqualTo(150)
                .allMatch(w -> w.expected().stream().anyMatch(line -> line.startsWith("eicar ")));
        assertThat(all("clean"))
                .hasSizeGreaterThanOrEqualTo(100)
                .noneMatch(w -> w.expected().stream().anyMatch(line -> line.startsWith("eicar ")));
    }

    private static Stream<DynamicTest> tests(String folder) throws IOException, URISyntaxException {
        return all(folder).stream().map(written -> DynamicTest.dynamicTest(written.name(), () -> check(written)));
    }

    /** All messages of a folder. */
    static List<Written> all(String folder) throws IOException, URISyntaxException {
        Path path = Path.of(WrittenCorpusTest.class.getResource("/" + folder).toURI());
        List<Written> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.sorted().toList()) {
                all.addAll(Written.in(file));
            }
        }
        return all;
    }

    private static void check(Written written) throws IOException {
        MemorySpool spool = new MemorySpool();
        LenientMimeReader reader = new LenientMimeReader(spool);

        try (MessageStructure structure = reader.read(Octets.of(written.message()))) {
            assertThat(found(structure, reader)).isEqualTo(written.expected());
            structure.readings().forEach(Invariants::check);
        }

        assertThat(spool.open).as("decoded bodies left behind").isZero();
    }

    private static List<String> found(MessageStructure structure, LenientMimeReader reader) throws IOException {
        List<String> found = new ArrayList<>();
        Set<String> eicar = new LinkedHashSet<>();
        for (Reading reading : structure.readings()) {
            for (Part leaf : reading.leaves()) {
                try (InputStream in = reader.decode(leaf)) {
                    if (isEicar(in.readAllBytes())) {
                        eicar.add(leaf.path());
                    }
                }
            }
            found.add(reading.leaves().stream().map(WrittenCorpusTest::leaf).collect(Collectors.joining(", ")));
        }
        if (!eicar.isEmpty()) {
            found.add(0, "eicar " + String.join(", ", eicar));
        }
        structure.ambiguities().forEach(why -> found.add("ambiguous: " + why));
        structure
                .unscannable()
                .forEach(why -> found.add("unscannable: " + why.reason().key() + ", " + why.detail()));
        return found;
    }

    private static String leaf(Part leaf) {
        String name = leaf.fileName()
                .map(text -> " <" + text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?") + ">")
                .orElse("");
        return leaf.path() + " " + leaf.mediaType().essence() + name;
    }

    /** As the test file is defined: nothing before it, and nothing but white space behind it, 128 octets in all. */
    private static boolean isEicar(byte[] content) {
        byte[] eicar = Encoders.EICAR;
        boolean begins =
                content.length >= eicar.length && Arrays.equals(content, 0, eicar.length, eicar, 0, eicar.length);
        return begins
                && content.length <= LONGEST_EICAR
                && new String(content, eicar.length, content.length - eicar.length, StandardCharsets.ISO_8859_1)
                        .isBlank();
    }
}

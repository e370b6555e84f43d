// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.longtest.Fuzzing;

/** M08, M13: plays the seeds of the fuzz targets, and fuzzes for a time when long tests run. */
class FuzzTest {
    @Test
    void holdsForEverySeedOfMessages() throws Exception {
        for (byte[] seed : messages()) {
            MessageFuzz.fuzzerTestOneInput(seed);
        }
        for (Path seed : Fuzzing.checkedIn(MessageFuzz.class)) {
            MessageFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
        }
    }

    @Test
    void holdsForEverySeedOfBodies() throws Exception {
        for (byte[] seed : bodies()) {
            DecoderFuzz.fuzzerTestOneInput(seed);
        }
        for (Path seed : Fuzzing.checkedIn(DecoderFuzz.class)) {
            DecoderFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
        }
    }

    @Test
    @Tag("long")
    void fuzzesMessages() throws Exception {
        Fuzzing.run(MessageFuzz.class, "fuzz: MIME reader", messages());
    }

    @Test
    @Tag("long")
    void fuzzesBodies() throws Exception {
        Fuzzing.run(DecoderFuzz.class, "fuzz: transfer decoders", bodies());
    }

    private static List<byte[]> messages() throws Exception {
        List<byte[]> messages = new ArrayList<>(CorpusTest.messages());
        for (String folder : List.of("hidden", "clean")) {
            WrittenCorpusTest.all(folder).forEach(written -> messages.add(written.message()));
        }
        return messages;
    }

    private static List<byte[]> bodies() throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        int step = 0;
        for (String body : List.of(
                "SGVsbG8gd29ybGQ=\r\nQQ==QUJD===",
                "caf=C3=A9 =\r\nand = \t\r\nmore =4=41 \t\r\n==",
                "begin 644 a\r\n5G++bC3mo65\r\n+\r\nend\r\n",
                "=ybegin line=128 size=3 name=a\r\n=}kn\r\n=yend size=3\r\n",
                "begin 644 a name\r\n#0V%T\r\n`\r\nend\r\nbegin 600 b\r\n")) {
            bodies.add(seed(step++, body.getBytes(US_ASCII)));
        }
        for (byte[] message : messages()) {
            bodies.add(seed(step++, message));
        }
        return bodies;
    }

    private static byte[] seed(int step, byte[] body) {
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        seed.write(step);
        seed.writeBytes(body);
        return seed.toByteArray();
    }
}

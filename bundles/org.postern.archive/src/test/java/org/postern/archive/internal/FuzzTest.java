// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.postern.archive.internal.GzipTest.gzip;
import static org.postern.archive.internal.ZipBytes.asItIs;
import static org.postern.archive.internal.ZipTest.concat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZMethodConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.longtest.Fuzzing;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;

/** M06, M09: plays the seeds of the fuzz target, and fuzzes for a time when long tests run. */
class FuzzTest {
    private static final byte[] ONE = "the first content, the first content".getBytes(UTF_8);
    private static final byte[] TWO = "the second content".getBytes(UTF_8);

    @Test
    void holdsForEverySeed() throws Exception {
        for (byte[] seed : seeds()) {
            ContainerFuzz.fuzzerTestOneInput(seed);
        }
        for (Path seed : Fuzzing.checkedIn(ContainerFuzz.class)) {
            ContainerFuzz.fuzzerTestOneInput(Files.readAllBytes(seed));
        }
    }

    @Test
    @Tag("long")
    void fuzzesContainers() throws Exception {
        Fuzzing.run(ContainerFuzz.class, "fuzz: containers", seeds());
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>(containers());
        seeds.addAll(PdfTest.all());
        return seeds;
    }

    private static List<byte[]> containers() throws IOException {
        byte[] zip = new ZipBytes()
                .add("a", ONE)
                .add("b", TWO, 0, asItIs(), asItIs())
                .bytes();
        byte[] nest = new ZipBytes()
                .add("t", TarTest.tar("z", zip), 0, asItIs(), asItIs())
                .add("g", gzip(zip))
                .bytes();
        return List.of(
                zip,
                nest,
                streamed(),
                new ZipBytes().add("a", ONE).withoutDirectory(),
                concat(ONE, zip),
                gzip(ONE),
                concat(gzip(ONE), gzip(zip)),
                TarTest.tar("a", ONE),
                concat(TarTest.tar("a", zip), TarTest.tar("b", gzip(TWO))),
                gzip(gzip(TWO)),
                Bzip2Test.bzip2(ONE),
                concat(Bzip2Test.bzip2(ONE), Bzip2Test.bzip2(zip)),
                XzTest.xz(ONE, XZ.CHECK_CRC32),
                concat(XzTest.xz(ONE, XZ.CHECK_NONE, new X86Options(), new LZMA2Options(0)), new byte[4]),
                XzTest.lzma(ONE, true),
                XzTest.lzma(ONE, false),
                SevenZTest.both(),
                SevenZBytes.archive(
                        Map.of("a", zip),
                        null,
                        new SevenZMethodConfiguration(SevenZMethod.BCJ_X86_FILTER),
                        new SevenZMethodConfiguration(SevenZMethod.LZMA)),
                SevenZBytes.archive(Map.of("a", TWO), null, new SevenZMethodConfiguration(SevenZMethod.BZIP2)),
                SevenZBytes.archive(Map.of("a", TWO), "secret".toCharArray()),
                methods(),
                new byte[] {'R', 'a', 'r', '!', 0x1a, 7, 0},
                new byte[] {'R', 'a', 'r', '!', 0x1a, 7, 1, 0},
                CompoundBytes.with("WordDocument", TWO),
                CompoundBytes.with("EncryptedPackage", new byte[600]));
    }

    private static byte[] methods() {
        return new ZipBytes()
                .addPacked("a", ONE, ZipBytes.deflate(ONE), Methods.DEFLATE64, asItIs())
                .addPacked("b", ONE, Bzip2Test.bzip2(ONE), Methods.BZIP2, asItIs())
                .addPacked("c", ONE, XzTest.xz(ONE, XZ.CHECK_CRC32), Methods.XZ, asItIs())
                .bytes();
    }

    /** With data descriptors. */
    private static byte[] streamed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a"));
            zip.write(ONE);
            zip.putNextEntry(new ZipEntry("folder/b"));
            zip.write(TWO);
        }
        return out.toByteArray();
    }
}

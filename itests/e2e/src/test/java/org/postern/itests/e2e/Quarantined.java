// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Takes the originals out of an instance's quarantine, as its documentation says. */
final class Quarantined {
    private Quarantined() {}

    static List<byte[]> in(Path base) throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(base.resolve("data/quarantine"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".eml.gz.b64")).toList()) {
                byte[] packed = Base64.getMimeDecoder().decode(Files.readAllBytes(file));
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                    found.add(in.readAllBytes());
                }
            }
        }
        return found;
    }
}

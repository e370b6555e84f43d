// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one signature file. What cannot be used is named in the log and counted; the rest counts. One thread. */
final class SignatureReader {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureReader.class);
    private static final int MOST_COMPLAINTS = 20;
    private static final long MOST_OCTETS = 1L << 29;

    private final String name;
    private final Budget budget;
    private final List<Signature> signatures = new ArrayList<>();
    private int malformed;
    private int unsupported;
    private boolean isCutOff;

    private SignatureReader(String name, Budget budget) {
        this.name = name;
        this.budget = budget;
    }

    /** Reads a file, of which nothing but a regular one can be waited for. */
    static SignatureFile read(Path file, Budget budget) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no regular file");
        }
        if (Files.size(file) > MOST_OCTETS) {
            throw new IOException("larger than " + MOST_OCTETS + " octets");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.getFileName().toString(), in, budget);
        }
    }

    /** @param name its end tells the format */
    static SignatureFile read(String name, InputStream octets, Budget budget) throws IOException {
        return new SignatureReader(name, budget).read(octets);
    }

    private SignatureFile read(InputStream octets) throws IOException {
        MessageDigest version = Algorithm.SHA256.begin();
        Lines lines = new Lines(new DigestInputStream(octets, version));
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (!line.get().isEmpty() && !line.get().startsWith("#")) {
                take(line.get(), lines);
            }
        }
        if (malformed + unsupported > MOST_COMPLAINTS) {
            LOG.warn("{}: {} lines in all cannot be used", name, malformed + unsupported);
        }
        return new SignatureFile(
                HexFormat.of().formatHex(version.digest()), signatures, malformed, unsupported, isCutOff);
    }

    private void take(String line, Lines lines) {
        try {
            Signature signature = signature(line, lines);
            if (!budget.take(signature)) {
                throw Unusable.unsupported("there is no room for more signatures; give the gateway more heap");
            }
            signatures.add(signature);
        } catch (Unusable e) {
            malformed += e.kind() == Unusable.Kind.MALFORMED ? 1 : 0;
            unsupported += e.kind() == Unusable.Kind.UNSUPPORTED ? 1 : 0;
            isCutOff = e.kind() == Unusable.Kind.MALFORMED && !lines.ended();
            if (malformed + unsupported <= MOST_COMPLAINTS) {
                LOG.warn("{}, line {}: cannot be used: {}", name, lines.number(), e.getMessage());
            }
        }
    }

    private Signature signature(String line, Lines lines) throws Unusable {
        if (lines.tooLong()) {
            throw Unusable.malformed("it has more than " + Lines.LONGEST + " octets");
        }
        return name.endsWith(".ndb") ? Signature.Body.of(line) : Signature.Hash.of(line);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads signature files: those of the bundle, then those of a directory, in the order of their names. One thread. */
final class SignatureReader {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureReader.class);
    private static final List<String> BUILT_IN = List.of("builtin.hdb", "builtin.ndb");
    private static final String HASH = "digest:size:name, where the size may be *";
    private static final String BODY = "name:0:offset:digits, where the offset is *, n or EOF-n, and the digits are "
            + "hexadecimal, without wildcards, for four octets at least";
    private static final int MOST_COMPLAINTS = 20;
    private static final int VERSION_DIGITS = 16;

    private final MessageDigest version = Algorithm.SHA256.begin();
    private final List<Signature.Hash> hashes = new ArrayList<>();
    private final List<Signature.Body> bodies = new ArrayList<>();
    private long bodyOctets;
    private int unusable;

    /**
     * Reads everything. What cannot be used is named in the log and counted; the rest is in force.
     *
     * @param directory may be missing
     */
    static Signatures read(Path directory) {
        SignatureReader reader = new SignatureReader();
        reader.readBuiltIn();
        int builtIn = reader.count();
        reader.readDirectory(directory);
        String version = HexFormat.of().formatHex(reader.version.digest()).substring(0, VERSION_DIGITS);
        return new Signatures(
                new Digests(reader.hashes),
                new Bodies(reader.bodies),
                new Signatures.Census(version, builtIn, reader.count() - builtIn, reader.unusable));
    }

    private int count() {
        return hashes.size() + bodies.size();
    }

    private void readBuiltIn() {
        for (String name : BUILT_IN) {
            try (InputStream in = SignatureReader.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("missing");
                }
                readFile(name, in);
            } catch (IOException e) {
                throw new IllegalStateException("The bundle lacks its own signatures: " + name, e);
            }
        }
    }

    private void readDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            LOG.debug("No directory {}: only the signatures built in are known", directory);
            return;
        }
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.{hdb,hsb,ndb}")) {
            found.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.error("The signature directory {} cannot be read: its signatures are not known", directory, e);
        }
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                readFile(file.getFileName().toString(), in);
            } catch (IOException e) {
                LOG.error("The signature file {} cannot be read: (the rest of) its signatures are not known", file, e);
            }
        }
    }

    private void readFile(String name, InputStream octets) throws IOException {
        version.update(name.getBytes(ISO_8859_1));
        int before = unusable;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new DigestInputStream(octets, version), ISO_8859_1))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String stripped = line.strip();
                if (!stripped.isEmpty() && !stripped.startsWith("#") && !use(name, stripped)) {
                    unusable++;
                    complain(name, number, unusable - before);
                }
            }
        }
        if (unusable - before > MOST_COMPLAINTS) {
            LOG.warn("{}: {} lines in all cannot be used", name, unusable - before);
        }
    }

    private boolean use(String file, String line) {
        Optional<Signature> signature = file.endsWith(".ndb") ? Signature.Body.of(line) : Signature.Hash.of(line);
        if (signature.isEmpty()) {
            return false;
        }
        if (signature.get() instanceof Signature.Hash hash) {
            hashes.add(hash);
        } else if (signature.get() instanceof Signature.Body body) {
            bodyOctets += body.octets().length() / 2;
            if (bodyOctets > Automaton.MOST_STATES) {
                bodyOctets -= body.octets().length() / 2;
                return false;
            }
            bodies.add(body);
        }
        return true;
    }

    private static void complain(String name, int number, int count) {
        if (count <= MOST_COMPLAINTS) {
            LOG.warn("{}, line {}: cannot be used; wanted is {}", name, number, name.endsWith(".ndb") ? BODY : HASH);
        }
    }
}

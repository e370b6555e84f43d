// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signatures built in and those of a directory, which is looked at again and again. Files that change are read once they
 * rest: between two looks nothing changed, or between {@link #LOOKS_AT_OPEN_END} looks when there is no end of line at the
 * end. A file that was in force and is damaged now stays in force as it was. Any thread, one at a time.
 */
final class SignatureFolder {
    /** How many looks a file without an end of line at its end has to rest. */
    static final int LOOKS_AT_OPEN_END = 10;

    private static final Logger LOG = LoggerFactory.getLogger(SignatureFolder.class);
    private static final List<String> BUILT_IN = List.of("builtin.hdb", "builtin.ndb");
    private static final int VERSION_DIGITS = 16;
    private static final Listing NOTHING = new Listing(Map.of());

    private final Path directory;
    private final Map<String, SignatureFile> builtIn = new TreeMap<>();
    private Map<Path, SignatureFile> files = new TreeMap<>();
    private Listing inForce = NOTHING;
    private Listing seen = NOTHING;
    private int restingLooks;
    private boolean isUnreadable;
    private String version = "";

    /** @param directory may be missing */
    SignatureFolder(Path directory) {
        this.directory = directory;
        for (String name : BUILT_IN) {
            try (InputStream in = SignatureFolder.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("missing");
                }
                builtIn.put(name, SignatureReader.read(name, in, new Budget()));
            } catch (IOException e) {
                throw new IllegalStateException("The bundle lacks its own signatures: " + name, e);
            }
        }
    }

    boolean isOf(Path other) {
        return directory.equals(other);
    }

    /** @return whether no others were made after these */
    synchronized boolean isLast(Signatures signatures) {
        return version.equals(signatures.census().version());
    }

    /** @return the signatures as they are now, whoever may be writing them */
    synchronized Signatures load() {
        list().ifPresent(now -> {
            take(now, readChanged(now));
            seen = now;
        });
        version = versionNow();
        return signatures();
    }

    /** @return the signatures if they changed and are at rest */
    synchronized Optional<Signatures> look() {
        Optional<Listing> listed = list();
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        Listing now = listed.get();
        restingLooks = now.equals(seen) ? restingLooks + 1 : 0;
        seen = now;
        if (now.equals(inForce)
                || restingLooks == 0
                || (restingLooks < LOOKS_AT_OPEN_END && now.endsWithinALineSince(inForce))) {
            return Optional.empty();
        }
        return takeAtRest(now);
    }

    private Optional<Signatures> takeAtRest(Listing now) {
        Map<Path, SignatureFile> fresh = readChanged(now);
        if (!list().equals(Optional.of(now))) {
            restingLooks = 0;
            return Optional.empty();
        }
        take(now, fresh);
        String before = version;
        version = versionNow();
        return version.equals(before) ? Optional.empty() : Optional.of(signatures());
    }

    private Optional<Listing> list() {
        try {
            Listing now = Listing.of(directory);
            isUnreadable = false;
            return Optional.of(now);
        } catch (IOException e) {
            if (!isUnreadable) {
                LOG.error(
                        "The signature directory {} cannot be read: what was known of it stays in force: {}",
                        directory,
                        e.toString());
            }
            isUnreadable = true;
            return Optional.empty();
        }
    }

    private Map<Path, SignatureFile> readChanged(Listing now) {
        Budget budget = new Budget();
        now.files().keySet().stream()
                .filter(file -> isUnchanged(now, file))
                .flatMap(file -> files.get(file).signatures().stream())
                .forEach(budget::take);
        Map<Path, SignatureFile> fresh = new TreeMap<>();
        for (Path file : now.files().keySet()) {
            if (!isUnchanged(now, file)) {
                fresh.put(file, read(file, budget));
            }
        }
        return fresh;
    }

    private boolean isUnchanged(Listing now, Path file) {
        return files.containsKey(file)
                && now.files().get(file).equals(inForce.files().get(file));
    }

    /** @return what the file holds, or held when it was last in order */
    private SignatureFile read(Path file, Budget budget) {
        SignatureFile before = files.getOrDefault(file, SignatureFile.NOTHING);
        try {
            SignatureFile now = SignatureReader.read(file, budget);
            Optional<String> doubts = now.doubtsAfter(before);
            doubts.ifPresent(why -> LOG.warn(
                    "The signature file {} is not taken: {}. Its {} signatures of before stay in force; remove the file"
                            + " to be rid of them",
                    file,
                    why,
                    before.signatures().size()));
            return doubts.isPresent() ? before : now;
        } catch (IOException e) {
            LOG.error(
                    "The signature file {} cannot be read: its {} signatures of before stay in force: {}",
                    file,
                    before.signatures().size(),
                    e.toString());
            return before;
        }
    }

    private void take(Listing now, Map<Path, SignatureFile> fresh) {
        Map<Path, SignatureFile> all = new TreeMap<>(fresh);
        now.files().keySet().forEach(file -> all.computeIfAbsent(file, files::get));
        files = all;
        inForce = now;
    }

    private String versionNow() {
        MessageDigest digest = Algorithm.SHA256.begin();
        builtIn.forEach((name, file) -> digest.update(line(name, file)));
        files.forEach((path, file) -> {
            if (!file.version().isEmpty()) {
                digest.update(line(path.getFileName().toString(), file));
            }
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
    }

    private static byte[] line(String name, SignatureFile file) {
        return (name + "\n" + file.version() + "\n").getBytes(UTF_8);
    }

    private Signatures signatures() {
        List<Signature> all = new ArrayList<>();
        builtIn.values().forEach(file -> all.addAll(file.signatures()));
        int own = all.size();
        files.values().forEach(file -> all.addAll(file.signatures()));
        int unusable = files.values().stream().mapToInt(SignatureFile::unusable).sum();
        return new Signatures(
                new Digests(only(Signature.Hash.class, all)),
                new Bodies(only(Signature.Body.class, all)),
                new Signatures.Census(version, own, all.size() - own, unusable));
    }

    private static <T> List<T> only(Class<T> kind, List<Signature> all) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

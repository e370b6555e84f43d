// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.record.internal.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.api.policy.MailItem;

/**
 * Which messages are in quarantine already, by digest and envelope (T44): the latest ten thousand, which is days of
 * retries. Thread-safe.
 */
final class KnownCopies {
    private static final int MOST = 10_000;

    /** The key stands in the first lines, before anything out of the mail. */
    private static final int LINES_READ = 4;

    private static final Pattern KEY_LINE = Pattern.compile(" *\"key\": \"([0-9a-f]{64})\",");

    private final Map<String, String> idByKey = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** Reads the metadata that is there, the latest first. */
    static KnownCopies in(Path directory) throws IOException {
        KnownCopies known = new KnownCopies();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> latest = files.filter(file -> file.toString().endsWith(FileQuarantine.METADATA))
                    .sorted(Comparator.comparing(KnownCopies::time).reversed())
                    .limit(MOST)
                    .toList();
            for (int i = latest.size() - 1; i >= 0; i--) {
                known.read(latest.get(i));
            }
        }
        return known;
    }

    /** Names begin with the protocol; what follows sorts by time. */
    private static String time(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.indexOf('-') + 1);
    }

    private void read(Path metadata) throws IOException {
        String name = metadata.getFileName().toString();
        String id = name.substring(0, name.length() - FileQuarantine.METADATA.length());
        try (BufferedReader lines = Files.newBufferedReader(metadata, UTF_8)) {
            for (int i = 0; i < LINES_READ; i++) {
                String line = lines.readLine();
                Matcher key = KEY_LINE.matcher(line == null ? "" : line);
                if (key.matches()) {
                    add(key.group(1), id);
                    return;
                }
            }
        }
    }

    synchronized Optional<String> find(String key) {
        return Optional.ofNullable(idByKey.get(key));
    }

    synchronized void add(String key, String id) {
        idByKey.put(key, id);
    }

    synchronized int size() {
        return idByKey.size();
    }

    /** Each element goes in with its length, so that no two envelopes look the same. */
    static String key(MailItem item) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
        add(digest, item.session().protocol().name());
        add(digest, item.message().sha256());
        add(digest, item.envelope().sender());
        item.envelope().recipients().forEach(recipient -> add(digest, recipient));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String element) {
        byte[] octets = element.getBytes(UTF_8);
        digest.update((octets.length + ":").getBytes(UTF_8));
        digest.update(octets);
    }
}

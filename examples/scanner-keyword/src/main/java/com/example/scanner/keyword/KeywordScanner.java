// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package com.example.scanner.keyword;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;

/**
 * Looks for a word, and for the EICAR test file, which the gateway asks every engine about. Whatever needs an engine outside
 * looks the same: {@link #scan} blocks, and answers. Called by many threads at once.
 */
@Component(configurationPid = "com.example.scanner.keyword", property = Scanner.NAME + "=keyword")
@Designate(ocd = KeywordScanner.Config.class)
public final class KeywordScanner implements Scanner {
    private static final String EICAR =
            String.join("", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    /** The name stands in the notice, which is looked at as well: the keyword itself must not. */
    private static final String THREAT = "Keyword-Found";

    private static final int BLOCK = 64 * 1024;

    private volatile Words words;

    /** What the administrator sets. */
    @ObjectClassDefinition(name = "Keyword scanner", description = "Takes a word for malware")
    public @interface Config {
        /** @return the word */
        @AttributeDefinition(
                name = "Keyword",
                description = "What counts as malware wherever it stands",
                min = "1",
                max = "1000")
        String keyword() default "POSTERN-TEST-KEYWORD";

        /** @return how many scans may run at once */
        @AttributeDefinition(
                name = "Concurrent scans",
                description = "How many scans may run at once",
                min = "1",
                max = "64")
        int scanner_maxConcurrent() default 4;
    }

    /**
     * One configuration; a scan works with the same from its beginning to its end.
     *
     * @param keyword as it is configured
     * @param threats the octets that are looked for, each as a character, and what they are called
     * @param longest the length of the longest of them
     */
    private record Words(String keyword, Map<String, String> threats, int longest) {
        static Words of(String keyword) {
            String octets = new String(keyword.getBytes(UTF_8), ISO_8859_1);
            Map<String, String> threats = Map.of(EICAR, "Eicar-Test-File", octets, THREAT);
            return new Words(keyword, threats, Math.max(EICAR.length(), octets.length()));
        }

        Optional<String> find(String octets) {
            return threats.entrySet().stream()
                    .filter(threat -> octets.contains(threat.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
    }

    /** Begins with the configuration. */
    @Activate
    public KeywordScanner(Config config) {
        words = Words.of(config.keyword());
    }

    /** Takes another configuration; the service stays, so no mail has to wait. */
    @Modified
    public void modified(Config config) {
        words = Words.of(config.keyword());
    }

    @Override
    public ScanResult scan(ScanRequest request) throws IOException {
        Words current = words;
        byte[] window = new byte[BLOCK + current.longest()];
        int kept = 0;
        try (InputStream content = request.open()) {
            while (true) {
                int count = content.readNBytes(window, kept, BLOCK);
                Optional<String> found = current.find(new String(window, 0, kept + count, ISO_8859_1));
                if (found.isPresent()) {
                    return ScanResult.infected(found.get());
                }
                if (count < BLOCK) {
                    return ScanResult.clean();
                }
                if (Thread.interrupted()) {
                    return ScanResult.failed("given up");
                }
                // A word may begin in one block and end in the next.
                int next = Math.min(current.longest() - 1, kept + count);
                System.arraycopy(window, kept + count - next, window, 0, next);
                kept = next;
            }
        }
    }

    /** The keyword is all the data there is: verdicts are used again as long as it is the same. */
    @Override
    public EngineInfo info() {
        return new EngineInfo("Keyword scanner 1.0.0", words.keyword(), Optional.empty(), "finds one word and EICAR");
    }
}

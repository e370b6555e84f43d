// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package com.example.scanner.keyword;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.spool.Octets;
import org.postern.testkit.ScannerContract;

/** The contract of scanners, and what is special to this one. */
class KeywordScannerTest extends ScannerContract {
    private static final String KEYWORD = "grüne Soße";

    @Override
    protected Scanner scanner() {
        return new KeywordScanner(new Settings(KEYWORD));
    }

    @Test
    void findsTheKeywordWhereverItStands() throws Exception {
        for (int before : new int[] {0, 1, 65_530, 65_536, 131_060, 131_072, 200_000}) {
            assertEquals(
                    ScanResult.infected("Keyword-Found"),
                    scanner().scan(request("x".repeat(before) + KEYWORD + "x")),
                    "behind " + before + " octets");
        }
    }

    @Test
    void findsAnotherKeywordOnceThatIsConfigured() throws Exception {
        KeywordScanner scanner = new KeywordScanner(new Settings(KEYWORD));
        String before = scanner.info().dataVersion();

        scanner.modified(new Settings("another"));

        assertNotEquals(before, scanner.info().dataVersion());
        assertEquals(ScanResult.clean(), scanner.scan(request(KEYWORD)));
        assertEquals(ScanResult.infected("Keyword-Found"), scanner.scan(request("yet another one")));
    }

    private static ScanRequest request(String content) throws IOException {
        return new ScanRequest() {
            @Override
            public Octets content() {
                return Octets.of(content.getBytes(UTF_8));
            }

            @Override
            public String sha256() {
                return "0".repeat(64);
            }

            @Override
            public Deadline deadline() {
                return Deadline.after(Duration.ofSeconds(10));
            }

            @Override
            public void onCancel(Runnable action) {
                // nobody gives up here
            }
        };
    }

    private record Settings(String keyword) implements KeywordScanner.Config {
        @Override
        public int scanner_maxConcurrent() {
            return 4;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return KeywordScanner.Config.class;
        }
    }
}

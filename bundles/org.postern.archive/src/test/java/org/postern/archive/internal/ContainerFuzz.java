// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fuzz target: any octets as a container. Beside the bounds it holds that nothing is silently unseen: what the JDK's readers
 * get out whole was shown, or there is a problem (M06).
 */
public final class ContainerFuzz {
    private static final Limits LIMITS = new Limits(4, 60, 300_000, 100_000, 50, 10_000, Duration.ofSeconds(30));
    private static final int MOST_ENTRIES = 100;

    private ContainerFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] content) throws IOException {
        Opened opened = Opened.of(content, LIMITS);

        long total = 0;
        for (Opened.Seen seen : opened.entries()) {
            assertThat(seen.octets()).hasSizeLessThanOrEqualTo((int) LIMITS.entryOctets());
            total += seen.octets().length;
        }
        assertThat(opened.entries()).hasSizeLessThanOrEqualTo(LIMITS.entries());
        assertThat(total).isLessThanOrEqualTo(LIMITS.octets() * LIMITS.depth());
        if (opened.problem().isEmpty()) {
            assertThat(firstUnseenInZip(opened, content)).isEmpty();
            assertThat(unseenInGzip(opened, content)).isEmpty();
        }
    }

    private static Optional<String> firstUnseenInZip(Opened opened, byte[] content) {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (int i = 0; i < MOST_ENTRIES; i++) {
                ZipEntry entry = zip.getNextEntry();
                if (entry == null) {
                    return Optional.empty();
                }
                byte[] octets = bounded(zip);
                if (octets.length > 0 && !opened.saw(octets)) {
                    return Optional.of(entry.getName());
                }
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            return Optional.empty(); // to the JDK; what it got before was compared
        }
    }

    private static List<String> unseenInGzip(Opened opened, byte[] content) {
        byte[] all;
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            all = bounded(gzip);
        } catch (IOException damaged) {
            return List.of();
        }
        // several members are one entry each here, and one stream to the JDK
        int at = 0;
        for (Opened.Seen seen : opened.entries()) {
            if (at < all.length && startsWith(all, at, seen.octets())) {
                at += seen.octets().length;
            }
        }
        return at == all.length ? List.of() : List.of("octets from " + at + " on");
    }

    private static boolean startsWith(byte[] all, int from, byte[] octets) {
        return from + octets.length <= all.length
                && java.util.Arrays.equals(all, from, from + octets.length, octets, 0, octets.length);
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] octets = in.readNBytes((int) LIMITS.entryOctets() + 1);
        if (octets.length > LIMITS.entryOctets()) {
            throw new IOException("larger than the bound, which is a problem that was told");
        }
        return octets;
    }
}

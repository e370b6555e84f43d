// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Fuzz target: any octets as a container. Beside the bounds it holds that nothing is silently unseen: what the JDK's readers,
 * Commons Compress and XZ for Java get out whole was shown, or there is a problem (M06).
 */
public final class ContainerFuzz {
    private static final Limits LIMITS = new Limits(4, 60, 300_000, 100_000, 50, 10_000, Duration.ofSeconds(30));
    private static final int MOST_ENTRIES = 100;
    private static final int MOST_KIBIBYTES = 16 * 1024;
    private static final int SEVEN_Z = 32;

    private ContainerFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] content) throws IOException {
        look(content);
        if (content.length > SEVEN_Z && content[0] == '7' && content[1] == 'z') {
            look(resealed(content));
        }
    }

    /** Nearly no change of a 7z archive would get beyond its checksums. */
    private static byte[] resealed(byte[] content) {
        int rest = content.length - SEVEN_Z;
        int packed = Math.floorMod(content[12] & 0xff | content[13] << 8, rest);
        byte[] octets = Arrays.copyOfRange(content, SEVEN_Z, SEVEN_Z + packed);
        return SevenZBytes.sealed(octets, Arrays.copyOfRange(content, SEVEN_Z + packed, content.length));
    }

    private static void look(byte[] content) throws IOException {
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
            assertThat(isSeenOf(opened, () -> new BZip2CompressorInputStream(stream(content), true)))
                    .isTrue();
            assertThat(isSeenOf(opened, () -> new XZInputStream(stream(content), MOST_KIBIBYTES)))
                    .isTrue();
            assertThat(firstUnseenInSevenZ(opened, content)).isEmpty();
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

    private interface Reader {
        InputStream open() throws IOException;
    }

    private static InputStream stream(byte[] content) {
        return new ByteArrayInputStream(content);
    }

    /** @return whether all was seen that another reader gets out whole */
    private static boolean isSeenOf(Opened opened, Reader reader) {
        try (InputStream in = reader.open()) {
            byte[] all = bounded(in);
            return all.length == 0 || opened.saw(all);
        } catch (IOException | RuntimeException damaged) {
            return true; // to the other reader
        }
    }

    private static Optional<String> firstUnseenInSevenZ(Opened opened, byte[] content) {
        try (SevenZFile archive = SevenZFile.builder()
                .setByteArray(content)
                .setMaxMemoryLimitKiB(MOST_KIBIBYTES)
                .get()) {
            for (int i = 0; i < MOST_ENTRIES; i++) {
                SevenZArchiveEntry entry = archive.getNextEntry();
                if (entry == null) {
                    return Optional.empty();
                }
                byte[] octets = bounded(archive.getInputStream(entry));
                if (octets.length > 0 && !opened.saw(octets)) {
                    return Optional.of(entry.getName() + " of 7z");
                }
            }
            return Optional.empty();
        } catch (IOException | RuntimeException damaged) {
            return Optional.empty(); // to the other reader; what it got before was compared
        }
    }

    private static boolean startsWith(byte[] all, int from, byte[] octets) {
        return from + octets.length <= all.length
                && Arrays.equals(all, from, from + octets.length, octets, 0, octets.length);
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] octets = in.readNBytes((int) LIMITS.entryOctets() + 1);
        if (octets.length > LIMITS.entryOctets()) {
            throw new IOException("larger than the bound, which is a problem that was told");
        }
        return octets;
    }
}

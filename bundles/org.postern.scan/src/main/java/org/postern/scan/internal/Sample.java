// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postern.api.spool.Octets;

/**
 * What engines are asked about in their self-test.
 *
 * @param octets the content
 * @param sha256 its digest
 */
record Sample(Octets octets, String sha256) {
    private static final int LEVELS = 104;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int LARGE_MEBIBYTES = 26;
    private static final byte[] IN_DIRECTORY = {'P', 'K', 1, 2};

    static final Sample NOTHING = of(new byte[0]);

    static final Sample CLEAN = of("Postern asks its engines now and then.\r\n".getBytes(US_ASCII));

    static final Sample EICAR = of(eicar());

    /** An archive whose entry says that it has a password. */
    static final Sample ENCRYPTED = of(encrypted());

    /** More deeply packed than engines go by default; whoever stops before its end must say so. */
    static final Sample TOO_DEEP = of(tooDeep(eicar()));

    /** Made when it is wanted first. */
    private static final class Large {
        static final Sample SAMPLE = of(new Repeated(CLEAN.octets(), LARGE_MEBIBYTES * MEBIBYTE));
    }

    /** Harmless, and larger than what a stock clamd takes. Needs no memory to speak of. */
    static Sample large() {
        return Large.SAMPLE;
    }

    /** A short content again and again. */
    private record Repeated(Octets piece, long size) implements Octets {
        @Override
        public InputStream open(long from, long length) throws IOException {
            Objects.checkFromIndexSize(from, length, size);
            byte[] pattern = piece.open().readAllBytes();
            return new InputStream() {
                private long position = from;

                @Override
                public int read() {
                    return position < from + length ? pattern[(int) (position++ % pattern.length)] : -1;
                }

                @Override
                public int read(byte[] into, int offset, int count) {
                    if (count > 0 && position == from + length) {
                        return -1;
                    }
                    int most = (int) Math.min(count, from + length - position);
                    for (int i = 0; i < most; i++) {
                        into[offset + i] = pattern[(int) (position++ % pattern.length)];
                    }
                    return most;
                }
            };
        }
    }

    static Sample of(byte[] octets) {
        return of(Octets.of(octets));
    }

    private static Sample of(Octets octets) {
        try (DigestInputStream in = new DigestInputStream(octets.open(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return new Sample(
                    octets, HexFormat.of().formatHex(in.getMessageDigest().digest()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /** The test file of eicar.org, put together here so that no scanner takes this program away. */
    private static byte[] eicar() {
        return ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").getBytes(US_ASCII);
    }

    private static byte[] tooDeep(byte[] content) {
        byte[] packed = content;
        for (int level = 0; level < LEVELS; level++) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(octets)) {
                gzip.write(packed);
            } catch (IOException impossible) {
                throw new UncheckedIOException("memory does not fail", impossible);
            }
            packed = octets.toByteArray();
        }
        return packed;
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(octets)) {
            zip.putNextEntry(new ZipEntry("sample.bin"));
            zip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return octets.toByteArray();
    }

    private static byte[] encrypted() {
        byte[] octets = zip("Nothing to see.\r\n".getBytes(US_ASCII));
        octets[6] |= 1;
        octets[find(octets, IN_DIRECTORY) + 8] |= 1;
        return octets;
    }

    private static int find(byte[] octets, byte[] what) {
        for (int i = 0; i <= octets.length - what.length; i++) {
            if (Arrays.equals(octets, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        throw new AssertionError("a zip archive has a directory");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.scan.Cancellation;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;
import org.postern.archive.internal.BoundedContainers;
import org.postern.spool.internal.DiskSpool;

/** The engine with the real containers and the real spool. */
class SignatureScannerTest {
    private static final byte[] CLEAN = "nothing to see".getBytes(US_ASCII);
    private static final ScanResult EICAR = ScanResult.infected("Eicar-Test-Signature");
    private static final int LARGE = 300_000;

    @TempDir
    private Path base;

    private SignatureScanner scanner;

    @BeforeEach
    void begin() throws IOException {
        DiskSpool spool = new DiskSpool(new Framework(base).context());
        scanner = new SignatureScanner(new BoundedContainers(spool), new SignatureFolder(base.resolve("none")).load());
    }

    @Test
    void findsEicarAlone() throws IOException {
        assertThat(scan(Eicar.octets())).isEqualTo(EICAR);
    }

    @Test
    void tellsWhereInTheContainersItIs() throws IOException {
        assertThat(scan(zip("e.zip", zip("e.com", Eicar.octets()))))
                .isEqualTo(ScanResult.infected("Eicar-Test-Signature", "e.zip!/e.com"));
    }

    @Test
    void findsEicarInEveryContainer() throws IOException {
        assertThat(scan(zip("e", Eicar.octets()))).hasToString(EICAR.toString());
        assertThat(scan(zip("e.zip", zip("e", Eicar.octets())))).hasToString(EICAR.toString());
        assertThat(scan(gzip(Eicar.octets()))).hasToString(EICAR.toString());
        assertThat(scan(tar(Eicar.octets()))).hasToString(EICAR.toString());
        assertThat(scan(gzip(tar(Eicar.octets())))).hasToString(EICAR.toString());
    }

    @Test
    void findsEicarBehindLargeEntriesThatLieOnDisk() throws IOException {
        byte[] noise = new byte[LARGE];
        new Random(1).nextBytes(noise);

        assertThat(scan(zip("noise", noise, "inner.zip", zip("noise", noise, "e", Eicar.octets()))))
                .hasToString(EICAR.toString());
    }

    @Test
    void findsAddedSignaturesInContainersOfContainers() throws IOException {
        scanner.use(with("Own:0:EOF-9:6162{1-3}63??(65|66)6721\n"));

        assertThat(scan(zip("a.zip", zip("b", gzip("xxabZZcdegEND".getBytes(US_ASCII))))))
                .isEqualTo(ScanResult.clean());
        assertThat(scan(zip("a.zip", zip("b.gz", gzip("xabZZcdfg! ".getBytes(US_ASCII))))))
                .isEqualTo(ScanResult.clean());
        assertThat(scan(zip("a.zip", zip("b.gz", gzip("xabZZcdfg!".getBytes(US_ASCII)))))
                        .verdict())
                .isEqualTo(Verdict.INFECTED);
    }

    @Test
    void goesOnWithTheSignaturesItBeganWith() throws IOException {
        byte[] text = "abcd, and more".getBytes(US_ASCII);
        Signatures old = with("Old:0:*:61626364\n");
        Signatures none = with("Other:0:*:31323334\n");
        scanner.use(old);
        Octets content = new Octets() {
            @Override
            public long size() {
                return text.length;
            }

            @Override
            public InputStream open(long from, long length) throws IOException {
                scanner.use(none);
                return Octets.of(text).open(from, length);
            }
        };

        assertThat(scanner.scan(new Request(content, inAMinute(), new Cancellation())))
                .isEqualTo(ScanResult.infected("Old"));
        assertThat(scan(text)).isEqualTo(ScanResult.clean());
    }

    @Test
    void cannotScanWhatTakesTooMuchMemory() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            many.append(String.format("N%d:0:*:61616161{4094-4094}6262%04x\n", i, i));
        }
        scanner.use(with(many.toString()));
        byte[] content = "aaaab".repeat(100_000).getBytes(US_ASCII);

        assertThat(scan(content).reason()).contains(UnscannableReason.LIMITS);
    }

    private Signatures with(String lines) throws IOException {
        Path directory = Files.createDirectories(base.resolve("own"));
        Files.writeString(directory.resolve("own.ndb"), lines);
        return new SignatureFolder(directory).load();
    }

    @Test
    void callsOrdinaryContentClean() throws IOException {
        assertThat(scan(CLEAN)).isEqualTo(ScanResult.clean());
        assertThat(scan(new byte[0])).isEqualTo(ScanResult.clean());
        assertThat(scan(zip("a", CLEAN, "b", gzip(CLEAN)))).isEqualTo(ScanResult.clean());
    }

    @Test
    void doesNotFindEicarInTheMiddleOfSomething() throws IOException {
        assertThat(scan(("> " + new String(Eicar.octets(), US_ASCII)).getBytes(US_ASCII)))
                .isEqualTo(ScanResult.clean());
    }

    @Test
    void cannotScanWhatIsEncrypted() throws IOException {
        ScanResult result = scan(encrypted(zip("secret", CLEAN)));

        assertThat(result.reason()).contains(UnscannableReason.ENCRYPTED_ARCHIVE);
    }

    @Test
    void findsEicarBesideWhatIsEncrypted() throws IOException {
        assertThat(scan(encrypted(zip("secret", CLEAN, "e", Eicar.octets())))).hasToString(EICAR.toString());
    }

    @Test
    void cannotScanWhatIsDamaged() throws IOException {
        byte[] gzip = gzip(CLEAN);
        gzip[gzip.length - 5] ^= 1;

        assertThat(scan(gzip).reason()).contains(UnscannableReason.DAMAGED);
    }

    @Test
    void cannotScanWhatExceedsTheLimits() throws IOException {
        byte[] nest = CLEAN;
        for (int i = 0; i < 20; i++) {
            nest = gzip(nest);
        }

        assertThat(scan(nest).reason()).contains(UnscannableReason.LIMITS);
    }

    @Test
    void failsWhenTheDeadlinePassed() throws IOException {
        Request late = new Request(CLEAN, Deadline.after(Duration.ZERO), new Cancellation());

        assertThat(scanner.scan(late).verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void failsWhenItIsCancelledInTheMiddle() throws IOException {
        Cancellation cancellation = new Cancellation();
        Request request = new Request(new Endless(cancellation), inAMinute(), cancellation);

        assertThat(scanner.scan(request).verdict()).isEqualTo(Verdict.FAILED);
    }

    /** Content that never ends, whose reader is cancelled. */
    private record Endless(Cancellation cancellation) implements Octets {
        @Override
        public long size() {
            return Long.MAX_VALUE;
        }

        @Override
        public InputStream open(long from, long length) {
            return new InputStream() {
                @Override
                public int read() {
                    return 0;
                }

                @Override
                public int read(byte[] target, int start, int count) {
                    cancellation.cancel();
                    return count;
                }
            };
        }
    }

    @Test
    void leavesFaultsOfTheSpoolToTheCaller() {
        Octets gone = new Octets() {
            @Override
            public long size() {
                return 1;
            }

            @Override
            public InputStream open(long from, long length) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> scanner.scan(new Request(gone, inAMinute(), new Cancellation())))
                .hasMessage("gone");
    }

    @Test
    void saysHowLittleItKnows() {
        assertThat(scanner.info().product()).isEqualTo("Postern signature engine");
        assertThat(scanner.info().remark()).contains("only 3 signatures").contains("not a protection against malware");
    }

    private ScanResult scan(byte[] content) throws IOException {
        return scanner.scan(new Request(content, inAMinute(), new Cancellation()));
    }

    private static Deadline inAMinute() {
        return Deadline.after(Duration.ofMinutes(1));
    }

    /** Sets the encryption flag of the first entry, in both of its headers. */
    private static byte[] encrypted(byte[] zip) {
        zip[6] |= 1;
        for (int i = 0; i < zip.length - 8; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                zip[i + 8] |= 1;
                return zip;
            }
        }
        throw new AssertionError("no directory");
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] tar(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry("a");
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }
}

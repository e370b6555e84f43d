// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.postern.api.scan.UnscannableReason.LIMITS;
import static org.postern.archive.internal.GzipTest.gzip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;

/** M09: bombs end soon, cost little heap, and never count as seen. */
class BombTest {
    /** Of processor time, since a busy machine may be slow. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final Duration HANGS = Duration.ofMinutes(2);
    private static final long GIGABYTE = 1L << 30;
    private static final int MEGABYTE = 1 << 20;
    private static final byte[] NOTHING = new byte[0];

    private static final int HEAP_MEGABYTES = 40;

    @TempDir
    Path folder;

    private Optional<UnscannableReason> reason(Octets bomb) {
        return assertTimeoutPreemptively(HANGS, () -> {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();

            Optional<Unscannable> problem = new BoundedContainers(new DiskSpool(folder))
                    .open(bomb, new Unpacking(), Deadline.after(HANGS), (path, octets) -> true);

            assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before))
                    .as("processor time")
                    .isLessThan(MOST);
            return problem.map(Unscannable::reason);
        });
    }

    @Test
    void aZipOfAMillionEntries() {
        assertThat(reason(Octets.of(zip(1_000_000, true)))).contains(LIMITS);
    }

    @Test
    void aZipOfAMillionEntriesWithoutItsDirectory() {
        assertThat(reason(Octets.of(zip(1_000_000, false)))).isPresent();
    }

    @Test
    void aZipThatNamesOneEntryAMillionTimes() {
        ByteBuffer local = header(30, 0x04034b50).putShort(26, (short) 1);
        byte[] first = concat(local.array(), new byte[] {'a'});
        byte[] record = concat(header(46, 0x02014b50).putShort(28, (short) 1).array(), new byte[] {'a'});
        byte[] end = end(1_000_000 & 0xffff, 1_000_000L * record.length, first.length);

        assertThat(reason(new Repeated(first, record, 1_000_000, end))).isPresent();
    }

    @Test
    void aTarOfAMillionEntries() {
        byte[] entry = Arrays.copyOf(TarTest.tar("a", NOTHING), TarHeader.BLOCK);

        assertThat(reason(new Repeated(NOTHING, entry, 1_000_000, new byte[1024])))
                .contains(LIMITS);
    }

    @Test
    void aTarOfAMillionNamesForOneEntry() {
        byte[] entry = Arrays.copyOf(TarTest.pax("15 path=a name"), 2 * TarHeader.BLOCK);

        assertThat(reason(new Repeated(NOTHING, entry, 1_000_000, new byte[1024])))
                .isPresent();
    }

    @Test
    void tenGigabytesInAGzip() {
        assertThat(reason(tenGigabytesOfGzip())).contains(LIMITS);
    }

    @Test
    void tenGigabytesInMembersOfGzip() {
        assertThat(reason(tenGigabytesOfMembers())).contains(LIMITS);
    }

    @Test
    void tenGigabytesInALittleHeap() throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-cp",
                        classPath,
                        BombTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();

        boolean ended = process.waitFor(HANGS.toSeconds(), TimeUnit.SECONDS);

        process.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(Files.readString(printed)).contains("LIMITS LIMITS LIMITS");
    }

    /** Run in a heap of its own. */
    public static void main(String[] arguments) throws IOException {
        for (Octets bomb : List.of(tenGigabytesOfGzip(), tenGigabytesOfMembers(), tenGigabytesOfXz())) {
            Optional<Unscannable> problem = new BoundedContainers(new DiskSpool(Path.of(arguments[0])))
                    .open(bomb, new Unpacking(), Deadline.after(HANGS), (path, octets) -> true);
            System.out.print(problem.map(Unscannable::reason).map(Enum::name).orElse("nothing") + " ");
        }
    }

    private static Octets tenGigabytesOfGzip() {
        return new Repeated(Arrays.copyOf(gzip(NOTHING), 10), zeros(), 10 * GIGABYTE / MEGABYTE, NOTHING);
    }

    private static Octets tenGigabytesOfMembers() {
        return new Repeated(NOTHING, gzip(new byte[MEGABYTE]), 10 * GIGABYTE / MEGABYTE, NOTHING);
    }

    private static Octets tenGigabytesOfXz() throws IOException {
        byte[] stream = XzTest.xz(new byte[MEGABYTE], XZ.CHECK_CRC32, new LZMA2Options(0));
        return new Repeated(NOTHING, stream, 10 * GIGABYTE / MEGABYTE, NOTHING);
    }

    @Test
    void aMillionEmptyMembersOfGzip() {
        assertThat(reason(new Repeated(NOTHING, gzip(NOTHING), 1_000_000, NOTHING)))
                .contains(LIMITS);
    }

    @Test
    void tenGigabytesInAZip() {
        byte[] first = concat(
                header(30, 0x04034b50)
                        .putShort(8, (short) 8)
                        .putInt(18, -1)
                        .putInt(22, -1)
                        .putShort(26, (short) 1)
                        .array(),
                new byte[] {'a'});

        assertThat(reason(new Repeated(first, zeros(), 10 * GIGABYTE / MEGABYTE, NOTHING)))
                .isPresent();
    }

    @Test
    void tenGigabytesInXz() throws IOException {
        assertThat(reason(tenGigabytesOfXz())).contains(LIMITS);
    }

    @Test
    void tenGigabytesInBzip2() {
        byte[] stream = Bzip2Test.bzip2(new byte[40 * MEGABYTE]);

        assertThat(reason(new Repeated(NOTHING, stream, 256, NOTHING))).contains(LIMITS);
    }

    @Test
    void aZipDeeperThanAnyLimit() {
        byte[] content = NOTHING;
        for (int i = 0; i < 1000; i++) {
            content = new ZipBytes().add("z", content).bytes();
        }

        assertThat(reason(Octets.of(content))).contains(LIMITS);
    }

    /** Each entry is the header of the next one, quoted, and the next one's data: all end in the same kernel. */
    @Test
    void entriesThatOverlapInTheirKernel() {
        int entries = 4000;
        byte[] kernel = ZipBytes.deflate(new byte[MEGABYTE]);
        ByteBuffer[] headers = new ByteBuffer[entries];
        CRC32 crc = new CRC32();
        int packed = kernel.length;
        int length = MEGABYTE;
        for (int i = entries - 1; i >= 0; i--) {
            // no reader gets to the checksum of all of them
            headers[i] = header(36, 0x04034b50)
                    .putShort(8, (short) 8)
                    .putInt(14, (int) crc.getValue())
                    .putInt(18, packed)
                    .putInt(22, length)
                    .putShort(26, (short) 6);
            headers[i].position(30).put(String.format("%06d", i).getBytes(US_ASCII));
            packed += 36 + 5;
            length += 36;
        }
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (int i = 0; i < entries; i++) {
            if (i > 0) {
                zip.writeBytes(new byte[] {0, 36, 0, ~36, -1});
            }
            directory.writeBytes(central(headers[i], zip.size()));
            zip.writeBytes(headers[i].array());
        }
        zip.writeBytes(kernel);
        byte[] end = end(entries, directory.size(), zip.size());

        assertThat(reason(Octets.of(concat(concat(zip.toByteArray(), directory.toByteArray()), end))))
                .isPresent();
    }

    @Test
    void aPdfOfAGigabyteThatNeverEnds() {
        byte[] start = "%PDF-1.7\n".getBytes(US_ASCII);

        assertThat(reason(new Repeated(start, "<< /Root 1 /Encrypt (".getBytes(US_ASCII), GIGABYTE / 20, NOTHING)))
                .contains(LIMITS);
        assertThat(reason(new Repeated(
                        start, "5 0 obj << /Filter /Standard /V 1 >>\n".getBytes(US_ASCII), 1_000_000, NOTHING)))
                .isPresent();
    }

    private static byte[] zip(int entries, boolean withDirectory) {
        ByteBuffer zip = ByteBuffer.allocate(entries * (36 + 52) + 22);
        ByteBuffer local = header(36, 0x04034b50).putShort(26, (short) 6);
        for (int i = 0; i < entries; i++) {
            local.position(30).put(name(i));
            zip.put(local.array());
        }
        for (int i = 0; i < entries && withDirectory; i++) {
            zip.put(central(local, i * 36), 0, 46).put(name(i));
        }
        if (withDirectory) {
            zip.put(end(entries & 0xffff, entries * 52L, entries * 36L));
        }
        return Arrays.copyOf(zip.array(), zip.position());
    }

    private static byte[] name(int number) {
        byte[] name = new byte[6];
        for (int i = 5, left = number; i >= 0; i--, left /= 10) {
            name[i] = (byte) ('0' + left % 10);
        }
        return name;
    }

    private static ByteBuffer header(int length, int mark) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(0, mark);
    }

    private static byte[] central(ByteBuffer local, int offset) {
        ByteBuffer record = header(52, 0x02014b50).putInt(42, offset).putShort(28, (short) 6);
        record.put(10, local.array(), 8, 18).put(46, local.array(), 30, 6);
        return record.array();
    }

    private static byte[] end(int entries, long length, long start) {
        return header(22, 0x06054b50)
                .putShort(8, (short) entries)
                .putShort(10, (short) entries)
                .putInt(12, (int) length)
                .putInt(16, (int) start)
                .array();
    }

    /** A megabyte of zeros, deflated, with more to come. */
    private static byte[] zeros() {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[MEGABYTE]);
        byte[] out = new byte[1 << 16];
        int length = deflater.deflate(out, 0, out.length, Deflater.FULL_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ZipTest.concat(first, second);
    }
}

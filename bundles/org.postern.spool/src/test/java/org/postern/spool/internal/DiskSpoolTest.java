// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.spool.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.spool.SpoolFullException;
import org.postern.api.spool.SpoolWriter;
import org.postern.api.spool.SpooledMessage;

@Timeout(60)
class DiskSpoolTest {
    private static final int THRESHOLD = MemoryFirstWriter.IN_MEMORY;

    @TempDir
    private Path base;

    private Path directory;
    private DiskSpool spool;

    @BeforeEach
    void openSpool() throws IOException {
        directory = base.resolve("data/spool");
        spool = new DiskSpool(directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, THRESHOLD - 1, THRESHOLD, THRESHOLD + 1, 3 * THRESHOLD, 1_000_003})
    void givesBackEveryOctetWithItsDigest(int size) throws Exception {
        byte[] octets = random(size);

        try (SpooledMessage message = spooled(octets)) {
            assertThat(message.size()).isEqualTo(size);
            assertThat(readAll(message.open())).isEqualTo(octets);
            assertThat(message.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(octets)));
            assertThat(message.inMemory()).isEqualTo(size <= THRESHOLD);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 300_000})
    void readsAnyRangeInAnyWay(int size) throws IOException {
        byte[] octets = random(size);
        Random choice = new Random(7);

        try (SpooledMessage message = spooled(octets)) {
            for (int i = 0; i < 200; i++) {
                int from = choice.nextInt(size + 1);
                int length = choice.nextInt(size - from + 1);
                byte[] expected = java.util.Arrays.copyOfRange(octets, from, from + length);
                try (InputStream in = message.open(from, length)) {
                    int skipped = (int) in.skip(choice.nextInt(length + 1));
                    byte[] rest = readInOddSteps(in, choice);
                    assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(expected, skipped, length));
                }
            }
        }
    }

    @Test
    void refusesRangesOutside() throws IOException {
        for (int size : new int[] {10, 100_000}) {
            try (SpooledMessage message = spooled(random(size))) {
                assertThatThrownBy(() -> message.open(1, size)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> message.open(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThat(message.open(size, 0).read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void tellsWhichWritesStayInMemory() throws IOException {
        try (SpoolWriter writer = spool.begin()) {
            assertThat(writer.staysInMemory(THRESHOLD)).isTrue();
            assertThat(writer.staysInMemory(THRESHOLD + 1)).isFalse();
            writer.write(ByteBuffer.wrap(random(THRESHOLD)));
            assertThat(writer.staysInMemory(0)).isTrue();
            assertThat(writer.staysInMemory(1)).isFalse();
        }
    }

    /** T25: what has no name is gone with the process. */
    @Test
    void leavesNoNameOnTheDiskEvenWhileAMessageIsOpen() throws IOException {
        try (SpoolWriter writer = spool.begin()) {
            writer.write(ByteBuffer.wrap(random(5 * THRESHOLD)));
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void removesAndCountsWhatACrashLeft() throws IOException {
        Files.writeString(directory.resolve("m-0123"), "left");
        Files.writeString(directory.resolve("m-4567"), "left");
        Files.writeString(directory.resolve("README"), "not ours");

        DiskSpool next = new DiskSpool(directory);

        assertThat(next.leftOver()).isEqualTo(2);
        assertThat(directory).isDirectoryContaining("glob:**README").isDirectoryNotContaining("glob:**m-*");
    }

    @Test
    void refusesToReadOrWriteWhatIsClosed() throws IOException {
        for (int size : new int[] {10, 100_000}) {
            SpooledMessage message = spooled(random(size));
            message.close();
            message.close();
            assertThatThrownBy(message::open).isInstanceOf(IOException.class);

            SpoolWriter writer = spool.begin();
            writer.write(ByteBuffer.wrap(random(size)));
            writer.close();
            writer.close();
            assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(random(1)))).isInstanceOf(IOException.class);
            assertThatThrownBy(writer::complete).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closingTheWriterAfterItsEndLeavesTheMessage() throws IOException {
        byte[] octets = random(100_000);
        SpoolWriter writer = spool.begin();
        writer.write(ByteBuffer.wrap(octets));

        try (SpooledMessage message = writer.complete()) {
            writer.close();
            assertThat(readAll(message.open())).isEqualTo(octets);
        }
    }

    @Test
    void holdsOneDescriptorAMessageHoweverManyStreamsAreOpenAndGivesItBack() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors));
        long before = unnamedFiles(descriptors);

        List<SpooledMessage> messages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            SpooledMessage message = spooled(random(THRESHOLD + 1));
            message.open().read();
            message.open().read();
            messages.add(message);
        }

        assertThat(unnamedFiles(descriptors) - before).isEqualTo(20);
        messages.forEach(SpooledMessage::close);
        assertThat(unnamedFiles(descriptors)).isEqualTo(before);
    }

    @Test
    void readsTheSameMessageFromManyThreads() throws Exception {
        byte[] octets = random(700_000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (SpooledMessage message = spooled(octets)) {
            List<Future<byte[]>> readers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Random steps = new Random(i);
                readers.add(threads.submit(() -> readInOddSteps(message.open(), steps)));
            }
            for (Future<byte[]> reader : readers) {
                assertThat(reader.get()).isEqualTo(octets);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** T35: a scan that is cancelled must not take the message away from the engine that scans it again. */
    @Test
    void survivesTheInterruptionOfAReader() throws Exception {
        byte[] octets = random(200_000);
        try (SpooledMessage message = spooled(octets)) {
            Thread reader = new Thread(() -> {
                Thread.currentThread().interrupt();
                try {
                    readAll(message.open());
                } catch (IOException cancelled) {
                    throw new AssertionError(cancelled);
                }
            });
            reader.start();
            reader.join();

            assertThat(readAll(message.open())).isEqualTo(octets);
        }
    }

    @Nested
    class WhenItCopiesAStream {
        @Test
        void holdsTheOctets() throws IOException {
            byte[] octets = random(150_000);

            SpoolWriter writer = spool.copy(new ByteArrayInputStream(octets), 150_000);

            assertThat(writer.size()).isEqualTo(150_000);
            try (SpooledMessage message = writer.complete()) {
                assertThat(readAll(message.open())).isEqualTo(octets);
            }
        }

        @Test
        void readsOneOctetOverTheLimitAndNoMore() throws IOException {
            ByteArrayInputStream octets = new ByteArrayInputStream(random(150_000));

            try (SpoolWriter writer = spool.copy(octets, 100_000)) {
                assertThat(writer.size()).isEqualTo(100_001);
                assertThat(octets.available()).isEqualTo(49_999);
            }
        }

        @Test
        void takesTheLargestLimitAsNone() throws IOException {
            try (SpoolWriter writer = spool.copy(new ByteArrayInputStream(random(10)), Long.MAX_VALUE)) {
                assertThat(writer.size()).isEqualTo(10);
            }
        }

        @Test
        void leavesNothingBehindWhenReadingFails() throws IOException {
            InputStream broken = new InputStream() {
                private int left = 100_000;

                @Override
                public int read() throws IOException {
                    if (left-- <= 0) {
                        throw new IOException("broken");
                    }
                    return 'x';
                }
            };
            long before = unnamedFiles(Path.of("/proc/self/fd"));

            assertThatThrownBy(() -> spool.copy(broken, 200_000)).hasMessage("broken");

            assertThat(unnamedFiles(Path.of("/proc/self/fd"))).isEqualTo(before);
        }
    }

    /** T24. */
    @Nested
    class WhenTheDiskIsFull {
        @Test
        void saysSoInTheMiddleOfAMessage() throws IOException {
            assumeTrue(Files.exists(Path.of("/dev/full")));
            RandomAccessFile full = new RandomAccessFile("/dev/full", "rw");
            SpoolWriter writer = new MemoryFirstWriter(() -> full, plentyOfRoom());
            writer.write(ByteBuffer.wrap(random(THRESHOLD)));

            assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(random(1)))).isInstanceOf(SpoolFullException.class);
            assertThat(full.getChannel().isOpen()).isFalse();
        }

        @Test
        void knowsItByTheFreeSpaceWhenTheSystemSpeaksAnotherLanguage() throws IOException {
            Room none = new Room(store(10, 1L << 30), () -> 0);
            SpoolWriter writer = new MemoryFirstWriter(
                    () -> {
                        throw new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
                    },
                    none);
            writer.write(ByteBuffer.wrap(random(THRESHOLD)));

            assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(random(1)))).isInstanceOf(SpoolFullException.class);
        }

        @Test
        void tellsOtherTroubleApart() throws IOException {
            SpoolWriter writer = new MemoryFirstWriter(
                    () -> {
                        throw new IOException("Input/output error");
                    },
                    plentyOfRoom());
            writer.write(ByteBuffer.wrap(random(THRESHOLD)));

            assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(random(1))))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SpoolFullException.class);
        }
    }

    private static Room plentyOfRoom() {
        return new Room(store(1L << 40, 1L << 41), () -> 0);
    }

    private static Room.Store store(long usable, long total) {
        return new Room.Store() {
            @Override
            public long usable() {
                return usable;
            }

            @Override
            public long total() {
                return total;
            }
        };
    }

    private SpooledMessage spooled(byte[] octets) throws IOException {
        SpoolWriter writer = spool.begin();
        Random steps = new Random(octets.length);
        ByteBuffer all = ByteBuffer.wrap(octets);
        while (all.hasRemaining()) {
            int step = Math.min(all.remaining(), 1 + steps.nextInt(20_000));
            writer.write(all.slice(all.position(), step));
            all.position(all.position() + step);
        }
        return writer.complete();
    }

    private static byte[] readInOddSteps(InputStream in, Random steps) throws IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[20_000];
        while (true) {
            int one = in.read();
            if (one < 0) {
                return out.toByteArray();
            }
            out.write(one);
            int read = in.read(buffer, 0, 1 + steps.nextInt(buffer.length));
            out.write(buffer, 0, Math.max(0, read));
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    private static long unnamedFiles(Path descriptors) throws IOException {
        long found = 0;
        try (var links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                try {
                    String target = Files.readSymbolicLink(link).toString();
                    found += target.contains("/m-") && target.endsWith(" (deleted)") ? 1 : 0;
                } catch (java.nio.file.NoSuchFileException gone) {
                    continue; // the descriptor of this listing itself
                }
            }
        }
        return found;
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }
}

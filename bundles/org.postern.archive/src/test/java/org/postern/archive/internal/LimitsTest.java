// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.api.scan.UnscannableReason.LIMITS;
import static org.postern.archive.internal.GzipTest.gzip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.api.scan.Deadline;
import org.postern.api.scan.Unpacking;
import org.postern.api.scan.Unscannable;
import org.postern.api.spool.Octets;

class LimitsTest {
    private static final byte[] INNER = "what lies inside".getBytes(UTF_8);
    private static final Limits SMALL = new Limits(3, 5, 20_000, 10_000, 20, 1000, Duration.ofSeconds(30));

    @Test
    void opensAnyMixDownToTheDepth() throws IOException {
        byte[] content = new ZipBytes()
                .add(
                        "a.tgz",
                        gzip(TarTest.tar("b.zip", new ZipBytes().add("c", INNER).bytes())))
                .bytes();

        Opened opened = Opened.of(content);

        assertThat(opened.paths())
                .containsExactly("a.tgz", "a.tgz!/member1", "a.tgz!/member1!/b.zip", "a.tgz!/member1!/b.zip!/c");
        assertThat(opened.problem()).isEmpty();
    }

    @Test
    void saysWhenContainersLieDeeper() throws IOException {
        byte[] content = INNER;
        for (int i = 0; i < 4; i++) {
            content = new ZipBytes().add("z", content).bytes();
        }

        Opened opened = Opened.of(content, SMALL);

        assertThat(opened.entries()).hasSize(3);
        assertThat(opened.reason()).contains(LIMITS);
    }

    @Test
    void hasNoLimitOfStackForTheDeepest() throws IOException {
        byte[] content = INNER;
        for (int i = 0; i < 3000; i++) {
            content = new ZipBytes()
                    .add("z", content, 0, ZipBytes.asItIs(), ZipBytes.asItIs())
                    .bytes();
        }
        Limits deep = new Limits(5000, 10_000, 1L << 40, 1L << 30, 200, 1L << 20, Duration.ofSeconds(50));

        assertThat(Opened.of(content, deep).saw(INNER)).isTrue();
    }

    @Test
    void stopsAtTheNumberOfEntries() throws IOException {
        ZipBytes zip = new ZipBytes();
        for (int i = 0; i < 6; i++) {
            zip.add("e" + i, INNER);
        }

        Opened opened = Opened.of(zip.bytes(), SMALL);

        assertThat(opened.entries()).hasSize(5);
        assertThat(opened.reason()).contains(LIMITS);
    }

    @Test
    void cutsAnEntryThatExpandsTooMuchAndLooksAtTheNext() throws IOException {
        byte[] content =
                new ZipBytes().add("bomb", new byte[9000]).add("b", INNER).bytes();

        Opened opened = Opened.of(content, SMALL);

        assertThat(opened.saw(INNER)).isTrue();
        assertThat(opened.reason()).contains(LIMITS);
    }

    @Test
    void cutsAnEntryThatIsTooLarge() throws IOException {
        byte[] content =
                new ZipBytes().add("large", noise(15_000)).add("b", INNER).bytes();

        Opened opened = Opened.of(content, SMALL);

        assertThat(opened.entries().get(0).octets()).hasSize(10_000);
        assertThat(opened.saw(INNER)).isTrue();
        assertThat(opened.reason()).contains(LIMITS);
    }

    @Test
    void stopsAtTheOctetsInAll() throws IOException {
        byte[] content = new ZipBytes()
                .add("a", noise(9000))
                .add("b", noise(9000))
                .add("c", noise(9000))
                .add("d", INNER)
                .bytes();

        Opened opened = Opened.of(content, SMALL);

        assertThat(opened.saw(INNER)).isFalse();
        assertThat(opened.reason()).contains(LIMITS);
    }

    @Test
    void boundsABombOfManyGigabytes() throws IOException {
        byte[] layer = new byte[8 << 20];
        for (int i = 0; i < 4; i++) {
            ZipBytes zip = new ZipBytes();
            for (int copy = 0; copy < 16; copy++) {
                zip.add(i + "-" + copy, layer);
            }
            layer = zip.bytes();
        }

        long[] largest = {0};
        long[] sum = {0};
        Optional<Unscannable> problem = new BoundedContainers(new HeapSpool(), Limits.DEFAULT)
                .open(Octets.of(layer), new Unpacking(), Deadline.after(Duration.ofMinutes(1)), (path, octets) -> {
                    largest[0] = Math.max(largest[0], octets.size());
                    sum[0] += octets.size();
                    return true;
                });

        assertThat(problem.orElseThrow().reason()).isEqualTo(LIMITS);
        int oneBuffer = 1 << 16;
        assertThat(largest[0]).isBetween(8L << 20, Limits.DEFAULT.entryOctets());
        assertThat(sum[0]).isBetween(Limits.DEFAULT.octets() / 2, Limits.DEFAULT.octets() + oneBuffer);
    }

    @Test
    void boundsEntriesThatShareTheirOctets() throws IOException {
        byte[] kernel = ZipBytes.deflate(new byte[5000]);
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        for (int i = 0; i < 6; i++) {
            chain.write(new ZipBytes()
                    .add("k" + i, new byte[0], 8, h -> h.packed = kernel.length, ZipBytes.asItIs())
                    .withoutDirectory());
        }
        Limits limits = new Limits(3, 1000, 20_000, 10_000, 1000, 1000, Duration.ofSeconds(30));

        Opened opened =
                Opened.of(new ZipBytes().raw(chain.toByteArray()).raw(kernel).bytes(), limits);

        assertThat(opened.problem()).isPresent();
    }

    @Test
    void boundsWhatIsReadWithoutAnythingComingOut() throws IOException {
        // Empty stored blocks up to the end, and many entries that claim them all.
        byte[] blocks = new byte[5 * 2000];
        for (int i = 0; i < blocks.length; i += 5) {
            blocks[i + 3] = (byte) 0xff;
            blocks[i + 4] = (byte) 0xff;
        }
        ZipBytes zip = new ZipBytes();
        for (int i = 0; i < 4; i++) {
            zip.add("n" + i, new byte[0], 0, h -> h.method = 8, h -> h.method = 8);
        }
        byte[] content = new ZipBytes().raw(zip.withoutDirectory()).raw(blocks).bytes();
        for (int at = 0; at < 4 * 32; at += 32) {
            ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 18, 10_000);
        }

        assertThat(Opened.of(content, SMALL).entries()).hasSizeLessThan(4);
        assertThat(Opened.of(content, SMALL).problem()).isPresent();
    }

    @Test
    void opensADeepChainToTheDepth() throws IOException {
        byte[] content = INNER;
        for (int i = 0; i < 40; i++) {
            content = gzip(content);
        }

        assertThat(Opened.of(content).reason()).contains(LIMITS);
        assertThat(Opened.of(content).entries()).hasSize(8);
    }

    @Test
    void saysWhenTimeIsOut() throws IOException {
        Optional<Unscannable> problem = new BoundedContainers(new HeapSpool(), Limits.DEFAULT)
                .open(
                        Octets.of(new ZipBytes().add("a", INNER).bytes()),
                        new Unpacking(),
                        Deadline.after(Duration.ZERO),
                        (path, octets) -> true);

        assertThat(problem.orElseThrow().reason()).isEqualTo(LIMITS);
    }

    @Test
    void reportsNothingWhenTheVisitorStops() throws IOException {
        HeapSpool spool = new HeapSpool();
        byte[] content = new ZipBytes()
                .add("a", INNER, 8, h -> h.crc = 1, h -> h.crc = 1)
                .bytes();

        Optional<Unscannable> problem = new BoundedContainers(spool)
                .open(
                        Octets.of(content),
                        new Unpacking(),
                        Deadline.after(Duration.ofMinutes(1)),
                        (path, octets) -> false);

        assertThat(problem).isEmpty();
        assertThat(spool.open()).isZero();
    }

    @Test
    void leavesFaultsOfTheSpoolToTheCaller() {
        HeapSpool spool = new HeapSpool();
        spool.fill();
        byte[] content = new ZipBytes().add("a", INNER).bytes();

        assertThatThrownBy(() -> new BoundedContainers(spool)
                        .open(
                                Octets.of(content),
                                new Unpacking(),
                                Deadline.after(Duration.ofMinutes(1)),
                                (path, octets) -> true))
                .isInstanceOf(IOException.class);
        assertThat(spool.open()).isZero();
    }

    @Test
    void givesBackWhatItKeptWhenTheVisitorFails() {
        HeapSpool spool = new HeapSpool();
        byte[] content =
                new ZipBytes().add("a", new ZipBytes().add("b", INNER).bytes()).bytes();

        assertThatThrownBy(() -> new BoundedContainers(spool)
                        .open(
                                Octets.of(content),
                                new Unpacking(),
                                Deadline.after(Duration.ofMinutes(1)),
                                (path, octets) -> {
                                    if (path.endsWith("b")) {
                                        throw new IOException("no disk");
                                    }
                                    return true;
                                }))
                .hasMessage("no disk");
        assertThat(spool.open()).isZero();
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}

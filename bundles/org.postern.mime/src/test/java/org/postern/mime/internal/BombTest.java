// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/** M08: what costs much or has no end is over soon, and never counts as read. */
class BombTest {
    /** Of processor time, since a busy machine may be slow. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final Duration HANGS = Duration.ofMinutes(2);

    private final MemorySpool spool = new MemorySpool();

    @Test
    void nestedMultipartsReachTheLimit() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        assertThat(read(message)).contains(new Unscannable(UnscannableReason.LIMITS, "nested more than 100 deep"));
    }

    @Test
    void nestedMessagesReachTheLimit() {
        assertThat(read("Content-Type: message/rfc822\r\n\r\n".repeat(100_000)))
                .contains(new Unscannable(UnscannableReason.LIMITS, "nested more than 100 deep"));
    }

    @Test
    void nestedEncodedMessagesReachTheShareOfDecodedOctets() throws IOException {
        String message = "Subject: inside\r\n\r\nx";
        for (int i = 0; i < 24; i++) {
            message = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + Base64.getMimeEncoder().encodeToString(message.getBytes(StandardCharsets.US_ASCII));
        }
        Limits strict = new Limits(100, 10_000, 1 << 20, 50_000, 1 << 16, 100, 16, 1, 0);
        Octets octets = Octets.of(message.getBytes(StandardCharsets.US_ASCII));

        try (MessageStructure structure = new LenientMimeReader(spool, strict).read(octets)) {
            assertThat(structure.unscannable())
                    .contains(new Unscannable(UnscannableReason.LIMITS, "decodes to more than its share"));
            assertThat(spool.octetsTaken).isLessThanOrEqualTo(octets.size() + 1);
        }
    }

    @Test
    void manyPartsReachTheLimit() {
        assertThat(read("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(1_000_000)))
                .contains(new Unscannable(UnscannableReason.LIMITS, "more than 10000 parts"));
    }

    @Test
    void manyFieldsReachTheLimit() {
        assertThat(read("a:\r\n".repeat(1_000_000) + "\r\n"))
                .contains(new Unscannable(UnscannableReason.LIMITS, "more than 50000 header fields"));
    }

    @Test
    void aLongHeaderReachesTheLimit() {
        assertThat(read("Subject: " + "x".repeat(50 << 20) + "\r\n\r\n"))
                .contains(new Unscannable(UnscannableReason.LIMITS, "a header of more than 1048576 octets"));
        assertThat(read("Content-Type: a/b" + ";\r\n x=y".repeat(100_000) + "\r\n\r\n"))
                .contains(new Unscannable(UnscannableReason.LIMITS, "a Content field of more than 65536 octets"));
    }

    @Test
    void manyParametersReachTheLimit() {
        assertThat(read("Content-Type: a/b" + "; x=y".repeat(1000) + "\r\n\r\n"))
                .contains(new Unscannable(UnscannableReason.LIMITS, "more than 100 parameters in a field"));
    }

    @Test
    void deepCommentsAndEndlessWordsCostNothing() {
        String part =
                "--b\r\nContent-Type: a/b; name=" + "=?a?Q?".repeat(5000) + "; " + "(".repeat(30_000) + "\r\n\r\n";

        assertThat(read("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(500)))
                .isEmpty();
    }

    @Test
    void linesThatAreNearlyBoundariesAreNotQuadratic() {
        StringBuilder message = new StringBuilder();
        String boundary = "x".repeat(60);
        for (int i = 0; i < 90; i++) {
            message.append("Content-Type: multipart/mixed; boundary=")
                    .append(boundary)
                    .append(i);
            message.append("\r\n\r\n--").append(boundary).append(i).append("\r\n");
        }
        message.append("\r\n").append(("--" + boundary + "\r\n").repeat(200_000));
        message.append("--\r\n".repeat(1_000_000));

        assertThat(read(message)).isEmpty();
    }

    @Test
    void aHugeBoundaryIsOverALimit() {
        assertThat(read("Content-Type: multipart/mixed; boundary=" + "x".repeat(10 << 20) + "\r\n\r\nx"))
                .extracting(Unscannable::reason)
                .contains(UnscannableReason.LIMITS);
    }

    @Test
    void linesAgainstAsLargeABoundaryAsThereMayBe() {
        String boundary = "x".repeat(60_000);
        String near = "--" + boundary.substring(1) + "\r\n";

        assertThat(read("Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n\r\n"
                        + near.repeat(1000)))
                .isEmpty();
    }

    @Test
    void linesThatCannotBePassedOverAreNotQuadratic() {
        String header = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\nQUJD\r\n";

        assertThat(read(header + "Q\r".repeat(5_000_000))).isEmpty();
        assertThat(read(header + "-\r\n".repeat(5_000_000))).isEmpty();
        assertThat(read(header + "--\r\n".repeat(5_000_000))).isEmpty();
    }

    @Test
    void eachReadingGoesOverTheOctetsOnce() throws IOException {
        byte[] message = ("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(5000)
                        + "--bx\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        CountingOctets octets = new CountingOctets(Octets.of(message));

        try (MessageStructure structure = new LenientMimeReader(spool).read(octets)) {
            assertThat(structure.readings()).hasSize(2);
            assertThat(octets.count.get()).isEqualTo(2L * message.length);
        }
    }

    @Test
    void oddBase64IsGoneOverOnceToCompareAndOnceToDecodeInEachWay() throws IOException {
        byte[] message = ("Content-Transfer-Encoding: base64\r\n\r\n" + "QUJD".repeat(5000)
                        + "QQ=AQUJD!QUJDQ==QUI=QUJDQ=JD=UJDQUJ\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        CountingOctets octets = new CountingOctets(Octets.of(message));

        try (MessageStructure structure = new LenientMimeReader(spool).read(octets)) {
            int ways = structure.first().parts().size();
            assertThat(ways).isGreaterThan(5);
            assertThat(octets.count.get()).isLessThanOrEqualTo((2L + Coding.ALL_BASE64.size() + ways) * message.length);
        }
    }

    @Test
    void manySmallBodiesOfOddBase64TakeLittleMemory() throws IOException {
        String body = "QUJD".repeat(15_000) + "QQ=AQUJD!QUJDQ==QUI=QUJDQ=JD=UJDQUJ";
        byte[] message = ("Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + ("--b\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body + "\r\n").repeat(50))
                .getBytes(StandardCharsets.US_ASCII);

        try (MessageStructure structure = new LenientMimeReader(spool).read(Octets.of(message))) {
            assertThat(structure.unscannable()).isEmpty();
            assertThat(spool.octetsHeld).isLessThan(message.length + (1 << 20));
            List<String> first = contents(structure, 0);
            assertThat(first).doesNotHaveDuplicates().hasSizeGreaterThan(5);
            assertThat(contents(structure, 49)).isEqualTo(first);
        }
        assertThat(spool.octetsHeld).isZero();
    }

    @Test
    void manyLargeBodiesOfOddBase64TakeFewFiles() throws IOException {
        String body = "QUJD".repeat(25_000) + "QQ=AQUJD!QUJDQ==QUI=QUJDQ=JD=UJDQUJ";
        byte[] message = ("Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + ("--b\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body + "\r\n").repeat(40))
                .getBytes(StandardCharsets.US_ASCII);

        try (MessageStructure structure = new LenientMimeReader(spool).read(Octets.of(message))) {
            assertThat(structure.unscannable()).extracting(Unscannable::reason).contains(UnscannableReason.LIMITS);
            assertThat(spool.open).isLessThan(64 + 40 + 1);
        }
        assertThat(spool.open).isZero();
    }

    private static List<String> contents(MessageStructure structure, int child) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Part part : structure.first().root().children().get(child).children()) {
            long half = part.body().length() / 2;
            Octets octets = part.source().octets();
            try (InputStream begin = octets.open(part.body().start(), half);
                    InputStream end =
                            octets.open(part.body().start() + half, part.body().length() - half)) {
                contents.add(new String(begin.readAllBytes(), StandardCharsets.ISO_8859_1)
                        + new String(end.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    @Test
    void moreThanSixteenReadingsAreNeverSilent() {
        String message =
                "Content-Type: text/plain\r\nnot a field\r\n\t\r\nContent-Type: multipart/mixed; boundary=a; boundary=b\r\n"
                        + "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\n--a\n\n--ax\r\r--a--\r\n--a\r\n";

        assertThat(read(message)).extracting(Unscannable::reason).contains(UnscannableReason.TOO_MANY_READINGS);
    }

    private List<Unscannable> read(CharSequence message) {
        byte[] octets = message.toString().getBytes(StandardCharsets.US_ASCII);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return assertTimeoutPreemptively(HANGS, () -> {
            long before = threads.getCurrentThreadCpuTime();
            try (MessageStructure structure = new LenientMimeReader(spool).read(Octets.of(octets))) {
                assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before))
                        .isLessThan(MOST);
                structure.readings().forEach(Invariants::check);
                return structure.unscannable();
            }
        });
    }

    /** Counts what is read. */
    private static final class CountingOctets implements Octets {
        private final AtomicLong count = new AtomicLong();
        private final Octets octets;

        CountingOctets(Octets octets) {
            this.octets = octets;
        }

        @Override
        public long size() {
            return octets.size();
        }

        @Override
        public InputStream open(long from, long length) throws IOException {
            count.addAndGet(length);
            return octets.open(from, length);
        }
    }
}

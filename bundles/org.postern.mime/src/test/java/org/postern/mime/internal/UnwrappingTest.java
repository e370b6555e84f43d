// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.Part;
import org.postern.api.scan.Unscannable;
import org.postern.api.scan.UnscannableReason;
import org.postern.api.spool.Octets;

/** M04, M05, M08: whatever is wrapped comes out as it went in, and nothing comes out without end. */
class UnwrappingTest {
    private static final List<String> WRAPPERS = List.of(
            "uu",
            "uu-backtick",
            "xx",
            "uu-base64",
            "yenc",
            "hqx",
            "hqx-rsrc",
            "tnef",
            "tnef-property",
            "tnef-object",
            "tnef-rtf",
            "tnef-rtf-plain",
            "tnef-rtf-damaged",
            "rtf",
            "rtf-odd",
            "rtf object",
            "rtf-odd package",
            "tnef-rtf rtf package",
            "applesingle",
            "appledouble",
            "macbinary",
            "macbinary-rsrc",
            "cms",
            "cms-ber",
            "cms-octets",
            "cms-zlib");

    private final MemorySpool spool = new MemorySpool();

    @Property(tries = 150)
    void everyWrapperGivesBackWhatWasWrapped(@ForAll @Size(min = 1, max = 400) byte[] content) throws IOException {
        for (String wrapper : WRAPPERS) {
            byte[] message = message(Encoders.apply("base64 " + wrapper, content));

            assertThat(leaves(message)).as(wrapper).anyMatch(leaf -> java.util.Arrays.equals(leaf, content));
        }
    }

    @Test
    void wrappersInWrappersReachTheLimit() throws IOException {
        byte[] content = {'x'};
        for (int i = 0; i < 120; i++) {
            content = Encoders.apply("tnef", content);
        }

        assertThat(unscannable(message(Encoders.apply("base64", content)))).contains(UnscannableReason.LIMITS);
    }

    @Test
    void aFileThatHoldsItselfHasAnEnd() throws IOException {
        byte[] file = Encoders.apply("applesingle", new byte[1000]);
        System.arraycopy(WrapEncoders.big(0, 4), 0, file, 42, 4);
        System.arraycopy(WrapEncoders.big(file.length, 4), 0, file, 46, 4);

        assertThat(unscannable(message(Encoders.apply("base64", file)))).contains(UnscannableReason.LIMITS);
    }

    @Test
    void whatInflatesWithoutEndReachesTheLimit() throws IOException {
        byte[] message = message(Encoders.apply("base64 cms-zlib", new byte[8 << 20]));

        assertThat(message.length).isLessThan(20_000);
        assertThat(unscannable(message)).contains(UnscannableReason.LIMITS);
        assertThat(spool.octetsTaken).isLessThan(200L * message.length + (1 << 20));
    }

    @Test
    void runsOfBinHexReachTheLimit() throws IOException {
        byte[] message = message(Encoders.apply("hqx", new byte[8 << 20]));

        assertThat(unscannable(message)).doesNotContain(UnscannableReason.DAMAGED);
        assertThat(spool.octetsTaken).isLessThan(200L * message.length + (1 << 20));
    }

    @Test
    void manyFilesInATextReachTheLimit() throws IOException {
        byte[] message =
                "Subject: x\r\n\r\n".concat("begin 644 x\r\n".repeat(200_000)).getBytes(StandardCharsets.US_ASCII);

        assertThat(unscannable(message)).contains(UnscannableReason.LIMITS);
    }

    @Test
    void whatIsWrappedIsReplacedWithThePartItLiesIn() throws IOException {
        byte[] message = message(Encoders.apply("base64 tnef", new byte[] {'x'}));

        try (MessageStructure structure = new LenientMimeReader(spool).read(Octets.of(message))) {
            Part root = structure.first().root();
            assertThat(structure.first().leaves())
                    .hasSize(2)
                    .allSatisfy(leaf -> assertThat(leaf.source())
                            .isInstanceOfSatisfying(
                                    org.postern.api.mime.PartSource.Decoded.class,
                                    decoded -> assertThat(decoded.anchor()).isEqualTo(root.whole())));
        }
    }

    @Test
    void seedsOfTheFuzzTargetHold() throws IOException {
        for (byte[] seed : seeds()) {
            WrapFuzz.fuzzerTestOneInput(seed);
        }
        for (java.nio.file.Path seed : org.postern.longtest.Fuzzing.checkedIn(WrapFuzz.class)) {
            WrapFuzz.fuzzerTestOneInput(java.nio.file.Files.readAllBytes(seed));
        }
    }

    @Test
    @org.junit.jupiter.api.Tag("long")
    void fuzzesWrappers() throws IOException, InterruptedException {
        org.postern.longtest.Fuzzing.run(WrapFuzz.class, "fuzz: wrapped content", seeds());
    }

    /** Every format, whole, cut off, and what is in it alone; the first octet is a step. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        byte[] text = "hello, hello".getBytes(StandardCharsets.US_ASCII);
        int step = 0;
        for (String wrapper : WRAPPERS) {
            byte[] wrapped = Encoders.apply(wrapper, text);
            seeds.add(Encoders.join(new byte[] {(byte) (step += 7)}, wrapped));
            seeds.add(
                    Encoders.join(new byte[] {(byte) step}, java.util.Arrays.copyOf(wrapped, wrapped.length * 2 / 3)));
        }
        seeds.add(Encoders.join(
                new byte[] {6},
                WrapEncoders.element(0x24, WrapEncoders.element(0x04, text), WrapEncoders.element(0x04, text))));
        return seeds;
    }

    private static byte[] message(byte[] body) {
        String encoding = body.length > 0 && body[0] == '(' ? "" : "Content-Transfer-Encoding: base64\r\n";
        return Encoders.join(("Subject: x\r\n" + encoding + "\r\n").getBytes(StandardCharsets.US_ASCII), body);
    }

    private List<UnscannableReason> unscannable(byte[] message) throws IOException {
        try (MessageStructure structure = new LenientMimeReader(spool).read(Octets.of(message))) {
            structure.readings().forEach(Invariants::check);
            return structure.unscannable().stream().map(Unscannable::reason).toList();
        }
    }

    private List<byte[]> leaves(byte[] message) throws IOException {
        LenientMimeReader reader = new LenientMimeReader(spool);
        List<byte[]> leaves = new ArrayList<>();
        try (MessageStructure structure = reader.read(Octets.of(message))) {
            for (Part leaf : structure.first().leaves()) {
                try (InputStream in = reader.decode(leaf)) {
                    leaves.add(in.readAllBytes());
                }
            }
        }
        return leaves;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.postern.api.inspect.OctetTransform;
import org.postern.inspect.line.DotStuffing;

/** T03, T16: the end of a message and the dots, against a reading of the whole text at once. */
class DotTest {
    @Provide
    Arbitrary<String> octets() {
        return Arbitraries.of("\r\n", "\r\n", "\r", "\n", ".", ".", "\0", " ", "x", "\r\n.\r\n")
                .list()
                .ofMaxSize(25)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 20_000)
    void aMessageEndsOnlyAtTheTrueEnd(
            @ForAll("octets") String octets, @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 9) Integer> cuts) {
        String wire = octets + "\r\n.\r\n" + "+OK\r\n";
        int end = ("\r\n" + wire).indexOf("\r\n.\r\n") + 3;
        StringBuilder read = new StringBuilder();

        int taken = unstuff(wire, cuts, read);

        assertThat(taken).as("octets up to the end").isEqualTo(end);
        assertThat(read.toString())
                .isEqualTo(("\r\n" + wire.substring(0, end - 3))
                        .replace("\r\n.", "\r\n")
                        .substring(2));
    }

    @Property(tries = 20_000)
    void whatAServerStuffedComesOutAsItCame(
            @ForAll("octets") String octets, @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 9) Integer> cuts) {
        String content = octets.isEmpty() || octets.endsWith("\r\n") ? octets : octets + "\r\n";
        String wire = ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2) + ".\r\n";
        StringBuilder read = new StringBuilder();

        int taken = unstuff(wire, cuts, read);

        assertThat(taken).isEqualTo(wire.length());
        assertThat(read.toString()).isEqualTo(content);
        assertThat(through(new DotStuffing(), content, cuts)).isEqualTo(wire);
    }

    private static int unstuff(String wire, List<Integer> cuts, StringBuilder read) {
        DotUnstuffing unstuffing = new DotUnstuffing();
        int at = 0;
        boolean ended = false;
        for (int i = 0; at < wire.length() && !ended; i++) {
            int length = i < cuts.size() ? Math.min(cuts.get(i), wire.length() - at) : wire.length() - at;
            ByteBuffer piece =
                    ByteBuffer.wrap(wire.getBytes(ISO_8859_1), at, length).slice();
            ended = unstuffing.read(piece, octets -> read.append(ISO_8859_1.decode(octets)));
            at += piece.position();
        }
        return at;
    }

    static String through(OctetTransform transform, String content, List<Integer> cuts) {
        StringBuilder sent = new StringBuilder();
        int at = 0;
        for (int i = 0; at < content.length(); i++) {
            int length = i < cuts.size() ? Math.min(cuts.get(i), content.length() - at) : content.length() - at;
            ByteBuffer piece = ByteBuffer.wrap(content.getBytes(ISO_8859_1), at, length);
            sent.append(ISO_8859_1.decode(transform.apply(piece)));
            assertThat(piece.hasRemaining()).isFalse();
            at += length;
        }
        return sent.append(ISO_8859_1.decode(transform.end())).toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

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
import org.postern.inspect.line.DotStuffing;

/** T01, T02, T03: the end of data and the dots, against a reading of the whole text at once. */
class DotTest {
    @Provide
    Arbitrary<String> octets() {
        return Arbitraries.of("\r\n", "\r\n", "\r", "\n", ".", ".", "\0", " ", "x", "\r\n.\r\n")
                .list()
                .ofMaxSize(25)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 20_000)
    void dataEndsOnlyAtTheTrueEnd(
            @ForAll("octets") String octets, @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 9) Integer> cuts) {
        String wire = octets + "\r\n.\r\n" + "QUIT\r\n";
        int end = ("\r\n" + wire).indexOf("\r\n.\r\n") + 3;
        String content =
                ("\r\n" + wire.substring(0, end - 3)).replace("\r\n.", "\r\n").substring(2);
        DotUnstuffing unstuffing = new DotUnstuffing();
        StringBuilder read = new StringBuilder();

        int taken = unstuff(unstuffing, wire, cuts, read);

        boolean hiddenAsItCame = hasHiddenEnd(wire.substring(0, end), end - 3);
        boolean hiddenAsItWouldGo = hasHiddenEnd(stuff(content, cuts), -1);
        assertThat(taken).as("octets up to the end").isEqualTo(end);
        assertThat(unstuffing.hasHiddenEnd()).isEqualTo(hiddenAsItCame || hiddenAsItWouldGo);
        if (!unstuffing.hasHiddenEnd()) {
            assertThat(read.toString()).isEqualTo(content);
            assertThat(unstuffing.hasBareNewline())
                    .isEqualTo(content.replace("\r\n", "").matches("(?s).*[\r\n].*"));
        }
    }

    @Property(tries = 20_000)
    void whatIsStuffedIsUnstuffedToTheSame(
            @ForAll("octets") String content, @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 9) Integer> cuts) {
        String stuffed = stuff(content, cuts);
        DotUnstuffing unstuffing = new DotUnstuffing();
        StringBuilder read = new StringBuilder();

        int taken = unstuff(unstuffing, stuffed, List.of(), read);

        assertThat(taken).isEqualTo(stuffed.length());
        if (!unstuffing.hasHiddenEnd()) {
            String whole = content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n";
            assertThat(read.toString()).isEqualTo(whole);
        }
    }

    private static int unstuff(DotUnstuffing unstuffing, String wire, List<Integer> cuts, StringBuilder read) {
        int at = 0;
        for (int i = 0; at < wire.length(); i++) {
            int length = i < cuts.size() ? Math.min(cuts.get(i), wire.length() - at) : wire.length() - at;
            ByteBuffer piece =
                    ByteBuffer.wrap(wire.getBytes(ISO_8859_1), at, length).slice();
            boolean ended = unstuffing.read(piece, octets -> read.append(ISO_8859_1.decode(octets)));
            at += piece.position();
            if (ended) {
                break;
            }
        }
        return at;
    }

    private static String stuff(String content, List<Integer> cuts) {
        DotStuffing stuffing = new DotStuffing();
        StringBuilder sent = new StringBuilder();
        int at = 0;
        for (int i = 0; at < content.length(); i++) {
            int length = i < cuts.size() ? Math.min(cuts.get(i), content.length() - at) : content.length() - at;
            sent.append(ISO_8859_1.decode(stuffing.apply(ByteBuffer.wrap(content.getBytes(ISO_8859_1), at, length))));
            at += length;
        }
        return sent.append(ISO_8859_1.decode(stuffing.end())).toString();
    }

    /** Any lone dot but the true end: {@code trueEnd} is its index, or -1 if it is the last dot. */
    private static boolean hasHiddenEnd(String wire, int trueEnd) {
        int last = trueEnd < 0 ? wire.lastIndexOf('.') : trueEnd;
        for (int dot = wire.indexOf('.'); dot >= 0; dot = wire.indexOf('.', dot + 1)) {
            int left = dot - 1;
            while (left >= 0 && wire.charAt(left) == 0) {
                left--;
            }
            int right = dot + 1;
            while (right < wire.length() && "\0 \t".indexOf(wire.charAt(right)) >= 0) {
                right++;
            }
            boolean begins = left < 0 || "\r\n".indexOf(wire.charAt(left)) >= 0;
            boolean ends = right < wire.length() && "\r\n".indexOf(wire.charAt(right)) >= 0;
            if (begins && ends && dot != last) {
                return true;
            }
        }
        return false;
    }
}

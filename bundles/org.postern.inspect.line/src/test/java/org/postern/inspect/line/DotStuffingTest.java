// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** T03: the dots of a message, against a reading of the whole text at once. */
class DotStuffingTest {
    @Provide
    Arbitrary<String> octets() {
        return Arbitraries.of("\r\n", "\r\n.", "\r", "\n", ".", ".", "x", "\r\n.\r\n")
                .list()
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 20_000)
    void doublesEachDotThatBeginsALineAndNoOther(
            @ForAll("octets") String content, @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 30) Integer> cuts) {
        String doubled = ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2);
        String marker = content.isEmpty() || content.endsWith("\r\n") ? ".\r\n" : "\r\n.\r\n";
        DotStuffing stuffing = new DotStuffing();
        StringBuilder sent = new StringBuilder();

        int at = 0;
        for (int i = 0; at < content.length(); i++) {
            int length = i < cuts.size() ? Math.min(cuts.get(i), content.length() - at) : content.length() - at;
            ByteBuffer piece = ByteBuffer.wrap(content.getBytes(ISO_8859_1), at, length);
            sent.append(ISO_8859_1.decode(stuffing.apply(piece)));
            assertThat(piece.hasRemaining()).isFalse();
            at += length;
        }
        sent.append(ISO_8859_1.decode(stuffing.end()));

        assertThat(sent.toString()).isEqualTo(doubled + marker);
        assertThat(stuffing.octetsTaken()).isEqualTo(content.length());
    }

    @Example
    void nothingLeavesOnceItIsAborted() {
        DotStuffing stuffing = new DotStuffing();
        stuffing.apply(ByteBuffer.wrap("some\r\n".getBytes(ISO_8859_1)));

        stuffing.abort();

        assertThat(stuffing.apply(ByteBuffer.wrap("more".getBytes(ISO_8859_1))).remaining())
                .isZero();
        assertThat(stuffing.end().remaining()).isZero();
        assertThat(stuffing.isEnded()).isFalse();
    }
}

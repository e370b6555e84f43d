// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** T12: chunks are counted, coming and going. */
class ChunkTest {
    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static String text(ByteBuffer octets) {
        return ISO_8859_1.decode(octets).toString();
    }

    @Test
    void readsNoOctetBeyondAChunk() {
        StringBuilder content = new StringBuilder();
        ChunkReading reading = new ChunkReading(5);
        ByteBuffer rest = octets("c\0QUIT\r\n");

        assertThat(reading.read(octets("\r\n."), part -> content.append(text(part))))
                .isFalse();
        assertThat(reading.read(rest, part -> content.append(text(part)))).isTrue();

        assertThat(content).hasToString("\r\n.c\0");
        assertThat(text(rest)).isEqualTo("QUIT\r\n");
    }

    @Test
    void hasReadAChunkOfNothingAtOnce() {
        assertThat(new ChunkReading(0).read(octets("QUIT\r\n"), part -> {
                    throw new AssertionError();
                }))
                .isTrue();
    }

    @Property
    void writesItsSizeAndItsOctets(@ForAll List<byte[]> pieces) {
        long size = pieces.stream().mapToLong(piece -> piece.length).sum();
        ChunkWriting writing = new ChunkWriting(size);
        StringBuilder expected = new StringBuilder("BDAT " + size + " LAST\r\n");
        StringBuilder written = new StringBuilder();

        for (byte[] piece : pieces) {
            written.append(text(writing.apply(ByteBuffer.wrap(piece))));
            expected.append(new String(piece, ISO_8859_1));
        }
        written.append(text(writing.end()));

        assertThat(written).hasToString(expected.toString());
        assertThat(writing.isEnded()).isTrue();
        assertThat(writing.octetsTaken()).isEqualTo(size);
    }

    @Test
    void isEndedWithTheLastOctetAndNotBefore() {
        ChunkWriting writing = new ChunkWriting(3);

        writing.apply(octets("ab"));
        assertThat(writing.isEnded()).isFalse();
        writing.apply(octets("c"));
        assertThat(writing.isEnded()).isTrue();
    }

    /** What a server would take for commands. */
    @Test
    void writesNothingBeyondItsSize() {
        ChunkWriting writing = new ChunkWriting(3);
        writing.apply(octets("ab"));

        assertThatThrownBy(() -> writing.apply(octets("cRSET\r\n"))).isInstanceOf(IllegalStateException.class);
    }

    /** What follows would be taken for the rest. */
    @Test
    void doesNotEndBeforeItsSize() {
        ChunkWriting writing = new ChunkWriting(3);
        writing.apply(octets("ab"));

        assertThatThrownBy(writing::end).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writesNothingAfterAnAbort() {
        ChunkWriting writing = new ChunkWriting(3);
        writing.apply(octets("ab"));

        writing.abort();

        assertThat(writing.apply(octets("c")).hasRemaining()).isFalse();
        assertThat(writing.end().hasRemaining()).isFalse();
        assertThat(writing.isEnded()).isFalse();
    }
}

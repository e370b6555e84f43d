// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.mime.HeaderField;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.spool.Octets;

class UnreadMessageTest {
    private String text = "";

    private Part root(String message) throws IOException {
        text = message;
        return UnreadMessage.root(Octets.of(message.getBytes(US_ASCII)));
    }

    private String at(OctetRange range) {
        return text.substring((int) range.start(), (int) range.end());
    }

    @Test
    void splitsAtTheFirstEmptyLine() throws IOException {
        Part root = root("A: 1\r\nContent-Type: x\r\n\ty\r\nB : 2\r\n\r\nbody\r\n\r\nmore");

        assertThat(at(root.header())).isEqualTo("A: 1\r\nContent-Type: x\r\n\ty\r\nB : 2\r\n");
        assertThat(at(root.body())).isEqualTo("body\r\n\r\nmore");
        assertThat(root.fields()).extracting(HeaderField::name).containsExactly("A", "Content-Type", "B");
        assertThat(at(root.fields().get(1).range())).isEqualTo("Content-Type: x\r\n\ty\r\n");
    }

    @Test
    void takesBareLinefeedsAndLinesThatAreNoFields() throws IOException {
        Part root = root("From a mailbox\n folded\nA:1\nno field\n:nor this\nC: 3\n\nbody");

        assertThat(root.fields()).extracting(HeaderField::name).containsExactly("A", "C");
        assertThat(at(root.fields().get(0).range())).isEqualTo("A:1\n");
        assertThat(at(root.body())).isEqualTo("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A: 1", "A: 1\r\n", "A: 1\r\n ", "\r", "A", ":", " ", "A: 1\r\nB: 2\r"})
    void takesAllForTheHeaderWithoutAnEmptyLine(String message) throws IOException {
        Part root = root(message);

        assertThat(at(root.header())).isEqualTo(message);
        assertThat(root.body().length()).isZero();
        assertThat(at(root.whole())).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nbody", "\nbody"})
    void mayHaveNoHeader(String message) throws IOException {
        Part root = root(message);

        assertThat(root.header().length()).isZero();
        assertThat(at(root.body())).isEqualTo("body");
    }

    @Test
    void looksNoFurtherThanOneMebibyte() throws IOException {
        Part root = root("A: 1\r\n".repeat(400_000) + "\r\nbody");

        assertThat(root.header()).isEqualTo(new OctetRange(0, 1 << 20));
        assertThat(root.body()).isEqualTo(new OctetRange(1 << 20, text.length()));
    }
}

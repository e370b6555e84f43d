// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.spool.Octets;

class MimeBenchTest {
    @TempDir
    Path folder;

    @Test
    void measuresEachKindOfMessage() throws IOException {
        var bench = new MimeBench(new Reader(folder), 1);

        bench.speed(1 << 16);

        assertThat(bench.figures())
                .hasSize(6)
                .allSatisfy(figure -> assertThat(figure.value()).isPositive());
    }

    @Test
    void decodesAllOfAMessage() throws IOException {
        var reader = new Reader(folder);
        var message = Octets.of(new Messages().of(1 << 16).get("base64 attachment"));

        assertThat(reader.readAndDecode(message)).isBetween(message.size() * 70 / 100, message.size() * 75 / 100);
    }

    @Test
    void bombsAreCalledUnscannableAndOtherMailIsNot() throws IOException {
        var reader = new Reader(folder);

        assertThat(reader.problems(Bombs.messages().get("100 000 nested multiparts")))
                .isNotEmpty();
        assertThat(reader.problems(Octets.of("\r\nx".getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
        assertThatThrownBy(() -> reader.read(Bombs.messages().get("a million parts")))
                .hasMessageContaining("10000 parts");
    }

    @Test
    void repeatsWhatItIsMadeOf() throws IOException {
        var content = Repeated.of("first", "abc", 3);

        assertThat(new String(content.open().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("firstabcabcabc");
        assertThat(content.open(4, 3).readAllBytes()).containsExactly('t', 'a', 'b');
        assertThat(content.open(7, 2).read()).isEqualTo('c');
    }

    @Test
    void figuresCrossFromProcessToProcess() {
        var figures = List.of(new Figure("a, b: c", 0.25, "s of CPU", 5), new Figure("d", 2, "MB", 1));
        var lines = String.join("\n", figures.stream().map(Figure::line).toList());

        assertThat(Figure.parse(lines)).isEqualTo(figures);
        assertThat(figures.get(0).text()).contains("0.250 s of CPU").contains("goal 5 reached");
        assertThat(figures.get(1).text()).contains("goal 1 MISSED");
    }
}

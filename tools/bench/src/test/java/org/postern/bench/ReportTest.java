// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);
    private static final Variant DIRECT = Variant.direct(NOWHERE);
    private static final Variant GATEWAY =
            new Variant("gateway", Variant.Kind.GATEWAY, NOWHERE, Optional.empty(), Optional.empty(), false);

    @Test
    void ratiosComeFromTheSameRound() {
        var direct = row(DIRECT, 1_000, 100, 500);
        var gateway = row(GATEWAY, 500, 60, 100);

        assertThat(gateway.ratioTo(direct)).isEqualTo(0.5);
        assertThat(gateway.rate()).isEqualTo(100);
    }

    @Test
    void costsAreDividedByAllMessages() {
        var gateway = row(GATEWAY, 10, 10);

        assertThat(gateway.cpuMillis()).contains(3.0);
        assertThat(gateway.allocatedKib()).contains(2.0);
        assertThat(gateway.peakMib()).contains(2.0);
        assertThat(gateway.clamdMillis()).isEmpty();
    }

    @Test
    void theTableAndTheFileHaveARowForEachVariant() {
        var cell = new Cell(Protocol.SMTP, Corpus.of("4 KB", 4_096), Cell.Shape.of(1));
        var result = new CellResult(cell, List.of(row(DIRECT, 10, 10), row(GATEWAY, 10, 5)));

        assertThat(result.table()).contains("SMTP, 4 KB").containsPattern("gateway +8 +0.75");
        assertThat(result.json()).hasSize(2);
        assertThat(result.json().get(1)).containsEntry("variant", "gateway").containsEntry("ratioToDirect", 0.75);
        assertThat(result.steps()).hasSize(1);
    }

    @Test
    void writesJson() {
        var map = new LinkedHashMap<String, Object>();
        map.put("text", "a \"b\" \\ \n");
        map.put("list", List.of(1, 2.5, true, Double.NaN));

        assertThat(Json.of(map))
                .isEqualTo("{\"text\":\"a \\\"b\\\" \\\\ \\u000a\",\"list\":[1,\n2.5000,\ntrue,\nnull]}");
    }

    @Test
    void optionsAreReadOrNamed() throws Exception {
        var options = Options.parse(List.of("--quick", "--json", "x.json", "--only", "SMTP", "--only", "mixed"));

        assertThat(options.quick()).isTrue();
        assertThat(options.plan().cells()).hasSize(1);
        assertThatThrownBy(() -> Options.parse(List.of("--fast"))).hasMessageContaining("'--fast'");
        assertThatThrownBy(() -> Options.parse(List.of("--json"))).hasMessageContaining("value is missing");
    }

    private static Row row(Variant variant, double... rates) {
        var samples = new ArrayList<Measurement.Sample>();
        for (var rate : rates) {
            var latencies = new Latencies();
            latencies.add(1_000_000);
            samples.add(new Measurement.Sample(
                    latencies, rate, Optional.of(3.0), Optional.empty(), Optional.of(2_048L), Optional.of(2_048L)));
        }
        return new Row(variant, samples);
    }
}

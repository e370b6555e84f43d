// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A cell and its rows: as a table and as what goes into the JSON file. */
record CellResult(Cell cell, List<Row> rows) {
    private static final String LAYOUT = "  %-18s %7s %7s %6s %6s %8s %8s %8s %8s %7s %7s %7s %5s%n";
    private static final String HEADING = String.format(
                    LAYOUT, "", "", "ratio", "ratio", "ratio", "p50", "p95", "p99", "max", "CPU", "clamd", "KiB",
                    "peak")
            + String.format(
                    LAYOUT, "", "msg/s", "direct", "relay", "clamd", "ms", "ms", "ms", "ms", "ms/msg", "ms/msg", "/msg",
                    "MiB");

    /** What is seen of a gateway's row beside the direct one. */
    record StepFinding(String title, DelayedAckCheck.Finding finding, double addedMedian, double added99) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "40 ms step, %s: %s; added latency p50 %.2f ms, p99 %.2f ms",
                    title,
                    finding.text(),
                    addedMedian,
                    added99);
        }
    }

    CellResult {
        rows = List.copyOf(rows);
    }

    String table() {
        var table = new StringBuilder("\n" + cell.title() + "\n" + HEADING);
        for (var row : rows) {
            var latencies = row.latencies();
            table.append(String.format(
                    LAYOUT,
                    row.variant().name(),
                    text("%.0f", Optional.of(row.rate())),
                    text("%.2f", ratio(row, Variant.DIRECT)),
                    text("%.2f", ratio(row, Variant.RELAY)),
                    text("%.2f", ratioToClamd(row)),
                    text("%.2f", Optional.of(latencies.percentileMillis(50))),
                    text("%.2f", Optional.of(latencies.percentileMillis(95))),
                    text("%.2f", Optional.of(latencies.percentileMillis(99))),
                    text("%.2f", Optional.of(latencies.percentileMillis(100))),
                    text("%.2f", row.cpuMillis()),
                    text("%.2f", row.clamdMillis()),
                    text("%.1f", row.allocatedKib()),
                    text("%.0f", row.peakMib())));
        }
        return table.toString();
    }

    List<Map<String, Object>> json() {
        var list = new ArrayList<Map<String, Object>>();
        for (var row : rows) {
            var latencies = row.latencies();
            var figures = new LinkedHashMap<String, Object>();
            figures.put("protocol", cell.protocol().name());
            figures.put("mail", cell.corpus().name());
            figures.put("meanOctets", cell.corpus().meanOctets());
            figures.put("sessions", cell.shape().sessions());
            figures.put("messagesPerSession", cell.shape().perSession());
            figures.put("variant", row.variant().name());
            figures.put("messages", latencies.count());
            figures.put("messagesPerSecond", row.rate());
            ratio(row, Variant.DIRECT).ifPresent(ratio -> figures.put("ratioToDirect", ratio));
            ratio(row, Variant.RELAY).ifPresent(ratio -> figures.put("ratioToRelay", ratio));
            ratioToClamd(row).ifPresent(ratio -> figures.put("ratioToClamd", ratio));
            for (var percent : new int[] {50, 95, 99}) {
                figures.put("p" + percent + "Millis", latencies.percentileMillis(percent));
            }
            figures.put("maxMillis", latencies.percentileMillis(100));
            row.cpuMillis().ifPresent(millis -> figures.put("cpuMillisPerMessage", millis));
            row.clamdMillis().ifPresent(millis -> figures.put("clamdCpuMillisPerMessage", millis));
            row.allocatedKib().ifPresent(kib -> figures.put("allocatedKibPerMessage", kib));
            row.peakMib().ifPresent(mib -> figures.put("peakResidentMib", mib));
            list.add(figures);
        }
        return list;
    }

    /** One for each gateway; none where the cell does not show steps. */
    List<StepFinding> steps() {
        var findings = new ArrayList<StepFinding>();
        var direct = find(Variant.DIRECT).map(Row::latencies);
        if (!Plan.showsSteps(cell) || direct.isEmpty()) {
            return findings;
        }
        for (var row : rows) {
            if (row.variant().kind() == Variant.Kind.GATEWAY) {
                var latencies = row.latencies();
                findings.add(new StepFinding(
                        cell.protocol() + " " + row.variant().name(),
                        DelayedAckCheck.look(latencies, direct.get()),
                        latencies.percentileMillis(50) - direct.get().percentileMillis(50),
                        latencies.percentileMillis(99) - direct.get().percentileMillis(99)));
            }
        }
        return findings;
    }

    /** An engine alone carries no mail, so there is nothing to compare with. */
    private Optional<Double> ratio(Row row, String other) {
        return find(other)
                .filter(any -> row.variant().kind() != Variant.Kind.ENGINE)
                .map(row::ratioTo);
    }

    /** Only what has clamd scan is to be compared with it. */
    private Optional<Double> ratioToClamd(Row row) {
        return find(Variant.CLAMD).filter(any -> row.variant().clamd()).map(row::ratioTo);
    }

    private Optional<Row> find(String name) {
        return rows.stream().filter(row -> row.variant().name().equals(name)).findFirst();
    }

    private static String text(String format, Optional<Double> figure) {
        return figure.map(value -> String.format(Locale.ROOT, format, value)).orElse("-");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A variant in a cell: what its samples of all rounds say together. */
record Row(Variant variant, List<Measurement.Sample> samples) {
    Row {
        samples = List.copyOf(samples);
    }

    /** The median of the rounds, in messages a second. */
    double rate() {
        return median(samples.stream().mapToDouble(Measurement.Sample::rate).toArray());
    }

    /** The median of what this was in each round, compared with the other in the same one. */
    double ratioTo(Row other) {
        var ratios = new double[Math.min(samples.size(), other.samples.size())];
        for (var i = 0; i < ratios.length; i++) {
            ratios[i] = samples.get(i).rate() / other.samples.get(i).rate();
        }
        return median(ratios);
    }

    /** Of all messages of all rounds. */
    Latencies latencies() {
        var all = new Latencies();
        samples.forEach(sample -> all.addAll(sample.latencies()));
        return all;
    }

    Optional<Double> cpuMillis() {
        return perMessage(Measurement.Sample::cpuMillis);
    }

    Optional<Double> clamdMillis() {
        return perMessage(Measurement.Sample::clamdMillis);
    }

    Optional<Double> allocatedKib() {
        return perMessage(sample -> sample.allocated().map(octets -> octets / 1_024.0));
    }

    /** The highest of the rounds. */
    Optional<Double> peakMib() {
        return samples.stream()
                .flatMap(sample -> sample.peakKib().stream())
                .max(Long::compare)
                .map(kib -> kib / 1_024.0);
    }

    private Optional<Double> perMessage(Function<Measurement.Sample, Optional<Double>> figure) {
        var messages =
                samples.stream().mapToInt(sample -> sample.latencies().count()).sum();
        return samples.stream()
                .flatMap(sample -> figure.apply(sample).stream())
                .reduce(Double::sum)
                .filter(any -> messages > 0)
                .map(sum -> sum / messages);
    }

    static double median(double[] values) {
        var sorted = values.clone();
        java.util.Arrays.sort(sorted);
        var half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

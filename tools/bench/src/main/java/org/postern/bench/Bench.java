// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.postern.bench.mime.Figure;

/** {@code ./postern bench}: plan, rig, rounds, report. */
public final class Bench {
    private final Plan plan;
    private final Rig rig;
    private final PrintStream out;

    private Bench(Plan plan, Rig rig, PrintStream out) {
        this.plan = plan;
        this.rig = rig;
        this.out = out;
    }

    /**
     * Arguments: {@link Options#HELP}. The system properties {@code postern.bench.home} and {@code postern.bench.commit}
     * name the distribution and what it was built from.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        try {
            System.exit(run(Options.parse(List.of(arguments))));
        } catch (Options.UsageException wrong) {
            System.err.println("bench: " + wrong.getMessage());
            System.err.print(Options.HELP);
            System.exit(2);
        } catch (BenchFailure failed) {
            System.err.println("bench: " + failed.getMessage());
            System.exit(1);
        }
    }

    private static int run(Options options) throws IOException, BenchFailure, InterruptedException {
        var plan = options.plan();
        if (plan.cells().isEmpty() && !options.mime()) {
            throw new BenchFailure("no heading has the words " + options.only());
        }
        var distribution =
                Distribution.in(Path.of(System.getProperty("postern.bench.home", "distribution/target/postern")));
        var circumstances = Circumstances.now(System.getProperty("postern.bench.commit", "unknown"), plan);
        System.out.println(circumstances.text());
        var folder = Files.createTempDirectory("postern-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(folder), "clean-up"));
        if (options.scans()) {
            ScanCost.run(distribution, folder, plan, System.out);
            return 0;
        }
        var mime = new ArrayList<Figure>();
        if (options.mime()) {
            mime.addAll(MimeCost.measure(distribution, folder, plan.readings()));
            System.out.print(MimeCost.table(mime));
        }
        var mail = plan.cells().isEmpty() ? Outcome.NOTHING : mail(plan, distribution, folder);
        var json = options.json().orElseGet(() -> Path.of("target/bench", circumstances.fileName()));
        write(json, circumstances, mime, mail);
        System.out.println("Figures: " + json);
        mail.skipped().forEach(what -> System.out.println("**** NOT MEASURED: " + what + " ****"));
        return mail.steps().stream().anyMatch(step -> step.finding().step()) ? 3 : 0;
    }

    /** What was measured with mail on its way. */
    private record Outcome(List<CellResult> results, List<CellResult.StepFinding> steps, List<String> skipped) {
        private static final Outcome NOTHING = new Outcome(List.of(), List.of(), List.of());
    }

    private static Outcome mail(Plan plan, Distribution distribution, Path folder)
            throws IOException, BenchFailure, InterruptedException {
        try (var rig = Rig.open(distribution, folder, System.out::println)) {
            var bench = new Bench(plan, rig, System.out);
            bench.warmUp();
            var results = bench.measure();
            var steps =
                    results.stream().flatMap(result -> result.steps().stream()).toList();
            System.out.println();
            steps.forEach(step -> System.out.println(step.text()));
            return new Outcome(results, steps, rig.skipped());
        }
    }

    /** Also when a signal ends the bench. */
    private static void cleanUp(Path folder) {
        ChildProcess.closeAll();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException left) {
            System.err.println("bench: " + folder + " could not be removed: " + left.getMessage());
        }
    }

    private void warmUp() throws IOException, BenchFailure, InterruptedException {
        out.println("Warming up");
        var measurement = new Measurement(rig);
        var ofGateway = new ArrayList<WarmUp.Load>();
        for (var protocol : Protocol.values()) {
            for (var corpus : List.of(Corpus.of("4 KB", 4_096), Corpus.mixed())) {
                var cell = new Cell(protocol, corpus, Cell.Shape.of(8));
                for (var variant : rig.variants(protocol)) {
                    if (variant.kind() == Variant.Kind.GATEWAY) {
                        ofGateway.add(time -> measurement.take(cell, variant, time));
                    } else {
                        measurement.take(cell, variant, plan.moment());
                    }
                }
            }
        }
        if (!ofGateway.isEmpty()) {
            out.println(WarmUp.run(rig.jvm(), ofGateway, plan.warmUp()));
        }
    }

    private List<CellResult> measure() throws IOException, BenchFailure, InterruptedException {
        var results = new ArrayList<CellResult>();
        for (var cell : plan.cells()) {
            if (!rig.variants(cell.protocol()).isEmpty()) {
                var result = measure(cell);
                out.print(result.table());
                results.add(result);
            }
        }
        return results;
    }

    /** Every variant once in each round, beginning with another one each time: what disturbs the machine disturbs all. */
    private CellResult measure(Cell cell) throws IOException, BenchFailure, InterruptedException {
        var variants = rig.variants(cell.protocol());
        var measurement = new Measurement(rig);
        var samples = new ArrayList<List<Measurement.Sample>>();
        variants.forEach(variant -> samples.add(new ArrayList<>()));
        for (var round = 0; round < plan.rounds(); round++) {
            for (var i = 0; i < variants.size(); i++) {
                var at = (i + round) % variants.size();
                samples.get(at).add(measurement.take(cell, variants.get(at), plan.moment()));
            }
        }
        var rows = new ArrayList<Row>();
        for (var i = 0; i < variants.size(); i++) {
            rows.add(new Row(variants.get(i), samples.get(i)));
        }
        return new CellResult(cell, rows);
    }

    private static void write(Path file, Circumstances circumstances, List<Figure> mime, Outcome mail)
            throws IOException {
        var text = Json.of(Map.of(
                "circumstances",
                circumstances.all(),
                "notMeasured",
                mail.skipped(),
                "mime",
                mime.stream().map(Figure::json).toList(),
                "rows",
                mail.results().stream()
                        .flatMap(result -> result.json().stream())
                        .toList(),
                "fortyMillisecondSteps",
                mail.steps().stream()
                        .map(step -> Map.of(
                                "row", step.title(), "step", step.finding().step(), "text", step.text()))
                        .toList()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text + "\n");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.postern.bench.mime.Figure;

/** What reading a message costs: measured in a process that has the jars of the distribution and no framework. */
final class MimeCost {
    /** For {@code --only}. */
    static final String TITLE = "MIME";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String MAIN = "org.postern.bench.mime.MimeBench";

    private MimeCost() {}

    static List<Figure> measure(Distribution distribution, Path folder, int rounds)
            throws IOException, BenchFailure, InterruptedException {
        var figures = folder.resolve("mime.figures");
        var jars = distribution.home().resolve("bundles") + "/*" + File.pathSeparator
                + distribution.home().resolve("lib") + "/*";
        var command = List.of(
                Programs.java().toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + jars,
                MAIN,
                Files.createDirectory(folder.resolve("mime")).toString(),
                figures.toString(),
                Integer.toString(rounds));
        try (var process = ChildProcess.start("mime", folder, command, Map.of())) {
            process.awaitEnd(PATIENCE);
        }
        return Figure.parse(Files.readString(figures));
    }

    /** A heading, and a row for each figure. */
    static String table(List<Figure> figures) {
        var table = new StringBuilder("\n" + TITLE + ", the jars of the distribution, one thread; medians\n");
        figures.forEach(figure -> table.append(figure.text()));
        return table.toString();
    }
}

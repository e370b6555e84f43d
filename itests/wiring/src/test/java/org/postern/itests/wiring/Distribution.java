// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.wiring;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The bundles of the distribution, on an instance directory of their own, in a framework of Pax Exam. */
final class Distribution {
    private Distribution() {}

    /** @param configuration file names and their contents, in turn */
    static Option with(String... configuration) throws IOException {
        Path base = Files.createTempDirectory("postern-wiring");
        Path etc = Files.createDirectories(base.resolve("etc"));
        for (int i = 0; i < configuration.length; i += 2) {
            Files.writeString(etc.resolve(configuration[i]), configuration[i + 1]);
        }
        List<Option> options = new ArrayList<>();
        Path bundles = Path.of(System.getProperty("postern.distribution"), "bundles");
        try (Stream<Path> jars = Files.list(bundles)) {
            for (Path jar : jars.sorted().toList()) {
                options.add(bundle(jar.toUri().toString())
                        .startLevel(level(jar.getFileName().toString())));
            }
        }
        for (Class<?> needed : List.of(
                org.junit.jupiter.api.Test.class,
                org.junit.platform.commons.JUnitException.class,
                org.opentest4j.AssertionFailedError.class,
                org.apiguardian.api.API.class,
                net.bytebuddy.ByteBuddy.class,
                org.assertj.core.api.Assertions.class)) {
            options.add(bundle(needed.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString())
                    .startLevel(2));
        }
        options.add(frameworkProperty("postern.base").value(base.toString()));
        options.add(systemProperty("postern.base").value(base.toString()));
        options.add(systemProperty("postern.etc").value(etc.toString()));
        options.add(systemProperty("logback.configurationFile")
                .value(Path.of(System.getProperty("postern.distribution"), "etc/logback.xml")
                        .toString()));
        return composite(options.toArray(Option[]::new));
    }

    /** As the features have it: logging, services, libraries, the stages, the door last; Pax Exam ends at level 5. */
    private static int level(String jar) {
        if (jar.startsWith("org.postern.config")) {
            return 5;
        }
        if (jar.startsWith("org.postern.")) {
            return jar.startsWith("org.postern.log") ? 2 : 4;
        }
        return jar.startsWith("org.apache.felix.") ? 3 : 2;
    }
}

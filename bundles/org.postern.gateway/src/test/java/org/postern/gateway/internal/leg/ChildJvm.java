// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.leg;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command of another virtual machine that sees the same classes, whoever runs the tests. */
final class ChildJvm {

    private ChildJvm() {}

    /** The command for a main class; the path of classes holds what each of the seen ones came from. */
    static List<String> command(List<String> options, Class<?> main, Class<?>... seen) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(Arrays.stream(seen).map(ChildJvm::origin).distinct().collect(Collectors.joining(":")));
        command.add(main.getName());
        return command;
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what {@code --smtp} and {@code --pop3} stand for into the instance's {@code etc/}: a listener and a rule that
 * permits it ({@code --clamd}: {@link CliClamd}), so that the configuration has one place and the options no way round it. Files of an earlier start that no option asks for
 * any more are removed. Without an option nothing is touched.
 */
final class CliConfiguration {
    private static final String LISTENER = "org.postern.listener~";
    private static final String RULE = "org.postern.rule~";

    private CliConfiguration() {}

    static void write(Path etc, Command.Run run) throws LaunchException {
        try {
            if (!run.clamd().isEmpty()) {
                CliClamd.write(etc, run.clamd());
            } else if (!run.forwards().isEmpty()) {
                CliClamd.takeBack(etc);
            }
            if (!run.forwards().isEmpty()) {
                write(etc, run.forwards());
            }
        } catch (IOException failed) {
            throw new LaunchException(
                    ExitCode.BASE_UNUSABLE,
                    "the options of run write listeners, rules and the engine to " + etc
                            + ", and cannot; make that folder writable, or configure them there by hand and leave the "
                            + "options out",
                    failed);
        }
    }

    private static void write(Path etc, List<Forward> forwards) throws LaunchException, IOException {
        var wanted = new LinkedHashMap<String, String>();
        var counts = new HashMap<String, Integer>();
        for (var forward : forwards) {
            var name = "cli-" + forward.protocol() + "-" + counts.merge(forward.protocol(), 1, Integer::sum);
            wanted.put(LISTENER + name + ".cfg", listener(forward));
            wanted.put(RULE + name + ".cfg", rule(forward, name, wanted.size() / 2 + 1));
        }
        removeStale(etc, wanted);
        for (var file : wanted.entrySet()) {
            replace(etc.resolve(file.getKey()), file.getValue());
        }
    }

    private static String listener(Forward forward) throws LaunchException {
        return """
                # Written by 'postern run --%s %s=%s', and again at each start that has the option: do not edit.
                # To keep it for good, copy it to a name without 'cli-', change the rule beside it likewise, and start
                # without the option. To be rid of it, delete it.
                protocol = %s
                address = %s
                port = %d
                mode = FORWARD
                upstream = %s
                """.formatted(
                        forward.protocol(),
                        forward.listen(),
                        forward.upstream(),
                        forward.protocol(),
                        address(forward),
                        forward.listen().port(),
                        forward.upstream());
    }

    /** A listener has an address: no server may come up somewhere else because a name server said so. */
    private static String address(Forward forward) throws LaunchException {
        var listen = forward.listen();
        if (listen.isAnyAddress()) {
            return "0.0.0.0";
        }
        try {
            return InetAddress.getByName(listen.host()).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new LaunchException(
                    ExitCode.START_FAILED,
                    "run --" + forward.protocol() + " " + listen + "=...: no address is known for '" + listen.host()
                            + "'; give an address of this machine, for example 127.0.0.1:" + listen.port());
        }
    }

    private static String rule(Forward forward, String listener, int order) {
        return """
                # Written by 'postern run --%s', and again at each start that has the option: do not edit.
                order = %d
                listeners = %s
                action = PERMIT
                inspector = DEFAULT
                profile = default
                """.formatted(forward.protocol(), order, listener);
    }

    private static void removeStale(Path etc, Map<String, String> wanted) throws IOException {
        try (var files = Files.newDirectoryStream(etc, "org.postern.{listener,rule}~cli-{smtp,pop3}-*.cfg")) {
            for (var file : files) {
                if (!wanted.containsKey(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    static void replace(Path file, String content) throws IOException {
        if (Files.isRegularFile(file) && Files.readString(file).equals(content)) {
            return;
        }
        // A name that the configuration door does not read, then one step: nobody sees half a file.
        var unfinished = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.postern.api.config.ConfigurationCheck;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

/** Refuses names, commands, exit codes and patterns that are none. */
@Component
public final class CommandCheck implements ConfigurationCheck {
    @Override
    public List<ConfigurationProblem> check(ConfigurationSet proposed) {
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (Entry entry : proposed.of(CommandEngine.PID)) {
            checkName(entry, problems);
            texts(entry, "threatPattern", Settings::withGroup, problems);
            texts(entry, "cleanPattern", Settings::optional, problems);
            texts(entry, "versionPattern", Settings::pattern, problems);
            texts(entry, "unscannablePatterns", Settings::clue, problems);
            list(entry, "command", Arguments::withFile, problems);
            if (strings(entry, "versionCommand").length > 0) {
                list(entry, "versionCommand", Arguments::withoutFile, problems);
            }
            checkCodes(entry, problems);
        }
        return problems;
    }

    private static void checkName(Entry entry, List<ConfigurationProblem> problems) {
        texts(
                entry,
                "name",
                name -> {
                    if (!Settings.NAME.matcher(name).matches()) {
                        throw new IllegalArgumentException(Settings.ALLOWED_NAME);
                    }
                },
                problems);
    }

    private static void checkCodes(Entry entry, List<ConfigurationProblem> problems) {
        int before = problems.size();
        list(entry, "unscannableExitCodes", ExitCodes::reasons, problems);
        if (problems.size() == before) {
            String key = "infectedExitCodes";
            try {
                var unused = ExitCodes.of(
                        codes(entry, "cleanExitCodes"), codes(entry, key), strings(entry, "unscannableExitCodes"));
            } catch (IllegalArgumentException wrong) {
                problems.add(problem(entry, key, Arrays.toString(codes(entry, key)), wrong.getMessage()));
            }
        }
    }

    /** One text, or each of a list. */
    private static void texts(Entry entry, String key, Consumer<String> rule, List<ConfigurationProblem> problems) {
        Stream<String> values = entry.properties().get(key) instanceof String text
                ? Stream.of(text)
                : Arrays.stream(strings(entry, key));
        values.forEach(value -> {
            try {
                rule.accept(value);
            } catch (IllegalArgumentException wrong) {
                problems.add(problem(entry, key, value, wrong.getMessage()));
            }
        });
    }

    private static void list(Entry entry, String key, Consumer<String[]> rule, List<ConfigurationProblem> problems) {
        try {
            rule.accept(strings(entry, key));
        } catch (IllegalArgumentException wrong) {
            problems.add(problem(entry, key, String.join(", ", strings(entry, key)), wrong.getMessage()));
        }
    }

    private static String[] strings(Entry entry, String key) {
        return entry.properties().get(key) instanceof String[] values ? values : new String[0];
    }

    private static int[] codes(Entry entry, String key) {
        return entry.properties().get(key) instanceof Integer[] values
                ? Arrays.stream(values).mapToInt(Integer::intValue).toArray()
                : new int[0];
    }

    private static ConfigurationProblem problem(Entry entry, String key, String value, String allowed) {
        return new ConfigurationProblem(entry.file(), key, value, allowed);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What an administrator has set, checked.
 *
 * @param command what is run on the content
 * @param meaning what comes of it
 * @param version how signatures are asked for, if they are
 * @param timeout how long a run may take
 * @param workDirectory where the content lies meanwhile
 */
record Settings(
        Arguments command, Meaning meaning, Optional<VersionQuestion> version, Duration timeout, Path workDirectory) {
    /** As profiles name engines. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    static final String ALLOWED_NAME = "letters, digits and hyphens, at most 64";

    /**
     * @param base where relative paths start
     * @throws IllegalArgumentException if something is wrong that types and ranges do not say
     */
    static Settings of(Path base, CommandEngine.Config config) {
        if (!NAME.matcher(config.name()).matches()) {
            throw new IllegalArgumentException("name: " + ALLOWED_NAME);
        }
        Meaning meaning = new Meaning(
                ExitCodes.of(config.cleanExitCodes(), config.infectedExitCodes(), config.unscannableExitCodes()),
                withGroup(config.threatPattern()),
                optional(config.cleanPattern()),
                Arrays.stream(config.unscannablePatterns()).map(Settings::clue).toList());
        Pattern versionPattern = pattern(config.versionPattern());
        return new Settings(
                Arguments.withFile(config.command()),
                meaning,
                config.versionCommand().length == 0
                        ? Optional.empty()
                        : Optional.of(
                                new VersionQuestion(Arguments.withoutFile(config.versionCommand()), versionPattern)),
                Duration.ofMillis(config.timeoutMillis()),
                base.resolve(config.workDirectory()));
    }

    /** Line ends of other kinds are characters like all others, so that none hides a name. */
    static Pattern pattern(String written) {
        try {
            return Pattern.compile(written, Pattern.UNIX_LINES);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("a regular expression of Java: " + wrong.getDescription(), wrong);
        }
    }

    static Pattern withGroup(String written) {
        Pattern pattern = pattern(written);
        if (pattern.matcher("").groupCount() < 1) {
            throw new IllegalArgumentException(
                    "a regular expression of Java with the threat's name as its first group");
        }
        return pattern;
    }

    static Optional<Pattern> optional(String written) {
        return written.isBlank() ? Optional.empty() : Optional.of(pattern(written));
    }

    static Meaning.Clue clue(String written) {
        Reasons.Assigned<Pattern> assigned = Reasons.parse(written, Settings::pattern);
        return new Meaning.Clue(assigned.reason(), assigned.value());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;

/**
 * What exit codes and words of a program mean. A threat that is named counts, whatever the exit code says; nothing is clean
 * but an exit code for that with the words for that and no others (T21).
 *
 * @param codes what exit codes mean
 * @param threat finds the name of a threat in a line, in its first group
 * @param clean what a line must hold for a clean answer; empty when no words are asked for
 * @param clues names of threats, or whole lines, which say that something was not looked at
 */
record Meaning(ExitCodes codes, Pattern threat, Optional<Pattern> clean, List<Clue> clues) {
    static final String UNNAMED = "unnamed threat";

    private static final int LONGEST_LINE = 4096;

    /** A reason, and the words for it. */
    record Clue(UnscannableReason reason, Pattern pattern) {}

    /** What was read in the output. */
    private static final class Findings {
        private final List<String> threats = new ArrayList<>();
        private Optional<ScanResult> unscannable = Optional.empty();
        private boolean clean;
        private boolean whole;
    }

    Meaning {
        clues = List.copyOf(clues);
    }

    /** @throws GivenUpException if patterns take longer than there is time */
    ScanResult of(Ended ended, Limit limit) throws GivenUpException {
        try {
            return verdict(ended, read(ended, limit));
        } catch (PatientText.Late late) {
            throw new GivenUpException("its output is not understood in time; simplify the patterns");
        }
    }

    private ScanResult verdict(Ended ended, Findings found) {
        if (!found.threats.isEmpty()) {
            return ScanResult.infected(found.threats.get(0));
        }
        if (codes.infected().contains(ended.exit())) {
            return found.unscannable.filter(any -> found.whole).orElseGet(() -> ScanResult.infected(UNNAMED));
        }
        if (!found.whole) {
            return ScanResult.failed("it prints more, or longer lines, than are read");
        }
        if (found.unscannable.isPresent() && ended.exit() < Ended.SIGNAL) {
            return found.unscannable.get();
        }
        UnscannableReason reason = codes.unscannable().get(ended.exit());
        if (reason != null) {
            return ScanResult.unscannable(reason, ended.describe());
        }
        if (!codes.clean().contains(ended.exit())) {
            return ScanResult.failed(ended.describe());
        }
        return found.clean
                ? ScanResult.clean()
                : ScanResult.failed("not the words of cleanPattern, though " + ended.describe());
    }

    private Findings read(Ended ended, Limit limit) {
        Findings found = new Findings();
        found.clean = clean.isEmpty();
        found.whole = ended.whole();
        boolean infected = codes.infected().contains(ended.exit());
        for (String line : ended.lines()) {
            if (line.length() > LONGEST_LINE) {
                found.whole = false;
                continue;
            }
            Matcher name = threat.matcher(new PatientText(line, limit));
            if (name.find()) {
                threat(name, found, limit);
            } else {
                // Beside an exit code for malware words weigh nothing: they may come out of the content.
                clue(line, limit).filter(any -> !infected).ifPresent(clue -> unscannable(clue, line, found));
                found.clean |= clean.filter(words ->
                                words.matcher(new PatientText(line, limit)).find())
                        .isPresent();
            }
        }
        return found;
    }

    private void threat(Matcher match, Findings found, Limit limit) {
        String name = Optional.ofNullable(match.group(1)).map(Ended::printable).orElse("");
        Optional<Clue> clue = clue(name, limit);
        if (clue.isPresent()) {
            unscannable(clue.get(), name, found);
        } else {
            found.threats.add(name.isEmpty() ? UNNAMED : name);
        }
    }

    private static void unscannable(Clue clue, String words, Findings found) {
        if (found.unscannable.isEmpty()) {
            found.unscannable = Optional.of(ScanResult.unscannable(clue.reason(), Ended.printable(words)));
        }
    }

    private Optional<Clue> clue(String text, Limit limit) {
        return clues.stream()
                .filter(clue ->
                        clue.pattern().matcher(new PatientText(text, limit)).matches())
                .findFirst();
    }
}

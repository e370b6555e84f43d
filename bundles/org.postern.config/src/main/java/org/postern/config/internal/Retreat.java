// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;

/**
 * Takes back as little of a proposed set as makes it consistent. One file a round, the one that leaves the fewest problems:
 * first among the changed files that a problem names, then among all changed ones (a deleted profile is the cause of what
 * is said of an unchanged rule), then among the named ones. Where no single step helps, a whole such group steps back.
 */
final class Retreat {
    private final Map<String, Slot> slots;
    private final ConsistencyCheck check;
    private final Set<ConfigurationProblem> problems = new LinkedHashSet<>();

    Retreat(Map<String, Slot> slots, ConsistencyCheck check) {
        this.slots = slots;
        this.check = check;
    }

    /** @return the set, which is consistent unless a problem has nothing to do with any file that is there */
    ConfigurationSet toConsistency() {
        var found = check.check(set());
        // A slot has two steps at most, and each round takes one.
        for (var round = 0; round < 2 * slots.size() && !found.isEmpty(); round++) {
            if (!step(found)) {
                break;
            }
            found = check.check(set());
        }
        problems.addAll(found);
        return set();
    }

    /** What was wrong with what stepped back, and what still is. */
    Set<ConfigurationProblem> problems() {
        return problems;
    }

    private boolean step(List<ConfigurationProblem> found) {
        var named = found.stream().map(ConfigurationProblem::file).collect(Collectors.toSet());
        var namedChanges = files(file -> named.contains(file) && slots.get(file).isChange());
        var changes = files(file -> slots.get(file).isChange());
        var namedFiles = files(named::contains);
        return stepBackBest(namedChanges, found)
                || stepBackBest(changes, found)
                || stepBackBest(namedFiles, found)
                || stepBack(namedChanges, found)
                || stepBack(
                        changes.stream()
                                .filter(file -> slots.get(file).hasFallback())
                                .toList(),
                        found)
                || stepBack(namedFiles, found);
    }

    private List<String> files(Predicate<String> wanted) {
        return slots.keySet().stream().filter(wanted).toList();
    }

    /** Takes back the file without which the fewest problems are left, if those are fewer than before. */
    private boolean stepBackBest(List<String> candidates, List<ConfigurationProblem> found) {
        record Trial(String file, List<ConfigurationProblem> left) {}
        Optional<Trial> best = candidates.stream()
                .map(file -> new Trial(file, without(file)))
                .filter(trial -> trial.left().size() < found.size())
                .min(Comparator.comparingInt(trial -> trial.left().size()));
        best.ifPresent(trial -> {
            var solved = found.stream()
                    .filter(problem -> !trial.left().contains(problem))
                    .toList();
            report(trial.file(), solved);
            slots.get(trial.file()).stepBack();
        });
        return best.isPresent();
    }

    private List<ConfigurationProblem> without(String file) {
        var slot = slots.get(file);
        var before = slot.state();
        slot.stepBack();
        var left = check.check(set());
        slot.restore(before);
        return left;
    }

    private boolean stepBack(List<String> files, List<ConfigurationProblem> found) {
        var moved = false;
        for (var file : files) {
            if (slots.get(file).stepBack()) {
                report(file, found);
                moved = true;
            }
        }
        return moved;
    }

    private void report(String file, List<ConfigurationProblem> solved) {
        var own = solved.stream().filter(problem -> problem.file().equals(file)).toList();
        problems.addAll(own);
        if (own.isEmpty() && !solved.isEmpty()) {
            var other = solved.get(0);
            var where = other.file() + (other.key().isEmpty() ? "" : ": " + other.key());
            problems.add(new ConfigurationProblem(
                    file,
                    "",
                    "",
                    (slots.get(file).isDeletion() ? "its removal" : "its change") + " is held back because of " + where
                            + ": " + other.allowed()));
        }
    }

    private ConfigurationSet set() {
        return new ConfigurationSet(
                slots.values().stream().flatMap(slot -> slot.entry().stream()).toList());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.config.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.config.ConfigurationSet.Entry;

/**
 * Makes a set that can be put in force out of the files as they are and the last good copies. A file that is not in order
 * by itself falls back at once; then {@link Retreat} sees to the whole.
 */
final class Proposal {
    private final Schema.Known schemas;
    private final ConsistencyCheck check;
    private final ConfigurationSet inForce;
    private final Map<String, Slot> slots = new TreeMap<>();
    private final Set<ConfigurationProblem> refusals = new LinkedHashSet<>();
    private final Set<ConfigurationProblem> unknown = new LinkedHashSet<>();

    private Proposal(Schema.Known schemas, ConsistencyCheck check, ConfigurationSet inForce) {
        this.schemas = schemas;
        this.check = check;
        this.inForce = inForce;
    }

    /**
     * @param set what can be put in force
     * @param kept the copies to keep
     * @param refusals what is wrong
     * @param unknown what waits for a bundle
     */
    record Result(
            ConfigurationSet set,
            Map<String, ConfigFile> kept,
            List<ConfigurationProblem> refusals,
            List<ConfigurationProblem> unknown) {
        Result {
            kept = Map.copyOf(kept);
            refusals = List.copyOf(refusals);
            unknown = List.copyOf(unknown);
        }
    }

    /**
     * @param folder the files as they are
     * @param lastGood the last good copies
     * @param inForce what is in force now
     */
    static Result of(
            Map<String, Reading> folder,
            Map<String, ConfigFile> lastGood,
            Schema.Known schemas,
            ConsistencyCheck check,
            ConfigurationSet inForce) {
        var proposal = new Proposal(schemas, check, inForce);
        folder.forEach((file, reading) -> proposal.place(file, reading, Optional.ofNullable(lastGood.get(file))));
        lastGood.forEach((file, copy) -> {
            if (!folder.containsKey(file)) {
                proposal.slots.put(file, Slot.deleted(copy, proposal.fallback(Optional.of(copy))));
            }
        });
        return proposal.result();
    }

    private void place(String file, Reading reading, Optional<ConfigFile> lastGood) {
        var fallback = fallback(lastGood);
        slots.put(file, Slot.refused(lastGood, fallback));
        if (reading instanceof Reading.Unreadable unreadable) {
            refusals.addAll(unreadable.problems());
        } else if (reading instanceof Reading.Readable readable) {
            var name = readable.file().name();
            var schema = schemas.of(name.pid());
            if (schema.isEmpty()) {
                unknown.add(new ConfigurationProblem(file, "", "", noBundleKnows(name)));
                return;
            }
            try {
                var entry = Typing.of(readable.file(), schema.get());
                slots.put(file, Slot.good(readable.file(), entry, lastGood, fallback));
            } catch (RefusedException refused) {
                refusals.addAll(refused.problems());
            }
        }
    }

    /** What the last good copy says. Without its bundle it cannot be typed; what is in force from it then stays so. */
    private Optional<Entry> fallback(Optional<ConfigFile> lastGood) {
        return lastGood.flatMap(copy -> {
            var schema = schemas.of(copy.name().pid());
            if (schema.isEmpty()) {
                return inForce.entries().stream()
                        .filter(entry -> entry.file().equals(copy.file()))
                        .findFirst();
            }
            try {
                return Optional.of(Typing.of(copy, schema.get()));
            } catch (RefusedException writtenForAnotherVersion) {
                return Optional.empty();
            }
        });
    }

    private String noBundleKnows(FileName name) {
        var meant = Nearest.to(name.pid(), schemas.pids())
                .or(() -> schemas.pids().stream()
                        .filter(pid -> name.pid().startsWith(pid + "-"))
                        .findFirst())
                .map(pid -> "; did you mean " + pid + "?");
        return "no bundle knows the PID " + name.pid() + meant.orElse("; it comes into force when one does");
    }

    private Result result() {
        var retreat = new Retreat(slots, check);
        var set = retreat.toConsistency();
        retreat.problems().stream().map(this::withoutSecret).forEach(refusals::add);
        var kept = new TreeMap<String, ConfigFile>();
        slots.forEach((file, slot) -> slot.kept().ifPresent(copy -> kept.put(file, copy)));
        return new Result(set, kept, List.copyOf(refusals), List.copyOf(unknown));
    }

    /** Checks are told everything, and may repeat a secret. */
    private ConfigurationProblem withoutSecret(ConfigurationProblem problem) {
        var secret = schemas.pids().stream()
                .filter(pid ->
                        problem.file().equals(pid + ".cfg") || problem.file().startsWith(pid + "~"))
                .flatMap(pid -> schemas.of(pid).stream())
                .flatMap(schema -> schema.attribute(problem.key()).stream())
                .anyMatch(Attribute::isSecret);
        return new ConfigurationProblem(
                problem.file(), problem.key(), secret ? "" : Shown.of(problem.value()), problem.allowed());
    }
}

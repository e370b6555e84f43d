// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.api.mime.MessageStructure;
import org.postern.api.mime.PartSource;
import org.postern.api.scan.EngineMode;
import org.postern.api.scan.ScanOutcome;
import org.postern.api.scan.ScanOutcome.Answer;
import org.postern.api.scan.ScanPlan;
import org.postern.api.scan.Verdict;

/**
 * Who still has to look at the single parts of a message that was looked at as a whole. An engine that takes messages
 * apart itself and found nothing has seen them, unless the message can be read in more than one way, or holds what had to be
 * unwrapped: not every engine can, and some ask what it is called.
 *
 * @param plan for the others; empty if there are none
 * @param satisfied the answers of those who have seen the parts
 */
record Onlookers(Optional<ScanPlan> plan, List<Answer> satisfied) {
    Onlookers {
        satisfied = List.copyOf(satisfied);
    }

    static Onlookers everybody(ScanPlan plan) {
        return new Onlookers(Optional.of(plan), List.of());
    }

    /** @param ofWhole what the plan's engines said to the message as a whole */
    static Onlookers after(ScanOutcome ofWhole, ScanPlan plan, MessageStructure structure) {
        List<Answer> satisfied = ofWhole.answers().stream()
                .filter(answer -> answer.unpacksMail() && answer.result().verdict() == Verdict.CLEAN)
                .toList();
        if (satisfied.isEmpty() || !isPlain(structure)) {
            return everybody(plan);
        }
        if (plan.mode() == EngineMode.FIRST) {
            return new Onlookers(Optional.empty(), satisfied);
        }
        Set<String> done = satisfied.stream().map(Answer::engine).collect(Collectors.toSet());
        List<String> names = plan.engines().isEmpty()
                ? ofWhole.answers().stream().map(Answer::engine).distinct().toList()
                : plan.engines();
        List<String> others =
                names.stream().filter(name -> !done.contains(name)).toList();
        return others.isEmpty()
                ? new Onlookers(Optional.empty(), satisfied)
                : new Onlookers(Optional.of(new ScanPlan(others, plan.mode(), plan.engineWait())), satisfied);
    }

    private static boolean isPlain(MessageStructure structure) {
        return structure.readings().size() == 1
                && structure.ambiguities().isEmpty()
                && structure.unscannable().isEmpty()
                && structure.first().parts().stream().noneMatch(part -> part.source() instanceof PartSource.Decoded);
    }
}

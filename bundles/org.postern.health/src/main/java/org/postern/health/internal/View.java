// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import java.util.List;
import java.util.Optional;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.scan.ScanService.EngineState;
import org.postern.api.session.GatewayState.ListenerState;

/**
 * What can be seen of the gateway at one moment.
 *
 * @param configured the number of the configuration generation that was put in force; 0 before the first
 * @param gateway what the gateway makes of it, if there is one
 * @param rules what the configuration in force permits
 * @param engines the engines that are there
 */
record View(long configured, Optional<Gateway> gateway, Rules rules, List<EngineState> engines) {
    View {
        engines = List.copyOf(engines);
    }

    /**
     * @param generation the generation that it follows
     * @param listeners its listeners
     */
    record Gateway(long generation, List<ListenerState> listeners) {
        Gateway {
            listeners = List.copyOf(listeners);
        }
    }

    /**
     * @param permitting whether any rule in force permits sessions
     * @param refused what is wrong with the rules that are not in force, a line each
     */
    record Rules(boolean permitting, List<String> refused) {
        private static final String PID = "org.postern.rule";

        Rules {
            refused = List.copyOf(refused);
        }

        /** As the door tells it. */
        static Rules of(ConfigurationSet inForce, List<ConfigurationProblem> problems) {
            List<ConfigurationSet.Entry> rules = inForce.of(PID);
            return new Rules(
                    rules.stream()
                            .anyMatch(rule -> "PERMIT".equals(rule.properties().get("action"))),
                    problems.stream()
                            .filter(problem -> problem.file().startsWith(PID + "~"))
                            .filter(problem ->
                                    rules.stream().noneMatch(rule -> rule.file().equals(problem.file())))
                            .map(ConfigurationProblem::toString)
                            .toList());
        }
    }

    boolean hasUsableEngine() {
        return engines.stream().anyMatch(engine -> engine.problem().isEmpty());
    }
}

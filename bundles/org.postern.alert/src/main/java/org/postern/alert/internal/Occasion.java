// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.alert.internal;

import java.util.Optional;
import java.util.function.Predicate;
import org.postern.api.event.EngineChanged;
import org.postern.api.event.GatewayEvent;
import org.postern.api.event.MessageHandled;
import org.postern.api.policy.Action;
import org.postern.api.policy.Processing;
import org.postern.api.scan.Verdict;

/** What a rule may tell of. */
enum Occasion {
    /** Malware was found in a message, whatever became of it. */
    VIRUS_FOUND("virusFound", "malware found", Occasion::isInfected),

    /** Something was taken out of a message because it could not be checked; no malware was found in it. */
    UNSCANNABLE_REMOVED(
            "unscannableRemoved",
            "removed what could not be checked",
            processing -> processing.action() == Action.REPLACED && !isInfected(processing)),

    /** An engine is out of service, or does not do all that it should. */
    ENGINE_TROUBLE("engineTrouble", "engine in trouble", processing -> false);

    private final String key;
    private final String summary;
    private final Predicate<Processing> meets;

    Occasion(String key, String summary, Predicate<Processing> meets) {
        this.key = key;
        this.summary = summary;
        this.meets = meets;
    }

    /** @param key as configured */
    static Occasion of(String key) {
        for (Occasion occasion : values()) {
            if (occasion.key.equals(key)) {
                return occasion;
            }
        }
        throw new IllegalArgumentException("no such event: " + key);
    }

    private static boolean isInfected(Processing processing) {
        return processing.findings().stream()
                .anyMatch(finding -> finding.result().verdict().equals(Verdict.INFECTED));
    }

    String key() {
        return key;
    }

    /** @return what happened, as a few words in the middle of a title */
    String summary() {
        return summary;
    }

    /** @return what is to be told of the event; empty if it is not such an occasion */
    Optional<Occurrence> in(GatewayEvent event, String rule) {
        if (this == ENGINE_TROUBLE) {
            return event instanceof EngineChanged engine && EngineStory.isTrouble(engine)
                    ? Optional.of(new EngineStory(engine).tell(rule))
                    : Optional.empty();
        }
        return event instanceof MessageHandled message
                        && message.processing().filter(meets).isPresent()
                ? Optional.of(new Story(this, message, message.processing().orElseThrow()).tell(rule))
                : Optional.empty();
    }
}

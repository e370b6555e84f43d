// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.api.scan.ScanService.EngineState;
import org.postern.api.session.GatewayState.ListenerState;

/**
 * Follows the start: configuration, gateway, listeners, rules, engines, in that order. A listener that cannot listen ends
 * it, and so does a configuration by which every session would be refused; an engine that does not come only makes it say
 * so, since messages wait for engines anyway. Not thread-safe.
 */
final class Start {
    /** How long is waited for a first usable engine once connections are accepted. */
    static final Duration ENGINE_PATIENCE = Duration.ofSeconds(10);

    /** How long is waited for a rule that permits sessions: bundles that come late make refused files good. */
    static final Duration RULE_PATIENCE = Duration.ofSeconds(3);

    private static final String NO_LISTENER = "postern ready: no listener is configured";

    private Optional<Long> listeningSince = Optional.empty();

    /**
     * @param nanos the time, as {@link System#nanoTime()} counts
     * @return the word, if it can be said now
     */
    Optional<Word> look(View view, long nanos) {
        if (view.configured() == 0) {
            return Optional.empty();
        }
        var gateway = view.gateway().filter(seen -> seen.generation() >= view.configured());
        if (gateway.isEmpty()) {
            return Optional.empty();
        }
        var deaf = gateway.get().listeners().stream()
                .filter(listener -> !listener.isListening())
                .toList();
        if (!deaf.isEmpty()) {
            return Optional.of(
                    new Word.Failed(deaf.stream().map(Start::cannotListen).collect(Collectors.joining("\n"))));
        }
        if (gateway.get().listeners().isEmpty()) {
            return Optional.of(new Word.Ready(NO_LISTENER, details(view, List.of(noListenerHint()))));
        }
        if (listeningSince.isEmpty()) {
            listeningSince = Optional.of(nanos);
        }
        var waited = Duration.ofNanos(nanos - listeningSince.get());
        if (!view.rules().permitting()) {
            return waited.compareTo(RULE_PATIENCE) < 0
                    ? Optional.empty()
                    : Optional.of(new Word.Failed(permitsNothing(view.rules())));
        }
        if (view.hasUsableEngine()) {
            return Optional.of(new Word.Ready(line(gateway.get()), details(view, List.of())));
        }
        return waited.compareTo(ENGINE_PATIENCE) < 0
                ? Optional.empty()
                : Optional.of(new Word.Ready(line(gateway.get()), details(view, List.of(noEngine()))));
    }

    private static String line(View.Gateway gateway) {
        return gateway.listeners().stream()
                .map(ListenerState::description)
                .collect(Collectors.joining(", ", "postern ready: ", ""));
    }

    private static List<String> details(View view, List<String> warnings) {
        var details = new ArrayList<String>();
        view.engines().forEach(engine -> details.add(describe(engine)));
        details.addAll(warnings);
        return details;
    }

    private static String describe(EngineState engine) {
        var line = new StringBuilder("engine ").append(engine.name());
        if (!engine.info().product().isEmpty()) {
            line.append(": ").append(engine.info().product());
        }
        engine.info()
                .dataTime()
                .ifPresent(made -> line.append(", signatures of ").append(made.truncatedTo(ChronoUnit.SECONDS)));
        if (!engine.info().remark().isEmpty()) {
            line.append("; ").append(engine.info().remark());
        }
        if (!engine.gaps().isEmpty()) {
            line.append("; DEGRADED: ").append(String.join("; ", engine.gaps()));
        }
        if (!engine.problem().isEmpty()) {
            line.append("; NOT USED: ").append(engine.problem());
        }
        return line.toString();
    }

    private static String cannotListen(ListenerState listener) {
        return "listener " + listener.name() + " (" + listener.description() + ") does not listen: "
                + listener.problem();
    }

    private static String permitsNothing(View.Rules rules) {
        var lines = new ArrayList<String>(List.of("every session would be refused: no rule in force permits any"));
        lines.addAll(rules.refused());
        if (rules.refused().isEmpty()) {
            lines.add("write one, or copy org.postern.rule~smtp-incoming.cfg from etc/ of the distribution");
        }
        return String.join("\n", lines);
    }

    private static String noListenerHint() {
        return "nothing is accepted yet: copy etc/org.postern.listener~smtp.cfg.example to a name that ends in .cfg, or "
                + "start with --smtp LISTEN=UPSTREAM";
    }

    private static String noEngine() {
        return "warning: no engine is usable; messages wait engineWaitSeconds of their profile for one (30 s unless set), "
                + "then onScannerFailure decides (SMTP 451 unless set)";
    }
}

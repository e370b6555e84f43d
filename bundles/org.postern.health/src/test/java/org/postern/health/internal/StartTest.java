// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.api.config.ConfigurationProblem;
import org.postern.api.config.ConfigurationSet;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanService.EngineState;
import org.postern.api.session.GatewayState.ListenerState;

class StartTest {
    private static final ListenerState SMTP = new ListenerState("smtp", "smtp 127.0.0.1:2525 -> 127.0.0.1:9025", "");
    private static final ListenerState MORE = new ListenerState("more", "smtp 127.0.0.1:2526 -> 127.0.0.1:9026", "");
    private static final EngineState ENGINE = new EngineState(
            "signature",
            new EngineInfo(
                    "Postern signatures", "7", Optional.of(Instant.parse("2026-11-24T08:00:00.5Z")), "3 digests"),
            "",
            List.of());
    private static final EngineState BROKEN = new EngineState(
            "clamd", new EngineInfo("", "", Optional.empty(), ""), "self-test: EICAR was not found", List.of());
    private static final View.Rules PERMITTING = new View.Rules(true, List.of());
    private static final long SECOND = 1_000_000_000;

    private final Start start = new Start();

    @Test
    void saysNothingBeforeTheConfigurationIsInForce() {
        assertThat(start.look(new View(0, gateway(0, SMTP), PERMITTING, List.of(ENGINE)), 0))
                .isEmpty();
    }

    @Test
    void saysNothingBeforeThereIsAGateway() {
        assertThat(start.look(new View(1, Optional.empty(), PERMITTING, List.of(ENGINE)), 0))
                .isEmpty();
    }

    @Test
    void saysNothingBeforeTheGatewayFollowsTheConfiguration() {
        assertThat(start.look(new View(2, gateway(1, SMTP), PERMITTING, List.of(ENGINE)), 0))
                .isEmpty();
    }

    @Test
    void namesEveryListenerOnceAllServe() {
        var word = start.look(new View(2, gateway(2, SMTP, MORE), PERMITTING, List.of(ENGINE)), 0);

        assertThat(word)
                .contains(new Word.Ready(
                        "postern ready: smtp 127.0.0.1:2525 -> 127.0.0.1:9025, smtp 127.0.0.1:2526 ->"
                                + " 127.0.0.1:9026",
                        List.of("engine signature: Postern signatures, signatures of 2026-11-24T08:00:00Z; 3"
                                + " digests")));
    }

    @Test
    void namesAnEngineThatIsNotUsedAndWhy() {
        var word = (Word.Ready) start.look(new View(1, gateway(1, SMTP), PERMITTING, List.of(BROKEN, ENGINE)), 0)
                .orElseThrow();

        assertThat(word.details()).first().isEqualTo("engine clamd; NOT USED: self-test: EICAR was not found");
    }

    @Test
    void waitsTenSecondsForAnEngineFromWhenItListens() {
        var view = new View(1, gateway(1, SMTP), PERMITTING, List.of(BROKEN));

        assertThat(start.look(new View(0, gateway(0), PERMITTING, List.of()), 0))
                .isEmpty();
        assertThat(start.look(view, 100 * SECOND)).isEmpty();
        assertThat(start.look(view, 110 * SECOND - 1)).isEmpty();
        assertThat(start.look(view, 110 * SECOND)).get().isInstanceOfSatisfying(Word.Ready.class, ready -> {
            assertThat(ready.line()).isEqualTo("postern ready: smtp 127.0.0.1:2525 -> 127.0.0.1:9025");
            assertThat(ready.details()).last().asString().startsWith("warning: no engine is usable");
        });
    }

    @Test
    void failsWithWhatEachListenerSays() {
        var deaf = new ListenerState("smtp", "smtp 127.0.0.1:25 -> 127.0.0.1:9025", "Permission denied");

        assertThat(start.look(new View(1, gateway(1, deaf, MORE), PERMITTING, List.of(ENGINE)), 0))
                .contains(new Word.Failed(
                        "listener smtp (smtp 127.0.0.1:25 -> 127.0.0.1:9025) does not listen: Permission denied"));
    }

    @Nested
    class WhenNoRulePermitsAnything {
        private static final String FILE = "org.postern.rule~cli-smtp-1.cfg";
        private static final ConfigurationProblem PROBLEM =
                new ConfigurationProblem(FILE, "profile", "default", "no such profile; there are: none");

        private View view(View.Rules rules) {
            return new View(1, gateway(1, SMTP), rules, List.of(ENGINE));
        }

        @Test
        void failsAfterThreeSecondsWithWhatIsWrongWithTheRules() {
            var view = view(View.Rules.of(new ConfigurationSet(List.of()), List.of(PROBLEM)));

            assertThat(start.look(view, 0)).isEmpty();
            assertThat(start.look(view, 3 * SECOND - 1)).isEmpty();
            assertThat(start.look(view, 3 * SECOND))
                    .contains(new Word.Failed("every session would be refused: no rule in force permits any\n" + FILE
                            + ": profile = default: no such profile; there are: none"));
        }

        @Test
        void isReadyOnceOneDoes() {
            assertThat(start.look(view(new View.Rules(false, List.of())), 0)).isEmpty();
            assertThat(start.look(view(PERMITTING), SECOND)).get().isInstanceOf(Word.Ready.class);
        }

        @Test
        void saysWhatToDoWhenThereIsNone() {
            var view = view(new View.Rules(false, List.of()));
            assertThat(start.look(view, 0)).isEmpty();

            assertThat(start.look(view, 3 * SECOND))
                    .get()
                    .isInstanceOfSatisfying(
                            Word.Failed.class,
                            failed -> assertThat(failed.why()).contains("smtp-incoming.cfg"));
        }

        /** A rule whose last good copy stays in force is none that is missing; one that denies permits nothing. */
        @ParameterizedTest
        @CsvSource({"PERMIT, true", "DENY, false", "DROP, false"})
        void looksAtTheRulesInForce(String action, boolean permitting) {
            var inForce = new ConfigurationSet(List.of(new ConfigurationSet.Entry(
                    "org.postern.rule", Optional.of("cli-smtp-1"), Map.of("action", action))));

            assertThat(View.Rules.of(inForce, List.of(PROBLEM))).isEqualTo(new View.Rules(permitting, List.of()));
        }
    }

    @Test
    void isReadyWithAHintWhenNoListenerIsConfigured() {
        assertThat(start.look(new View(1, gateway(1), PERMITTING, List.of()), 0))
                .get()
                .isInstanceOfSatisfying(Word.Ready.class, ready -> {
                    assertThat(ready.line()).isEqualTo("postern ready: no listener is configured");
                    assertThat(ready.details()).singleElement().asString().contains("--smtp LISTEN=UPSTREAM");
                });
    }

    private static Optional<View.Gateway> gateway(long generation, ListenerState... listeners) {
        return Optional.of(new View.Gateway(generation, List.of(listeners)));
    }
}

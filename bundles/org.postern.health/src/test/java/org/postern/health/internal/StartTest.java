// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
    private static final long SECOND = 1_000_000_000;

    private final Start start = new Start();

    @Test
    void saysNothingBeforeTheConfigurationIsInForce() {
        assertThat(start.look(new View(0, gateway(0, SMTP), List.of(ENGINE)), 0))
                .isEmpty();
    }

    @Test
    void saysNothingBeforeThereIsAGateway() {
        assertThat(start.look(new View(1, Optional.empty(), List.of(ENGINE)), 0))
                .isEmpty();
    }

    @Test
    void saysNothingBeforeTheGatewayFollowsTheConfiguration() {
        assertThat(start.look(new View(2, gateway(1, SMTP), List.of(ENGINE)), 0))
                .isEmpty();
    }

    @Test
    void namesEveryListenerOnceAllServe() {
        var word = start.look(new View(2, gateway(2, SMTP, MORE), List.of(ENGINE)), 0);

        assertThat(word)
                .contains(
                        new Word.Ready(
                                "postern ready: smtp 127.0.0.1:2525 -> 127.0.0.1:9025, smtp 127.0.0.1:2526 -> 127.0.0.1:9026",
                                List.of(
                                        "engine signature: Postern signatures, signatures of 2026-11-24T08:00:00Z; 3 digests")));
    }

    @Test
    void namesAnEngineThatIsNotUsedAndWhy() {
        var word = (Word.Ready) start.look(new View(1, gateway(1, SMTP), List.of(BROKEN, ENGINE)), 0)
                .orElseThrow();

        assertThat(word.details()).first().isEqualTo("engine clamd; NOT USED: self-test: EICAR was not found");
    }

    @Test
    void waitsTenSecondsForAnEngineFromWhenItListens() {
        var view = new View(1, gateway(1, SMTP), List.of(BROKEN));

        assertThat(start.look(new View(0, gateway(0), List.of()), 0)).isEmpty();
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

        assertThat(start.look(new View(1, gateway(1, deaf, MORE), List.of(ENGINE)), 0))
                .contains(new Word.Failed(
                        "listener smtp (smtp 127.0.0.1:25 -> 127.0.0.1:9025) does not listen: Permission denied"));
    }

    @Test
    void isReadyWithAHintWhenNoListenerIsConfigured() {
        assertThat(start.look(new View(1, gateway(1), List.of()), 0))
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

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.longtest.Result;

/** T20, T36: clamd is killed and restarted while fifty clients send or fetch. Nothing passes unscanned, and nothing is lost. */
@Timeout(300)
class ClamdRestartsIT {
    private static final int SESSIONS = 50;
    private static final Duration WAIT = Duration.ofSeconds(3);

    @Test
    void losesNothingInTwentySeconds() throws Exception {
        run("SMTP", Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SMTP", "POP3"})
    @Tag("long")
    void losesNothingInAMinute(String protocol) throws Exception {
        String came = run(protocol, Duration.ofSeconds(60));
        new Result("kill: clamd under " + protocol, SESSIONS + " sessions for 60 s", came + "; nothing lost").write();
    }

    private static String run(String protocol, Duration time) throws Exception {
        try (EngineTraffic traffic = new EngineTraffic(WAIT);
                PrivateClamd clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
                RunningGateway gateway = before(protocol, traffic).with("--clamd", clamd.address())) {
            gateway.profile(
                    "engineWaitSeconds = " + WAIT.toSeconds(),
                    "deadlineSeconds = 20",
                    // a message that is under way at three kills of the engine looks like the one that kills it
                    "failuresUntilUnscannable = 0");
            gateway.start();
            if (protocol.equals("SMTP")) {
                traffic.send(gateway.port(), SESSIONS);
            } else {
                traffic.fetch(gateway.port(), SESSIONS);
            }
            int kills = 0;
            for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
                traffic.flows();
                clamd.kill();
                kills++;
                int before = traffic.putOff();
                if (kills % 2 == 1) { // every other time for so long that messages are put off
                    Until.holds("messages are put off", Duration.ofSeconds(30), () -> {
                        traffic.served();
                        return traffic.putOff() >= before + SESSIONS / 2;
                    });
                }
                clamd.startAgain();
            }
            traffic.endWithNothingLost();
            String came = "clamd killed " + kills + " times: " + traffic;
            System.out.println(protocol + ": " + came);
            assertThat(kills).isGreaterThan(1);
            assertThat(traffic.putOff()).isPositive();
            return came;
        }
    }

    private static RunningGateway before(String protocol, EngineTraffic traffic) throws Exception {
        return protocol.equals("SMTP")
                ? RunningGateway.before(traffic.smtpServer())
                : RunningGateway.beforePop3(traffic.pop3Server());
    }
}

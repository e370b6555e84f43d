// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** T43: a message on which an engine fails each time does not block its mailbox for ever. */
class Pop3OwnFaultIT {
    private static final String BROKEN = Mail.header("broken") + "\r\n" + LateClamd.BROKEN + "\r\n";

    @Test
    void handsOutANoticeAtTheThirdFailureAndLetsTheRestBeFetched() throws Exception {
        try (PrivateDovecot dovecot = PrivateDovecot.start();
                LateClamd clamd = new LateClamd(Duration.ZERO);
                RunningGateway gateway =
                        RunningGateway.beforePop3(dovecot.address()).with("--clamd", clamd.address())) {
            gateway.profile("engineWaitSeconds = 1");
            gateway.start();
            dovecot.deliver("ann", BROKEN);

            for (int failure = 1; failure <= 2; failure++) {
                dovecot.deliver("ann", Mail.text(Mail.marker()));
                assertThat(fetchedFirst(gateway, failure + 1)).startsWith("-ERR [SYS/TEMP] ");
            }
            dovecot.deliver("ann", Mail.text(Mail.marker()));
            assertThat(fetchedFirst(gateway, 4)).startsWith("+OK");

            assertThat(gateway.mailLogLine("to=ann", "action=replaced")).contains("=failed(");
            assertThat(Quarantined.in(gateway.base())).hasSize(1);
            Until.holds("the deletion", Duration.ofSeconds(5), () -> dovecot.count("ann") == 3);
        }
    }

    /** Fetches the last message, then the first, deletes that, and ends. */
    private static String fetchedFirst(RunningGateway gateway, int last) throws IOException {
        try (Pop3Login client = new Pop3Login(gateway.port(), "ann")) {
            assertThat(client.message("RETR " + last)).endsWith("end\r\n");
            String answer = client.askMany("RETR 1");
            assertThat(answer.contains("postern-notice")).isEqualTo(answer.startsWith("+OK"));
            assertThat(client.ask("DELE 1").startsWith("+OK")).isEqualTo(answer.startsWith("+OK"));
            assertThat(client.ask("QUIT")).startsWith("+OK");
            return answer;
        }
    }
}

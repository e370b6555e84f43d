// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** POP3 with the embedded engine. */
class Pop3IT extends Pop3Expectations {
    @Override
    RunningGateway before(PrivateDovecot server) throws Exception {
        return RunningGateway.beforePop3(server.address());
    }

    @Test
    void anInfectedMessageOfWhichNoCopyCanBeKeptStaysInItsMailbox() throws Exception { // T24
        gateway.configure("org.postern.quarantine.cfg", "minFreeMebibytes = 1048576");
        dovecot.deliver("hal", Mail.text(Mail.marker()));
        try {
            Until.holds("a message that could not be kept", Duration.ofSeconds(20), () -> {
                // a new one each time: what was kept once needs no room again
                dovecot.deliver("hal", Mail.withAttachment(Mail.marker(), "text/plain", "e.com", Mail.eicar()));
                long last = dovecot.count("hal");
                try (Pop3Login through = new Pop3Login(gateway.port(), "hal")) {
                    assertThat(through.message("RETR " + last))
                            .contains("postern-notice")
                            .doesNotContain("EICAR-STANDARD");
                    assertThat(through.ask("DELE 1")).startsWith("+OK");
                    boolean stays = through.ask("DELE " + last).startsWith("-ERR");
                    return stays && through.ask("QUIT").startsWith("+OK"); // without QUIT nothing goes
                }
            });
        } finally {
            gateway.configure("org.postern.quarantine.cfg", "minFreeMebibytes = 64");
        }
        assertThat(gateway.mailLogLine("original=must_stay")).contains("to=hal", "action=replaced", "delivered=yes");

        long last = dovecot.count("hal");
        Until.holds("a copy that is kept", Duration.ofSeconds(20), () -> {
            try (Pop3Login through = new Pop3Login(gateway.port(), "hal")) {
                assertThat(through.ask("STAT")).startsWith("+OK " + last + " ");
                assertThat(through.message("RETR " + last)).contains("postern-notice");
                boolean goes = through.ask("DELE " + last).startsWith("+OK");
                return goes && through.ask("QUIT").startsWith("+OK");
            }
        });
        Until.holds("the deletion", Duration.ofSeconds(5), () -> dovecot.count("hal") == last - 1);
    }
}

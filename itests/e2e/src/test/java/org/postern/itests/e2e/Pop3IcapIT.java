// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** POP3 with a real c-icap, which goes and comes back: T20, T22. */
class Pop3IcapIT extends Pop3Expectations {
    private PrivateIcap icap;

    @Override
    RunningGateway before(PrivateDovecot server) throws Exception {
        icap = PrivateIcap.start();
        RunningGateway gateway = RunningGateway.beforePop3(server.address());
        icap.configure(gateway, PrivateIcap.EVERYTHING);
        return gateway;
    }

    @AfterAll
    void stopIcap() throws Exception {
        icap.close();
    }

    @Test
    void putsMailOffWhileTheServerIsGoneAndRecoversByItself() throws Exception {
        String message = Mail.text(Mail.marker());
        dovecot.deliver("hal", message);
        icap.kill();
        try (Pop3Login through = new Pop3Login(gateway.port(), "hal")) {
            assertThat(through.ask("RETR 1")).startsWith("-ERR [SYS/TEMP]");
            assertThat(through.ask("DELE 1")).startsWith("-ERR");
            assertThat(through.ask("QUIT")).startsWith("+OK");
        } finally {
            icap.startAgain();
        }
        assertThat(dovecot.count("hal")).isEqualTo(1);
        try (Pop3Login through = new Pop3Login(gateway.port(), "hal")) {
            assertThat(through.message("RETR 1")).isEqualTo(message);
        }
    }
}

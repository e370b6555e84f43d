// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.itests.e2e.FaultyIcap.Fault;

/** T20, T21: whatever an ICAP server does instead of answering, no mail passes, and none is lost. */
@Timeout(180)
class IcapFaultsIT {
    private static FaultyIcap icap;
    private static BothProtocols both;

    @BeforeAll
    static void start() throws Exception {
        icap = new FaultyIcap();
        both = new BothProtocols();
        both.gateway()
                .configure(
                        "org.postern.scan.icap~icap.cfg",
                        "name = icap",
                        "addresses = " + icap.address(),
                        "service = avscan");
        both.gateway().configure("org.postern.scan.signature.cfg", "enabled = false");
        both.gateway()
                .profile(
                        "engines = icap",
                        "engineWaitSeconds = 1",
                        "deadlineSeconds = 6",
                        "failuresUntilUnscannable = 0");
        both.gateway().start();
    }

    @AfterAll
    static void stop() throws Exception {
        both.close();
        icap.close();
    }

    private static String infected() {
        return Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar());
    }

    @Test
    void usesTheServer() throws Exception {
        both.pass(Mail.text(Mail.marker()));
        both.replace(infected());
    }

    /** A megabyte, so that there is a middle of it; what is infected besides must not pass, and neither must what is not. */
    @ParameterizedTest
    @EnumSource
    void putsOffWhatItGotNoProperAnswerFor(Fault fault) throws Exception {
        both.putOff(fault.line() + infected());
        both.putOff(fault.line()
                + Mail.withAttachment(Mail.marker(), "application/octet-stream", "a.bin", new byte[1_000_000]));

        both.passSoon(Mail.text(Mail.marker()));
    }
}

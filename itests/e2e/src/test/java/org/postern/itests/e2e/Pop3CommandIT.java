// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import org.junit.jupiter.api.AfterAll;

/** POP3 with an engine that runs clamscan for each scan. */
class Pop3CommandIT extends Pop3Expectations {
    private PrivateClamd clamd;

    @Override
    RunningGateway before(PrivateDovecot server) throws Exception {
        clamd = PrivateClamd.start();
        RunningGateway gateway = RunningGateway.beforePop3(server.address());
        ClamPrograms.CLAMSCAN.configure(gateway, clamd);
        gateway.profile("engineWaitSeconds = 3", "engines = clamscan");
        return gateway;
    }

    @AfterAll
    void stopClamd() throws Exception {
        clamd.close();
    }
}

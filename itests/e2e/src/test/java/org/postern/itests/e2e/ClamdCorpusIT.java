// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import org.junit.jupiter.api.AfterAll;

/** With a real clamd and nothing else. */
class ClamdCorpusIT extends CorpusExpectations {
    private PrivateClamd clamd;

    @Override
    RunningGateway with(RunningGateway gateway) throws Exception {
        clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
        return gateway.with("--clamd", clamd.address());
    }

    @AfterAll
    void stopClamd() throws Exception {
        clamd.close();
    }
}

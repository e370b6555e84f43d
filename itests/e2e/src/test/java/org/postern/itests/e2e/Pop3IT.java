// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

/** POP3 with the embedded engine. */
class Pop3IT extends Pop3Expectations {
    @Override
    RunningGateway before(PrivateDovecot server) throws Exception {
        return RunningGateway.beforePop3(server.address());
    }
}

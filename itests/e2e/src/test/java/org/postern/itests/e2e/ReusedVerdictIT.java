// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** T47: what was scanned a moment ago is not scanned again, by whatever protocol it comes, and the mail log says so. */
class ReusedVerdictIT {
    @Test
    void scansTheSameContentOnceAndOtherContentAnew() throws Exception {
        try (BothProtocols both = new BothProtocols()) {
            both.gateway().start();
            String message = Mail.text(Mail.marker());
            String other = Mail.withAttachment(Mail.marker(), "image/png", "a.png", new byte[2000]);

            both.pass(message);
            both.passByPop3(other);

            assertThat(both.gateway().mailLogLine("proto=smtp", "action=passed"))
                    .contains("raw=clean")
                    .doesNotContain("(reused)");
            assertThat(both.gateway().mailLogLine("proto=pop3", "size=" + message.length()))
                    .containsPattern("raw=clean[^;]* \\(reused\\)");
            assertThat(both.gateway().mailLogLine("proto=pop3", "size=" + other.length()))
                    .contains("raw=clean signature")
                    .doesNotContain("raw=clean signature (reused)");
        }
    }
}

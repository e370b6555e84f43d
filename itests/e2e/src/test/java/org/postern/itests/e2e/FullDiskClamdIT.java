// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** T20: a real clamd whose disk is full. What it cannot write down it cannot scan, and no octet of that passes. */
@Timeout(120)
class FullDiskClamdIT {
    @Test
    void putsOffWhatClamdHasNoRoomForAndPassesAllElse() throws Exception {
        try (PrivateClamd clamd = PrivateClamd.startWithLittleRoom("AlertEncrypted yes", "AlertExceedsMax yes");
                BothProtocols both = new BothProtocols("--clamd", clamd.address())) {
            both.gateway()
                    .profile(
                            "engines = clamd",
                            "engineWaitSeconds = 1",
                            "deadlineSeconds = 10",
                            "failuresUntilUnscannable = 0");
            both.gateway().start();
            byte[] content = new byte[1_000_000];
            new Random(1).nextBytes(content);

            both.pass(Mail.text(Mail.marker()));
            String large = Mail.withAttachment(Mail.marker(), "application/octet-stream", "a.bin", content);
            both.putOff(large);
            // With malware beside it: what was not scanned is not put off any more, it goes as the malware does.
            both.replace(large + Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar()));
            both.pass(Mail.text(Mail.marker()));
            both.replace(Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar()));

            assertThat(both.gateway().log()).contains("Error writing to temporary file");
        }
    }
}

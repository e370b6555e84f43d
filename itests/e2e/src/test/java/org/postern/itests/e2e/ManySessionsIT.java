// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** T40: many sessions at once are no problem, and all of them work. */
class ManySessionsIT {
    @Test
    void keepsFiveHundredSessionsOpenAtOnce() throws Exception {
        try (RecordingServer server = new RecordingServer();
                RunningGateway gateway = RunningGateway.before(server.address()).start()) {
            List<RawClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 500; i++) {
                    clients.add(new RawClient(gateway.port()).envelope());
                }
                for (RawClient client : clients) {
                    client.say("DATA").expect("354");
                }
                for (RawClient client : clients) {
                    client.say("X-Test: one of many\r\n\r\nhello\r\n.").expect("250");
                }
                for (RawClient client : clients) {
                    client.say("QUIT").expect("221");
                }
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
            for (int i = 0; i < 500; i++) {
                assertThat(server.next(10).size()).isEqualTo("X-Test: one of many\r\n\r\nhello\r\n".length());
            }
        }
    }
}

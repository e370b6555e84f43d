// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The first week's setting: everything is scanned and recorded, and nothing is changed. */
class ObserveIT {
    @Test
    void passesWhatItWouldReplaceAndRecordsWhatItFound() throws Exception {
        String infected = Mail.withAttachment(Mail.marker(), "application/octet-stream", "e.com", Mail.eicar());
        String locked = Mail.withAttachment(Mail.marker(), "application/zip", "secret.zip", Mail.encryptedZip());
        int pop3Port = Ports.free();
        try (KeepingServer server = new KeepingServer();
                MailboxServer mailbox = new MailboxServer(List.of(infected, locked));
                RunningGateway gateway = RunningGateway.before(server.address())
                        .with("--pop3", "127.0.0.1:" + pop3Port + "=" + mailbox.address())) {
            gateway.profile("mode = OBSERVE", "subjectPrefix = [VIRUS]");
            gateway.start();

            for (String message : List.of(infected, locked)) {
                try (RawClient client = new RawClient(gateway.port()).envelope()) {
                    client.say("DATA").expect("354");
                    client.out().write(MailboxServer.stuffed(message).getBytes(ISO_8859_1));
                    client.expect("250");
                }
                assertThat(server.next()).isEqualTo(message);
            }
            try (Pop3Login through = new Pop3Login(pop3Port, "hal")) {
                assertThat(through.message("RETR 1")).isEqualTo(infected);
                assertThat(through.message("RETR 2")).isEqualTo(locked);
            }

            for (String protocol : List.of("proto=smtp", "proto=pop3")) {
                assertThat(gateway.mailLogLine(protocol, "size=" + infected.length()))
                        .contains("action=observed", "infected(Eicar-Test-Signature");
                assertThat(gateway.mailLogLine(protocol, "size=" + locked.length()))
                        .contains("action=observed", "unscannable(encryptedArchive");
            }
            assertThat(gateway.base().resolve("data/quarantine")).isEmptyDirectory();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sends mail by swaks, a real client. */
final class Swaks {
    private Swaks() {}

    static Command send(int port, String message, String... more) throws IOException, InterruptedException {
        Path file = Files.createTempFile("postern-mail", ".eml");
        try {
            // swaks changes nothing then: the dots are stuffed here, and it puts CRLF after the last one
            String stuffed = message.replace("\r\n.", "\r\n..") + ".";
            Files.write(file, stuffed.getBytes(ISO_8859_1));
            List<String> command = new ArrayList<>(List.of(
                    "swaks",
                    "--server",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--helo",
                    "client.test",
                    "--from",
                    "sender@example.net",
                    "--to",
                    "recipient@example.org",
                    "--timeout",
                    "100",
                    "--suppress-data",
                    "--no-data-fixup",
                    "--data",
                    "@" + file));
            command.addAll(List.of(more));
            return Command.run(command);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** DKIM (RFC 6376, RFC 8463) by dkimpy, with a key of the test's own that no DNS is asked for. */
final class Dkim {
    private static final String PROGRAM = """
            import base64, sys
            import dkim, nacl.signing
            seed = b'no secret, this is for tests....'
            public = nacl.signing.SigningKey(seed).verify_key.encode()
            record = b'v=DKIM1; k=ed25519; p=' + base64.b64encode(public)
            with open(sys.argv[2], 'rb') as file:
                message = file.read()
            if sys.argv[1] == 'sign':
                field = dkim.sign(message, b'test', b'example.net', base64.b64encode(seed),
                                  canonicalize=(b'simple', b'simple'), signature_algorithm=b'ed25519-sha256')
                sys.stdout.buffer.write(field)
            else:
                print(dkim.verify(message, dnsfunc=lambda name, timeout=5: record))
            """;

    private Dkim() {}

    /** @return the message with its signature before it, which no change of any octet survives but one of line ends */
    static String sign(String message) throws IOException, InterruptedException {
        String field = run("sign", message);
        assertThat(field).startsWith("DKIM-Signature: ").endsWith("\r\n");
        return field + message;
    }

    static boolean verifies(String message) throws IOException, InterruptedException {
        String answer = run("verify", message).strip();
        assertThat(answer).isIn("True", "False");
        return answer.equals("True");
    }

    private static String run(String what, String message) throws IOException, InterruptedException {
        assertThat(Path.of("/usr/bin/dkimverify"))
                .as("dkimpy is installed (./postern test does it)")
                .exists();
        Path file = Files.createTempFile("postern-dkim", ".eml");
        try {
            Files.write(file, message.getBytes(ISO_8859_1));
            // Debian's own: it is the one that its packages are for
            Command ran = Command.run(List.of("/usr/bin/python3", "-c", PROGRAM, what, file.toString()));
            assertThat(ran.exit()).as(ran.output()).isZero();
            return ran.output();
        } finally {
            Files.delete(file);
        }
    }
}

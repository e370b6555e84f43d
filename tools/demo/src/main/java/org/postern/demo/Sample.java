// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A message to be sent.
 *
 * @param title what it is, for the reader of the demo
 * @param octets the message, with CR LF
 */
@SuppressWarnings("ArrayRecordComponent")
record Sample(String title, byte[] octets) {
    Sample {
        octets = octets.clone();
    }

    @Override
    public byte[] octets() {
        return octets.clone();
    }

    /** An attachment that no engine objects to. */
    static Sample clean(String messageId) {
        return new Sample(
                "a clean attachment",
                message(messageId, "Minutes of Monday", "minutes.txt", "We met. We agreed. We went home.\r\n"));
    }

    /** The test file that every engine calls infected. It stands whole in no file: assembled here, at run time. */
    static Sample infected(String messageId) {
        var eicar = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
        return new Sample("an infected attachment", message(messageId, "Your invoice", "invoice.com", eicar));
    }

    private static byte[] message(String messageId, String subject, String fileName, String attachment) {
        var text = """
                From: Alice <alice@example.org>
                To: Bob <bob@example.com>
                Subject: %s
                Message-ID: %s
                Date: Thu, 1 Jan 2026 12:00:00 +0000
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="here"

                --here
                Content-Type: text/plain; charset=us-ascii

                Dear Bob, see the attachment.

                --here
                Content-Type: application/octet-stream; name="%s"
                Content-Disposition: attachment; filename="%s"
                Content-Transfer-Encoding: base64

                %s
                --here--
                """.formatted(
                        subject,
                        messageId,
                        fileName,
                        fileName,
                        Base64.getMimeEncoder().encodeToString(attachment.getBytes(StandardCharsets.US_ASCII)));
        return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}

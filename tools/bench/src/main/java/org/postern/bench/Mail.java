// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One message of the load, without its first header line, which is a {@link Stamp} and another one each time.
 *
 * @param content the message, CRLF line ends, ending in one
 * @param wire the same as SMTP and POP3 carry it: dots stuffed, the final dot at its end (RFC 5321, 4.5.2)
 */
record Mail(byte[] content, byte[] wire) {
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);

    static Mail of(byte[] content) {
        if (content.length < 2 || content[content.length - 2] != '\r' || content[content.length - 1] != '\n') {
            throw new IllegalArgumentException("a message ends in CRLF");
        }
        return new Mail(content, stuffed(content));
    }

    private static byte[] stuffed(byte[] content) {
        var wire = new ByteArrayOutputStream(content.length + content.length / 64 + END.length);
        var atLineStart = true;
        for (var i = 0; i < content.length; i++) {
            if (atLineStart && content[i] == '.') {
                wire.write('.');
            }
            wire.write(content[i]);
            atLineStart = content[i] == '\n' && i > 0 && content[i - 1] == '\r';
        }
        wire.writeBytes(END);
        return wire.toByteArray();
    }
}

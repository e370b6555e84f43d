// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Puts messages together, line by line. */
final class Mail {
    private Mail() {}

    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    static String base64(String text) {
        return Base64.getMimeEncoder().encodeToString(text.getBytes(US_ASCII));
    }

    /** A multipart with a preamble and an epilogue; a part ends where its text ends. */
    static String multipart(String boundary, String... parts) {
        List<String> text = new ArrayList<>(List.of(
                "From: a@example.org",
                "Subject: Hello",
                "MIME-Version: 1.0",
                "Content-Type: multipart/mixed; boundary=" + boundary,
                "X-Kept: yes",
                "",
                "a preamble"));
        for (String part : parts) {
            text.add("--" + boundary);
            text.add(part);
        }
        text.add("--" + boundary + "--");
        text.add("an epilogue");
        return lines(text.toArray(String[]::new));
    }

    static String part(String type, String body) {
        return "Content-Type: " + type + "\r\nX-Part: kept\r\n\r\n" + body;
    }

    static String base64Part(String fileName, String content) {
        return "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=" + fileName + "\r\n\r\n" + base64(content);
    }

    /** What stands in the place of {@link #part} once it is replaced. */
    static String replacedPart(String... whys) {
        return PlainNotices.FIELDS + "X-Part: kept\r\n\r\n" + PlainNotices.body(whys);
    }

    /** What stands in the place of {@link #base64Part} once it is replaced. */
    static String replacedBase64Part(String... whys) {
        return PlainNotices.FIELDS + "\r\n" + PlainNotices.body(whys);
    }
}

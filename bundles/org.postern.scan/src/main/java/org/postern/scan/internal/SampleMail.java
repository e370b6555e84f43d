// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.List;

/** Messages that hide a content in each of the ways in which everyday mail carries files. */
final class SampleMail {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, "\r\n".getBytes(US_ASCII));
    private static final int UU_LINE = 45;

    private SampleMail() {}

    static List<byte[]> all(byte[] content) {
        String base64 = attachment("application/octet-stream", "base64", BASE64.encodeToString(content));
        return List.of(
                mail(base64),
                mail(attachment("application/octet-stream", "quoted-printable", quotedPrintable(content))),
                mail(attachment("application/zip", "base64", BASE64.encodeToString(Sample.zip(content)))),
                mail("Content-Type: message/rfc822\r\n\r\n" + new String(mail(base64), US_ASCII)),
                (header("text/plain") + "\r\nSee the file.\r\n\r\n" + uuencode(content)).getBytes(US_ASCII));
    }

    /** A message with such a file. */
    static byte[] attached(String type, byte[] file) {
        return mail(attachment(type, "base64", BASE64.encodeToString(file)));
    }

    private static String header(String type) {
        return "From: <postern@localhost>\r\nTo: <postern@localhost>\r\nSubject: self-test\r\n"
                + "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <self-test@localhost>\r\n"
                + "MIME-Version: 1.0\r\nContent-Type: " + type + "\r\n";
    }

    /** Each in a multipart of its own depth's delimiter, so that one stands in another. */
    private static byte[] mail(String part) {
        String boundary = "postern-" + Integer.toHexString(part.hashCode());
        return (header("multipart/mixed; boundary=\"" + boundary + "\"") + "\r\n--" + boundary
                        + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nSee the file.\r\n--" + boundary
                        + "\r\n"
                        + part + "\r\n--" + boundary + "--\r\n")
                .getBytes(US_ASCII);
    }

    private static String attachment(String type, String encoding, String body) {
        return "Content-Type: " + type + "; name=\"sample.bin\"\r\nContent-Disposition: attachment;"
                + " filename=\"sample.bin\"\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "\r\n";
    }

    /** Every octet escaped, or the content would stand there as it is. */
    private static String quotedPrintable(byte[] content) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.length; i++) {
            text.append(i > 0 && i % 24 == 0 ? "=\r\n" : "").append(String.format("=%02X", content[i]));
        }
        return text.toString();
    }

    private static String uuencode(byte[] content) {
        StringBuilder text = new StringBuilder("begin 644 sample.bin\r\n");
        for (int start = 0; start < content.length; start += UU_LINE) {
            int length = Math.min(UU_LINE, content.length - start);
            text.append(uu(length));
            for (int i = start; i < start + length; i += 3) {
                int three = octet(content, i) << 16 | octet(content, i + 1) << 8 | octet(content, i + 2);
                text.append(uu(three >> 18 & 63))
                        .append(uu(three >> 12 & 63))
                        .append(uu(three >> 6 & 63))
                        .append(uu(three & 63));
            }
            text.append("\r\n");
        }
        return text.append("`\r\nend\r\n").toString();
    }

    private static int octet(byte[] content, int index) {
        return index < content.length ? content[index] & 0xff : 0;
    }

    private static char uu(int six) {
        return six == 0 ? '`' : (char) (six + 32);
    }
}

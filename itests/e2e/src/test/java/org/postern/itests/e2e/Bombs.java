// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Messages that are small, and large or endless to whoever looks into them: M07, M08, M09. */
final class Bombs {
    private static final int MEGABYTE = 1 << 20;

    private Bombs() {}

    /** @return a new message of each kind, by what it is */
    static Map<String, String> messages() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("half a gigabyte in a zip", attached(manyOf(Mail.zip("zeros", new byte[8 * MEGABYTE]), 64)));
        all.put("zips a hundred deep", attached(nested(100)));
        all.put("a gigabyte in a gzip", attached(gigabyte()));
        all.put("twenty thousand entries", attached(manyOf(new byte[0], 20_000)));
        all.put("multiparts two hundred deep", nestedMultiparts(200));
        all.put("messages two hundred deep", nestedMessages(200));
        return all;
    }

    private static String attached(byte[] bomb) {
        return Mail.withAttachment(Mail.marker(), "application/octet-stream", "a.bin", bomb);
    }

    /** @return a zip of the same content many times */
    static byte[] manyOf(byte[] content, int times) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < times; i++) {
                zip.putNextEntry(new ZipEntry(Integer.toString(i)));
                zip.write(content);
            }
        }
        return out.toByteArray();
    }

    /** @return a zip in a zip and so on */
    static byte[] nested(int depth) throws IOException {
        byte[] content = "innermost".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = 0; i < depth; i++) {
            content = Mail.zip("z", content);
        }
        return content;
    }

    private static byte[] gigabyte() throws IOException {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
            gzip.write(new byte[MEGABYTE]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 1024; i++) {
            out.writeBytes(member.toByteArray());
        }
        return out.toByteArray();
    }

    private static String nestedMultiparts(int depth) {
        StringBuilder message = new StringBuilder(Mail.header(Mail.marker()));
        for (int i = 0; i < depth; i++) {
            message.append(Mail.lines("Content-Type: multipart/mixed; boundary=b" + i, "", "--b" + i));
        }
        return message + Mail.lines("", "innermost");
    }

    private static String nestedMessages(int depth) {
        return Mail.header(Mail.marker())
                + Mail.lines("Content-Type: message/rfc822", "").repeat(depth)
                + Mail.lines("Subject: innermost", "", "text");
    }
}

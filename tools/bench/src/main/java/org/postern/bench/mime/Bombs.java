// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postern.api.spool.Octets;

/** What would cost much or have no end: M08 and M09 of docs/threats.md. */
final class Bombs {
    private static final int MEGABYTE = 1 << 20;
    private static final long TEN_GIGABYTES = 10L << 30;
    private static final int GZIP_HEADER = 10;
    private static final int TAR_BLOCK = 512;
    private static final byte[] NOTHING = {};

    private Bombs() {}

    static Map<String, Octets> messages() {
        var type = "Content-Type: multipart/mixed; boundary=b";
        var bombs = new LinkedHashMap<String, Octets>();
        bombs.put("100 000 nested multiparts", nestedMultiparts(type));
        bombs.put("100 000 nested messages", Repeated.of("", "Content-Type: message/rfc822\r\n\r\n", 100_000));
        bombs.put("a million parts", Repeated.of(type + "\r\n\r\n", "--b\r\n\r\nx\r\n", 1_000_000));
        bombs.put("a million header fields", Repeated.of("", "a:\r\n", 1_000_000));
        bombs.put("a header field of 50 MB", Repeated.of("Subject: ", "x", 50L << 20));
        bombs.put("100 000 parameters", Repeated.of("Content-Type: a/b", ";\r\n x=y", 100_000));
        bombs.put("a boundary of 10 MB", Repeated.of(type, "x", 10L << 20));
        return bombs;
    }

    private static Octets nestedMultiparts(String type) {
        var message = new StringBuilder();
        for (var i = 0; i < 100_000; i++) {
            message.append(type).append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        return Octets.of(message.toString().getBytes(StandardCharsets.US_ASCII));
    }

    static Map<String, Octets> containers() throws IOException {
        var bombs = new LinkedHashMap<String, Octets>();
        bombs.put("a zip of a million entries", zipOfAMillionEntries());
        bombs.put("a tar of a million entries", new Repeated(NOTHING, tarEntry(), 1_000_000));
        bombs.put("a zip 1000 deep", Octets.of(zip(1_000, NOTHING)));
        bombs.put(
                "10 GB in a gzip",
                new Repeated(Arrays.copyOf(gzip(NOTHING), GZIP_HEADER), zeros(), TEN_GIGABYTES / MEGABYTE));
        bombs.put(
                "10 GB in members of a gzip",
                new Repeated(NOTHING, gzip(new byte[MEGABYTE]), TEN_GIGABYTES / MEGABYTE));
        bombs.put("10 GB in a zip", new Repeated(localHeader(), zeros(), TEN_GIGABYTES / MEGABYTE));
        return bombs;
    }

    private static byte[] zip(int depth, byte[] innermost) throws IOException {
        var content = innermost;
        for (var i = 0; i < depth; i++) {
            var out = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry("z"));
                zip.write(content);
            }
            content = out.toByteArray();
        }
        return content;
    }

    private static Octets zipOfAMillionEntries() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (var i = 0; i < 1_000_000; i++) {
                zip.putNextEntry(new ZipEntry(Integer.toString(i)));
            }
        }
        return Octets.of(out.toByteArray());
    }

    /** An empty file. */
    private static byte[] tarEntry() {
        var entry = ByteBuffer.allocate(TAR_BLOCK);
        entry.put(0, (byte) 'a')
                .put(100, ascii("0000644\0"))
                .put(124, ascii("00000000000\0"))
                .put(156, (byte) '0');
        entry.put(148, ascii("        ")).put(257, ascii("ustar\0" + "00"));
        var sum = 0;
        for (var octet : entry.array()) {
            sum += octet & 0xff;
        }
        return entry.put(148, ascii(String.format("%06o\0 ", sum))).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    /** Of an entry that claims to have four gigabytes, deflated. */
    private static byte[] localHeader() {
        var header = ByteBuffer.allocate(31).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x04034b50);
        header.putShort(8, (short) 8)
                .putInt(18, -1)
                .putInt(22, -1)
                .putShort(26, (short) 1)
                .put(30, (byte) 'a');
        return header.array();
    }

    /** A megabyte of zeros, deflated, with more to come. */
    private static byte[] zeros() {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[MEGABYTE]);
        var out = new byte[1 << 16];
        var length = deflater.deflate(out, 0, out.length, Deflater.FULL_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip archives octet by octet, so that headers can lie. */
final class ZipBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Header> directory = new ArrayList<>();

    /** The fields of a header. */
    static final class Header implements Cloneable {
        String name;
        int flags;
        int method;
        long crc;
        long packed;
        long size;
        long offset;
        byte[] extra = new byte[0];

        @Override
        public Header clone() {
            try {
                return (Header) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static Consumer<Header> asItIs() {
        return header -> {};
    }

    ZipBytes add(String name, byte[] content) {
        return add(name, content, 8, asItIs(), asItIs());
    }

    ZipBytes add(
            String name, byte[] content, int method, Consumer<Header> localChange, Consumer<Header> centralChange) {
        return add(name, content, method == 8 ? deflate(content) : content, method, localChange, centralChange);
    }

    /** Takes what is packed already; both headers say the same. */
    ZipBytes addPacked(String name, byte[] content, byte[] packed, int method, Consumer<Header> change) {
        return add(name, content, packed, method, change, change);
    }

    private ZipBytes add(
            String name,
            byte[] content,
            byte[] packed,
            int method,
            Consumer<Header> localChange,
            Consumer<Header> centralChange) {
        Header header = new Header();
        header.name = name;
        header.method = method;
        header.crc = crc(content);
        header.packed = packed.length;
        header.size = content.length;
        header.offset = out.size();
        Header local = header.clone();
        localChange.accept(local);
        centralChange.accept(header);
        local(local);
        raw(packed);
        directory.add(header);
        return this;
    }

    /** Octets between the entries. */
    ZipBytes raw(byte[] octets) {
        out.writeBytes(octets);
        return this;
    }

    private void local(Header header) {
        byte[] name = header.name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer octets = buffer(30);
        octets.putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) header.flags)
                .putShort((short) header.method);
        octets.putInt(0).putInt((int) header.crc).putInt((int) header.packed).putInt((int) header.size);
        octets.putShort((short) name.length).putShort((short) header.extra.length);
        raw(octets.array()).raw(name).raw(header.extra);
    }

    private void central(Header header) {
        byte[] name = header.name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer octets = buffer(46);
        octets.putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
        octets.putShort((short) header.flags).putShort((short) header.method).putInt(0);
        octets.putInt((int) header.crc).putInt((int) header.packed).putInt((int) header.size);
        octets.putShort((short) name.length)
                .putShort((short) header.extra.length)
                .putShort((short) 0);
        octets.putShort((short) 0).putShort((short) 0).putInt(0).putInt((int) header.offset);
        raw(octets.array()).raw(name).raw(header.extra);
    }

    byte[] bytes() {
        return bytes(directory.size());
    }

    byte[] bytes(int statedEntries) {
        int start = out.size();
        directory.forEach(this::central);
        int length = out.size() - start;
        ByteBuffer end = buffer(22);
        end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
        end.putShort((short) statedEntries)
                .putShort((short) statedEntries)
                .putInt(length)
                .putInt(start);
        raw(end.array());
        return out.toByteArray();
    }

    /** The entries without a directory. */
    byte[] withoutDirectory() {
        return out.toByteArray();
    }

    static byte[] descriptor(byte[] content, int packed) {
        return buffer(16)
                .putInt(0x08074b50)
                .putInt((int) crc(content))
                .putInt(packed)
                .putInt(content.length)
                .array();
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return packed.toByteArray();
    }

    static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}

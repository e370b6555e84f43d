// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZMethodConfiguration;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Writes 7z archives: by a library, or octet by octet. */
final class SevenZBytes {
    private SevenZBytes() {}

    /** @param methods the first one is applied first */
    static byte[] archive(Map<String, byte[]> entries, char[] password, SevenZMethodConfiguration... methods) {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (SevenZOutputFile out = new SevenZOutputFile(channel, password)) {
            if (methods.length > 0) {
                out.setContentMethods(List.of(methods));
            }
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                SevenZArchiveEntry entry = new SevenZArchiveEntry();
                entry.setName(each.getKey());
                entry.setDirectory(each.getKey().endsWith("/"));
                out.putArchiveEntry(entry);
                out.write(each.getValue());
                out.closeArchiveEntry();
            }
            out.finish();
            return Arrays.copyOf(channel.array(), (int) channel.size());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** @return what begins with a signature header that fits to these octets and this header */
    static byte[] sealed(byte[] packed, byte... header) {
        ByteBuffer place = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        place.putLong(packed.length).putLong(header.length).putInt((int) ZipBytes.crc(header));
        ByteBuffer start = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        start.put(new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4});
        start.putInt((int) ZipBytes.crc(place.array())).put(place.array());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(start.array());
        out.writeBytes(packed);
        out.writeBytes(header);
        return out.toByteArray();
    }
}

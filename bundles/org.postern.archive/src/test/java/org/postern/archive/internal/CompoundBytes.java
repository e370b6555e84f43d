// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a compound file ([MS-CFB]) of one stream. Sectors of 512 octets: the table of sectors, the directory, the table of
 * small sectors, the stream of small ones, and then the one stream if it is large.
 */
final class CompoundBytes {
    private static final int SECTOR = 512;
    private static final int LARGE = 4096;
    private static final int END = -2;
    private static final int FREE = -1;

    private CompoundBytes() {}

    /** @param content at most 512 octets lie in the stream of small ones, and more are filled up to be large */
    static byte[] with(String name, byte[] content) {
        boolean small = content.length <= SECTOR;
        byte[] stream = small ? content : Arrays.copyOf(content, Math.max(content.length, LARGE));
        int sectors = small ? 0 : (stream.length + SECTOR - 1) / SECTOR;
        ByteBuffer file = ByteBuffer.allocate(SECTOR * (5 + sectors)).order(ByteOrder.LITTLE_ENDIAN);
        header(file);
        int[] table = new int[SECTOR / 4];
        Arrays.fill(table, FREE);
        table[0] = -3;
        table[1] = END;
        table[2] = END;
        table[3] = END;
        chain(table, 4, sectors);
        put(file, SECTOR, table);
        entry(file, 2 * SECTOR, "Root Entry", 5, 3, SECTOR);
        entry(file, 2 * SECTOR + 128, name, 2, small ? 0 : 4, stream.length);
        int[] smallTable = new int[SECTOR / 4];
        Arrays.fill(smallTable, FREE);
        chain(smallTable, 0, 8);
        put(file, 3 * SECTOR, smallTable);
        file.position(small ? 4 * SECTOR : 5 * SECTOR).put(stream);
        return file.array();
    }

    private static void header(ByteBuffer file) {
        file.putLong(0, 0xe11ab1a1e011cfd0L).putShort(24, (short) 0x3e).putShort(26, (short) 3);
        file.putShort(28, (short) 0xfffe).putShort(30, (short) 9).putShort(32, (short) 6);
        file.putInt(44, 1)
                .putInt(48, 1)
                .putInt(56, LARGE)
                .putInt(60, 2)
                .putInt(64, 1)
                .putInt(68, END);
        for (int at = 76; at < SECTOR; at += 4) {
            file.putInt(at, at == 76 ? 0 : FREE);
        }
    }

    private static void chain(int[] table, int first, int count) {
        for (int i = 0; i < count; i++) {
            table[first + i] = i == count - 1 ? END : first + i + 1;
        }
    }

    private static void put(ByteBuffer file, int at, int[] table) {
        for (int i = 0; i < table.length; i++) {
            file.putInt(at + 4 * i, table[i]);
        }
    }

    private static void entry(ByteBuffer file, int at, String name, int kind, int sector, int size) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_16LE);
        file.position(at).put(octets);
        file.putShort(at + 64, (short) (octets.length + 2)).put(at + 66, (byte) kind);
        file.putInt(at + 116, sector).putInt(at + 120, size);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;

/** The check behind a block of an xz stream (.xz file format 1.2.1, section 2.1.1.2). */
interface XzCheck {
    /** @return the check of a kind; one that nobody knows is not checked */
    static XzCheck of(int kind) {
        return switch (kind) {
            case 1 -> new Crc32();
            case 4 -> new Crc64();
            case 10 -> new Sha256();
            default -> new Unchecked();
        };
    }

    /** @return how many octets the check of a kind has */
    static int length(int kind) {
        return kind == 0 ? 0 : 4 << (kind - 1) / 3;
    }

    void update(byte[] octets, int from, int length);

    /** @return whether a stated check is right */
    boolean matches(byte[] stated);

    /** None, or one reserved for later. */
    record Unchecked() implements XzCheck {
        @Override
        public void update(byte[] octets, int from, int length) {}

        @Override
        public boolean matches(byte[] stated) {
            return true;
        }
    }

    /** CRC-32. */
    final class Crc32 implements XzCheck {
        private final CRC32 crc = new CRC32();

        @Override
        public void update(byte[] octets, int from, int length) {
            crc.update(octets, from, length);
        }

        @Override
        public boolean matches(byte[] stated) {
            return ByteBuffer.wrap(stated).order(ByteOrder.LITTLE_ENDIAN).getInt() == (int) crc.getValue();
        }
    }

    /** CRC-64 of ECMA-182. */
    final class Crc64 implements XzCheck {
        private static final long[] TABLE = new long[256];
        private long crc = -1;

        static {
            for (int i = 0; i < TABLE.length; i++) {
                long value = i;
                for (int bit = 0; bit < 8; bit++) {
                    value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ 0xc96c5795d7870f42L;
                }
                TABLE[i] = value;
            }
        }

        @Override
        public void update(byte[] octets, int from, int length) {
            for (int i = from; i < from + length; i++) {
                crc = crc >>> 8 ^ TABLE[(int) (crc ^ octets[i]) & 0xff];
            }
        }

        @Override
        public boolean matches(byte[] stated) {
            return ByteBuffer.wrap(stated).order(ByteOrder.LITTLE_ENDIAN).getLong() == ~crc;
        }
    }

    /** SHA-256. */
    final class Sha256 implements XzCheck {
        private final MessageDigest digest;

        Sha256() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-256", impossible);
            }
        }

        @Override
        public void update(byte[] octets, int from, int length) {
            digest.update(octets, from, length);
        }

        @Override
        public boolean matches(byte[] stated) {
            return MessageDigest.isEqual(stated, digest.digest());
        }
    }
}

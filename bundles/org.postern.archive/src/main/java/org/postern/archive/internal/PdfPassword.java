// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.postern.archive.internal.PdfDictionaries.Dictionary;

/** Tries the empty password of a user on a PDF file (ISO 32000-2, section 7.6.4). */
final class PdfPassword {
    private static final byte[] PADDING = {
        0x28,
        (byte) 0xbf,
        0x4e,
        0x5e,
        0x4e,
        0x75,
        (byte) 0x8a,
        0x41,
        0x64,
        0x00,
        0x4e,
        0x56,
        (byte) 0xff,
        (byte) 0xfa,
        0x01,
        0x08,
        0x2e,
        0x2e,
        0x00,
        (byte) 0xb6,
        (byte) 0xd0,
        0x68,
        0x3e,
        (byte) 0x80,
        0x2f,
        0x0c,
        (byte) 0xa9,
        (byte) 0xfe,
        0x64,
        0x53,
        0x69,
        0x7a
    };
    private static final int HASH = 32;
    private static final int SALT = 8;
    private static final int FEWEST_ROUNDS = 64;
    private static final int SHORTEST_KEY = 5;
    private static final int LONGEST_KEY = 16;

    private final Dictionary encryption;
    private final byte[] id;

    private PdfPassword(Dictionary encryption, String id) {
        this.encryption = encryption;
        this.id = octets(id);
    }

    /**
     * @param id the first half of the file's identifier
     * @return whether the file opens with an empty password; no if that cannot be told
     */
    static boolean isNotNeeded(Dictionary encryption, String id) {
        try {
            return new PdfPassword(encryption, id).isEmpty();
        } catch (GeneralSecurityException | NumberFormatException e) {
            return false; // nobody knows, so it counts as closed
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private boolean isEmpty() throws GeneralSecurityException {
        byte[] user = octets(encryption.get("U"));
        byte[] owner = octets(encryption.get("O"));
        if (!encryption.get("Filter").equals("Standard") || user.length < HASH || owner.length < HASH) {
            return false;
        }
        return switch (encryption.get("R")) {
            case "2" -> Arrays.equals(user, 0, HASH, rc4(key(owner, SHORTEST_KEY, 0), PADDING), 0, HASH);
            case "3", "4" -> isEmptyWithRounds(user, owner, keyLength()) || isEmptyWithRounds(user, owner, LONGEST_KEY);
            case "5" -> hasHash(user, MessageDigest.getInstance("SHA-256").digest(salt(user)));
            case "6" -> hasHash(user, hardened(salt(user)));
            default -> false;
        };
    }

    private int keyLength() {
        int length = encryption.has("Length") ? Integer.parseInt(encryption.get("Length")) / 8 : SHORTEST_KEY;
        return Math.max(SHORTEST_KEY, Math.min(LONGEST_KEY, length));
    }

    /** Algorithm 2. */
    private byte[] key(byte[] owner, int length, int rounds) throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update(PADDING);
        md5.update(owner, 0, HASH);
        int permissions = (int) Long.parseLong(encryption.get("P"));
        md5.update(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, permissions));
        md5.update(id);
        if (encryption.get("R").equals("4") && encryption.get("EncryptMetadata").equals("false")) {
            md5.update(new byte[] {-1, -1, -1, -1});
        }
        byte[] key = Arrays.copyOf(md5.digest(), length);
        for (int i = 0; i < rounds; i++) {
            key = Arrays.copyOf(md5.digest(key), length);
        }
        return key;
    }

    /** Algorithms 5 and 6. */
    private boolean isEmptyWithRounds(byte[] user, byte[] owner, int length) throws GeneralSecurityException {
        byte[] key = key(owner, length, 50);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update(PADDING);
        byte[] value = md5.digest(id);
        for (int round = 0; round < 20; round++) {
            byte[] changed = key.clone();
            for (int i = 0; i < changed.length; i++) {
                changed[i] ^= (byte) round;
            }
            value = rc4(changed, value);
        }
        return Arrays.equals(value, 0, value.length, user, 0, value.length);
    }

    private static byte[] rc4(byte[] key, byte[] octets) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ARCFOUR");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ARCFOUR"));
        return cipher.doFinal(octets);
    }

    private static byte[] salt(byte[] user) {
        return Arrays.copyOfRange(user, HASH, HASH + SALT);
    }

    private static boolean hasHash(byte[] user, byte[] hash) {
        return Arrays.equals(user, 0, HASH, hash, 0, HASH);
    }

    /** Algorithm 2.B. */
    private static byte[] hardened(byte[] salt) throws GeneralSecurityException {
        byte[] key = MessageDigest.getInstance("SHA-256").digest(salt);
        int last = 0;
        for (int round = 0; round < FEWEST_ROUNDS || last > round - HASH; round++) {
            byte[] many = repeated(key, 64);
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 0, 16, "AES"), new IvParameterSpec(key, 16, 16));
            byte[] encrypted = aes.doFinal(many);
            int kind = new BigInteger(1, Arrays.copyOf(encrypted, 16))
                    .mod(BigInteger.valueOf(3))
                    .intValue();
            key = MessageDigest.getInstance(new String[] {"SHA-256", "SHA-384", "SHA-512"}[kind])
                    .digest(encrypted);
            last = encrypted[encrypted.length - 1] & 0xff;
        }
        return Arrays.copyOf(key, HASH);
    }

    private static byte[] repeated(byte[] octets, int times) {
        byte[] all = new byte[octets.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(octets, 0, all, i * octets.length, octets.length);
        }
        return all;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What a header of a zip archive says of an entry. An entry has two headers, a local and a central one, and so up to two
 * claims.
 *
 * @param name its name
 * @param header where its local header begins
 * @param data where its octets begin
 * @param flags the general purpose flags
 * @param method the compression method
 * @param packed how many octets it takes, or {@link #UNKNOWN} when a descriptor behind it tells
 * @param size how many octets come out, or unknown
 * @param crc the CRC-32 of what comes out, or unknown
 */
record ZipClaim(String name, long header, long data, int flags, int method, long packed, long size, long crc) {
    static final long UNKNOWN = -1;
    static final int STORED = 0;
    static final int DEFLATED = 8;
    private static final int LAST_OLD_METHOD = 20;
    private static final int FIRST_NEW_METHOD = 93;
    private static final int AES = 99;
    private static final int ENCRYPTED = 1;
    private static final int END_MARKED = 1 << 1;
    private static final int DESCRIPTOR = 1 << 3;
    private static final int MASKED = 1 << 13;
    private static final int RESERVED = 0xd780;

    boolean encrypted() {
        return (flags & (ENCRYPTED | MASKED)) != 0 || method == AES;
    }

    /** @return whether LZMA says itself where it ends (APPNOTE 6.3.10, section 4.4.4) */
    boolean endMarked() {
        return (flags & END_MARKED) != 0;
    }

    boolean hasDescriptor() {
        return (flags & DESCRIPTOR) != 0;
    }

    /** @return whether a writer of archives may have made it: programs that read zip have its signatures in their code */
    boolean plausible() {
        boolean knownMethod = method <= LAST_OLD_METHOD || method >= FIRST_NEW_METHOD && method <= AES;
        return knownMethod
                && (flags & RESERVED) == 0
                && !name.isEmpty()
                && name.chars().noneMatch(Character::isISOControl);
    }

    /** @return whether a reader that believes one does the same as a reader that believes the other */
    boolean agreesWith(ZipClaim other) {
        return data == other.data
                && method == other.method
                && encrypted() == other.encrypted()
                && same(packed, other.packed)
                && same(size, other.size)
                && same(crc, other.crc);
    }

    /** @return the claim without what makes no difference to the content */
    ZipClaim withoutName() {
        return new ZipClaim("", header, data, encrypted() ? ENCRYPTED : 0, method, packed, size, crc);
    }

    private static boolean same(long one, long other) {
        return one == other || one == UNKNOWN || other == UNKNOWN;
    }

    /** Decodes a name: UTF-8 where it is, whatever the flag says, or one octet a character. */
    static String name(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            // Not lost: any octets are a name in ISO 8859-1.
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }
}

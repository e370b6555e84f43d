// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Tells whether a base64 body need not be decoded to be looked at: it is written as RFC 2045 has it, and no line of what it stands
 * for can begin what {@link TextScan} looks for. Most attachments are such, and to decode them takes much longer: what two digits
 * stand for is looked up, but not put together.
 */
final class Base64Scan {
    private static final int CHUNK = 1 << 13;

    /** So much stands behind what is looked at, or it is the end: enough to tell what begins there. */
    private static final int BEHIND = 64;

    /** By two digits, of which the first is the lower octet: what is known of the octets that begin with them. */
    private static final byte[] FIRST = new byte[1 << 16];

    /** The same of octets that end with them. */
    private static final byte[] SECOND = new byte[1 << 16];

    private static final byte NO_DIGITS = Byte.MIN_VALUE;

    /** Perhaps a line end and the begin of a line. */
    private static final byte LINE = 0x40;

    /** Half of a line end and the begin of a line in the second and the third octet: both halves add up to the next bit. */
    private static final byte HALF_LINE = 0x10;

    /** The same of a third octet and the first octet of what follows. */
    private static final byte HALF_NEXT = 0x04;

    private static final int GROUP = Integer.MIN_VALUE | NO_DIGITS & 0xff | LINE | 2 * HALF_LINE;
    private static final int BETWEEN = 2 * HALF_NEXT;

    static {
        boolean[] high = new boolean[16];
        for (int octet = 0; octet < 256; octet++) {
            high[octet >> 4] |= TextScan.OF_INTEREST[octet];
        }
        for (int pair = 0; pair < FIRST.length; pair++) {
            int bits = Base64Decoder.pair(pair);
            if (bits < 0) {
                FIRST[pair] = NO_DIGITS;
                SECOND[pair] = NO_DIGITS;
                continue;
            }
            int octet = bits >> 4;
            FIRST[pair] = (byte) ((isLineEnd(octet) && high[bits & 0xf] ? LINE : 0)
                    | ((bits & 0xf) == 0 ? HALF_LINE : 0)
                    | (TextScan.OF_INTEREST[octet] ? HALF_NEXT : 0));
            octet = bits & 0xff;
            SECOND[pair] = (byte) ((isLineEnd(bits >> 8) && TextScan.OF_INTEREST[octet] ? HALF_LINE : 0)
                    | (isLineEnd(octet) ? HALF_NEXT : 0));
        }
    }

    private final byte[] octets;

    /** The last octet before a group, the group's, and enough of what follows. */
    private final byte[] decoded = new byte[4 + TextScan.LONGEST_BEGIN];

    private int limit;

    /** What is known of the last octet: the first line begins without a line end. */
    private int before = HALF_NEXT;

    private Base64Scan(long size) {
        octets = new byte[(int) Math.min(CHUNK, size + 1) + 2 * BEHIND];
    }

    /**
     * Goes over all of it unless only decoding can tell.
     *
     * @param size about how much will come
     */
    static boolean mayHide(InputStream encoded, long size) throws IOException {
        return new Base64Scan(size).mayHide(encoded);
    }

    private boolean mayHide(InputStream encoded) throws IOException {
        for (int count = 0; count >= 0; count = encoded.read(octets, limit, octets.length - limit)) {
            limit += count;
            int left = groups(limit - BEHIND);
            if (left < 0) {
                return true;
            }
            limit -= left;
            System.arraycopy(octets, left, octets, 0, limit);
        }
        return endMayHide();
    }

    /** @return where what is not looked at yet begins; negative if only decoding can tell */
    private int groups(int last) {
        int i = 0;
        while (i <= last) {
            int known = before;
            for (; i <= last; i += EightOctets.COUNT) {
                long digits = EightOctets.at(octets, i);
                int first = FIRST[(int) digits & 0xffff];
                int second = SECOND[(int) (digits >>> 16) & 0xffff];
                int third = FIRST[(int) (digits >>> 32) & 0xffff];
                int fourth = SECOND[(int) (digits >>> 48)];
                if (((first + second | third + fourth) & GROUP | (known + first | second + third) & BETWEEN) != 0) {
                    break;
                }
                known = fourth;
            }
            before = known;
            if (i <= last) {
                i = one(i);
            }
            if (i < 0) {
                return i;
            }
        }
        return i;
    }

    /** @return where the next group of digits, or line end, begins; negative if only decoding can tell */
    private int one(int at) {
        if (isLineEnd(octets[at])) {
            return octets[at] == '\r' && octets[at + 1] == '\n' ? at + 2 : at + 1;
        }
        int first = FIRST[pair(at)];
        int second = SECOND[pair(at + 2)];
        if ((first + second & GROUP | before + first & BETWEEN) != 0 && begins(at)) {
            return -1;
        }
        before = second;
        return at + 4;
    }

    /** Whether something begins in a group of digits, or only decoding can tell. */
    private boolean begins(int group) {
        decoded[0] = before();
        int count = 1;
        for (int i = group; count + 3 <= decoded.length; ) {
            if (i + 4 > limit) {
                return true;
            }
            if (isLineEnd(octets[i])) {
                i++;
                continue;
            }
            int first = Base64Decoder.pair(pair(i));
            int second = Base64Decoder.pair(pair(i + 2));
            if ((first | second) < 0) {
                return true;
            }
            decoded[count++] = (byte) (first >> 4);
            decoded[count++] = (byte) (first << 4 | second >> 8);
            decoded[count++] = (byte) second;
            i += 4;
        }
        return begins(decoded, 3);
    }

    private boolean endMayHide() {
        Base64Decoder decoder = new Base64Decoder(Stop.NEVER);
        byte[] rest = new byte[1 + decoder.atMost(limit) + decoder.atMost(0) + TextScan.LONGEST_BEGIN];
        rest[0] = before();
        int end = decoder.finish(rest, decoder.decode(octets, 0, limit, rest, 1));
        // What is cut at the end begins nothing.
        Arrays.fill(rest, end, rest.length, (byte) 0);
        return decoder.isOdd() || begins(rest, end);
    }

    private byte before() {
        return (byte) ((before & HALF_NEXT) != 0 ? '\n' : 0);
    }

    private static boolean begins(byte[] octets, int lineEnds) {
        for (int i = 0; i < lineEnds; i++) {
            if (isLineEnd(octets[i]) && TextScan.mayBegin(octets, i + 1)) {
                return true;
            }
        }
        return false;
    }

    private int pair(int at) {
        return octets[at] & 0xff | (octets[at + 1] & 0xff) << 8;
    }

    private static boolean isLineEnd(int octet) {
        return octet == '\r' || octet == '\n';
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.tls.internal.identity;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** As much of DER (X.690) as the older forms of keys need: Java reads PKCS#8 only, and those lie in it unchanged. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xA0;
    private static final byte[] VERSION_0 = {2, 1, 0};

    /** rsaEncryption, with its empty parameters (RFC 8017 appendix A.1). */
    private static final byte[] RSA = {
        0x30, 0x0D, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0
    };

    /** id-ecPublicKey (RFC 5480 section 2.1.1). */
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private Der() {}

    /**
     * @param rsa an RSAPrivateKey (RFC 8017 appendix A.1.2)
     * @return the same as PKCS#8
     */
    static byte[] pkcs8OfRsa(byte[] rsa) {
        return tagged(SEQUENCE, VERSION_0, RSA, tagged(OCTET_STRING, rsa));
    }

    /**
     * @param ec an ECPrivateKey (RFC 5915 section 3)
     * @param curve the object identifier of its curve
     * @return the same as PKCS#8
     */
    static byte[] pkcs8OfEc(byte[] ec, byte[] curve) {
        return tagged(SEQUENCE, VERSION_0, tagged(SEQUENCE, EC, curve), tagged(OCTET_STRING, ec));
    }

    /** @return the parameters that an ECPrivateKey carries, if it does and they can be found */
    static Optional<byte[]> curve(byte[] ec) {
        try {
            Element whole = Element.at(ec, 0);
            int at = whole.from();
            while (whole.tag() == SEQUENCE && at < whole.to()) {
                Element field = Element.at(ec, at);
                if (field.tag() == CURVE) {
                    return Optional.of(Arrays.copyOfRange(ec, field.from(), field.to()));
                }
                at = field.to();
            }
            return Optional.empty();
        } catch (IndexOutOfBoundsException broken) {
            return Optional.empty(); // then it is no key either
        }
    }

    private record Element(int tag, int from, int to) {
        static Element at(byte[] octets, int at) {
            int length = octets[at + 1] & 0xFF;
            int from = at + 2;
            if (length > 0x7F) {
                int many = length & 0x7F;
                if (many == 0 || many > 3) {
                    throw new IndexOutOfBoundsException();
                }
                length = 0;
                for (int i = 0; i < many; i++) {
                    length = length << 8 | octets[from++] & 0xFF;
                }
            }
            if (length > octets.length - from) {
                throw new IndexOutOfBoundsException();
            }
            return new Element(octets[at] & 0xFF, from, from + length);
        }
    }

    private static byte[] tagged(int tag, byte[]... contents) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            inner.writeBytes(content);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = inner.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            int octets = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | octets);
            for (int i = octets - 1; i >= 0; i--) {
                out.write(length >> 8 * i);
            }
        }
        out.writeBytes(inner.toByteArray());
        return out.toByteArray();
    }
}

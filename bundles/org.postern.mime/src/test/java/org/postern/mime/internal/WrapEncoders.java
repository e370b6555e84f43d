// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** Formats that hold files; for tests. */
final class WrapEncoders {
    private static final byte[] DATA = HexFormat.of().parseHex("06092a864886f70d010701");
    private static final byte[] SIGNED = HexFormat.of().parseHex("06092a864886f70d010702");
    private static final byte[] ENVELOPED = HexFormat.of().parseHex("06092a864886f70d010703");
    private static final byte[] COMPRESSED = HexFormat.of().parseHex("060b2a864886f70d0109100109");
    private static final byte[] ZLIB = HexFormat.of().parseHex("300d060b2a864886f70d0109100308");
    private static final byte[] DIGESTS = HexFormat.of().parseHex("310b300906052b0e03021a0500");
    private static final byte[] VERSION = {2, 1, 1};
    private static final byte[] END = {0, 0};

    private WrapEncoders() {}

    static byte[] tnef(byte[] in) {
        return Encoders.join(
                HexFormat.of().parseHex("789f3e220100"),
                attribute(1, 0x00089006, new byte[] {0, 0, 1, 0}),
                attribute(2, 0x00069002, new byte[14]),
                attribute(2, 0x0006800f, in),
                attribute(2, 0x00018010, Encoders.text("a.com\0")));
    }

    static byte[] tnefProperty(byte[] in, int type) {
        byte[] value = type == 0x000d ? Encoders.join(new byte[16], in) : in;
        byte[] properties = Encoders.join(
                little(4, 4),
                little(0x0003, 2),
                little(0x3705, 2),
                little(1, 4),
                little(0x001f, 2),
                little(0x3707, 2),
                little(1, 4),
                little(12, 4),
                Encoders.text("a\0.\0c\0o\0m\0\0\0"),
                little(0x001e, 2),
                little(0x8001, 2),
                new byte[16],
                little(1, 4),
                little(6, 4),
                Encoders.text("n\0m\0\0\0\0\0"),
                little(1, 4),
                little(3, 4),
                Encoders.text("ab\0\0"),
                little(type, 2),
                little(0x3701, 2),
                little(1, 4),
                little(value.length, 4),
                Arrays.copyOf(value, (value.length + 3) / 4 * 4));
        return Encoders.join(
                HexFormat.of().parseHex("789f3e220100"),
                attribute(2, 0x00069002, new byte[14]),
                attribute(2, 0x00069005, properties));
    }

    static byte[] attribute(int level, int id, byte[] value) {
        return Encoders.join(
                new byte[] {(byte) level}, little(id, 4), little(value.length, 4), value, new byte[] {0, 0});
    }

    static byte[] apple(byte[] in, int magic, int fork) {
        return Encoders.join(
                big(magic, 4),
                big(0x00020000, 4),
                new byte[16],
                big(2, 2),
                big(3, 4),
                big(50, 4),
                big(5, 4),
                big(fork, 4),
                big(55, 4),
                big(in.length, 4),
                Encoders.text("a.com"),
                in);
    }

    static byte[] macBinary(byte[] data, byte[] resource) {
        byte[] header = new byte[128];
        header[1] = 5;
        System.arraycopy(Encoders.text("a.com"), 0, header, 2, 5);
        System.arraycopy(Encoders.text("APPLdosa"), 0, header, 65, 8);
        System.arraycopy(big(data.length, 4), 0, header, 83, 4);
        System.arraycopy(big(resource.length, 4), 0, header, 87, 4);
        return Encoders.join(
                header,
                Arrays.copyOf(data, (data.length + 127) / 128 * 128),
                Arrays.copyOf(resource, (resource.length + 127) / 128 * 128));
    }

    static byte[] signed(byte[] octetString) {
        byte[] content = element(0x30, DATA, element(0xa0, octetString));
        return element(0x30, SIGNED, element(0xa0, element(0x30, VERSION, DIGESTS, content, element(0x31))));
    }

    static byte[] signedIndefinite(byte[] in, int chunk) {
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        for (int i = 0; i < in.length; i += chunk) {
            pieces.writeBytes(element(0x04, Arrays.copyOfRange(in, i, Math.min(in.length, i + chunk))));
        }
        byte[] string = indefinite(0x24, indefinite(0x24, pieces.toByteArray()));
        byte[] content = indefinite(0x30, DATA, indefinite(0xa0, string));
        return indefinite(0x30, SIGNED, indefinite(0xa0, indefinite(0x30, VERSION, DIGESTS, content, element(0x31))));
    }

    static byte[] compressed(byte[] deflated) {
        byte[] content = element(0x30, DATA, element(0xa0, element(0x04, deflated)));
        return element(0x30, COMPRESSED, element(0xa0, element(0x30, new byte[] {2, 1, 0}, ZLIB, content)));
    }

    static byte[] enveloped(byte[] in) {
        return element(0x30, ENVELOPED, element(0xa0, element(0x30, VERSION, element(0x31, in))));
    }

    static byte[] element(int tag, byte[]... content) {
        byte[] octets = Encoders.join(content);
        byte[] length = octets.length < 0x80
                ? new byte[] {(byte) octets.length}
                : Encoders.join(new byte[] {(byte) 0x83}, big(octets.length, 3));
        return Encoders.join(new byte[] {(byte) tag}, length, octets);
    }

    private static byte[] indefinite(int tag, byte[]... content) {
        return Encoders.join(new byte[] {(byte) tag, (byte) 0x80}, Encoders.join(content), END);
    }

    static byte[] big(int number, int octets) {
        byte[] out = new byte[octets];
        for (int i = 0; i < octets; i++) {
            out[i] = (byte) (number >> 8 * (octets - 1 - i));
        }
        return out;
    }

    static byte[] little(int number, int octets) {
        byte[] out = new byte[octets];
        for (int i = 0; i < octets; i++) {
            out[i] = (byte) (number >> 8 * i);
        }
        return out;
    }
}

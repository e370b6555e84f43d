// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Files as text, as they were before MIME; for tests. */
final class TextEncoders {
    private static final String BINHEX = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";

    private TextEncoders() {}

    static byte[] uu(byte[] in, String begin, String alphabet) {
        StringBuilder out = new StringBuilder(begin).append("\r\n");
        for (int from = 0; from < in.length; from += 45) {
            byte[] line = Arrays.copyOfRange(in, from, Math.min(in.length, from + 45));
            byte[] padded = Arrays.copyOf(line, (line.length + 2) / 3 * 3);
            out.append(alphabet.charAt(line.length));
            for (int i = 0; i < padded.length; i += 3) {
                int group = (padded[i] & 0xff) << 16 | (padded[i + 1] & 0xff) << 8 | padded[i + 2] & 0xff;
                for (int shift = 18; shift >= 0; shift -= 6) {
                    out.append(alphabet.charAt(group >> shift & 0x3f));
                }
            }
            out.append("\r\n");
        }
        return Encoders.text(
                out.append(alphabet.charAt(0)).append("\r\nend\r\n").toString());
    }

    static byte[] yenc(byte[] in, String part) {
        StringBuilder out = new StringBuilder("=ybegin" + part + " line=32 size=" + in.length + " name=a b.com\r\n");
        if (!part.isEmpty()) {
            out.append("=ypart begin=1 end=").append(in.length).append("\r\n");
        }
        for (int i = 0; i < in.length; i++) {
            int octet = in[i] + 42 & 0xff;
            if (octet == 0 || octet == '\n' || octet == '\r' || octet == '=') {
                out.append('=').append((char) (octet + 64 & 0xff));
            } else {
                out.append((char) octet);
            }
            out.append(i % 32 == 31 ? "\r\n" : "");
        }
        return Encoders.text(
                out.append("\r\n=yend size=").append(in.length).append("\r\n").toString());
    }

    /** The checksums are left out: nobody has to look at them. */
    static byte[] binHex(byte[] data, byte[] resource) {
        ByteArrayOutputStream flat = new ByteArrayOutputStream();
        flat.write(5);
        flat.writeBytes(Encoders.text("a.com\0TEXTttxt\0\0"));
        flat.writeBytes(WrapEncoders.big(data.length, 4));
        flat.writeBytes(WrapEncoders.big(resource.length, 4));
        flat.write(0);
        flat.write(0);
        flat.writeBytes(data);
        flat.write(0);
        flat.write(0);
        flat.writeBytes(resource);
        flat.write(0);
        flat.write(0);
        byte[] packed = runLengths(flat.toByteArray());
        StringBuilder out = new StringBuilder(":");
        int bits = 0;
        int count = 0;
        for (byte octet : Arrays.copyOf(packed, (packed.length + 2) / 3 * 3)) {
            bits = bits << 8 | octet & 0xff;
            count += 8;
            while (count >= 6) {
                count -= 6;
                out.append(BINHEX.charAt(bits >> count & 0x3f));
            }
        }
        String lines = out.append(':').toString().replaceAll("(.{64})", "$1\r\n");
        return Encoders.text("(This file must be converted with BinHex 4.0)\r\n\r\n" + lines + "\r\n");
    }

    private static byte[] runLengths(byte[] in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < in.length; ) {
            int run = 1;
            while (i + run < in.length && in[i + run] == in[i] && run < 255) {
                run++;
            }
            out.write(in[i]);
            if ((in[i] & 0xff) == 0x90) {
                out.write(0);
                run = 1;
            } else if (run > 3) {
                out.write(0x90);
                out.write(run);
            } else {
                run = 1;
            }
            i += run;
        }
        return out.toByteArray();
    }
}

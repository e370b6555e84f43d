// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.Deflater;

/** Writes what the reader has to undo; for tests. */
final class Encoders {
    private static final byte[] CRLF = {'\r', '\n'};

    /** Put together here, so that no file of the source is taken for the test virus itself. */
    static final byte[] EICAR =
            ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").getBytes(US_ASCII);

    private Encoders() {}

    /** Applies words from the last to the first. */
    static byte[] apply(String words, byte[] octets) {
        String[] all = words.split(" ");
        byte[] result = octets;
        for (int i = all.length - 1; i >= 0; i--) {
            result = one(all[i], result);
        }
        return result;
    }

    private static byte[] one(String word, byte[] in) {
        return switch (word) {
            case "eicar" -> EICAR;
            case "eicar-line" -> join(EICAR, CRLF);
            case "utf16" -> new String(in, US_ASCII).getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
            case "utf16-mark" ->
                join(
                        new byte[] {-1, -2},
                        new String(in, US_ASCII).getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
            case "utf16be-mark" -> new String(in, US_ASCII).getBytes(java.nio.charset.StandardCharsets.UTF_16);
            case "utf7" ->
                text("+AFg-"
                        + new String(in, 1, in.length - 1, US_ASCII)
                                .replace("+", "+-")
                                .replace("$", "+ACQ-"));
            case "line" -> join(in, CRLF);
            case "base64" -> join(Base64.getMimeEncoder().encode(in), CRLF);
            case "base64-1" -> text(Base64.getEncoder().encodeToString(in).replaceAll("(.)", "$1\r\n"));
            case "base64-nopad" -> join(Base64.getEncoder().withoutPadding().encode(in), CRLF);
            case "base64-noline" -> Base64.getEncoder().encode(in);
            case "base64-garbage" ->
                text(Base64.getEncoder().encodeToString(in).replaceAll("(.{5})", "$1!*\0~") + "\r\n");
            case "base64-8bit" ->
                text(Base64.getEncoder().encodeToString(in).replaceAll("(.{3})", "$1\u00e4\u00ff") + "\r\n");
            case "base64-spaces" -> text(Base64.getEncoder().encodeToString(in).replaceAll("(.)", "$1 \t") + "\r\n");
            case "base64-equals" ->
                text(Base64.getEncoder().encodeToString(in).replaceAll("=", "").replaceAll("(.{1,5})", "$1=") + "\r\n");
            case "base64-rest" -> join(Base64.getEncoder().encode(Arrays.copyOfRange(in, 1, in.length)), CRLF);
            case "base64-rest2" -> join(Base64.getEncoder().encode(Arrays.copyOfRange(in, 2, in.length)), CRLF);
            case "base64-zero=" -> text(Base64.getEncoder().encodeToString(in).replace('A', '=') + "\r\n");
            case "base64-zero*" -> text(Base64.getEncoder().encodeToString(in).replace('A', '*') + "\r\n");
            case "base64-zero0" -> text(Base64.getEncoder().encodeToString(in).replace('A', '\0') + "\r\n");
            case "base64-chunks" -> base64Chunks(in);
            case "base64-cr" -> text(Base64.getEncoder().encodeToString(in).replaceAll("(.{8})", "$1\r"));
            case "qp" -> quotedPrintable(in, 0, "=\r\n");
            case "qp-all" -> quotedPrintable(in, 1, "=\r\n");
            case "qp-lower" -> text(new String(quotedPrintable(in, 1, "=\r\n"), US_ASCII).toLowerCase(Locale.ROOT));
            case "qp-white" -> quotedPrintable(in, 0, "= \t \r\n");
            case "qp-lf" -> quotedPrintable(in, 0, "=\n");
            case "qp-cr" -> quotedPrintable(in, 0, "=\r");
            case "uu" ->
                TextEncoders.uu(
                        in, "begin 644 a.com", " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_");
            case "uu-backtick" ->
                TextEncoders.uu(
                        in, "begin 644 a.com", "`!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_");
            case "xx" ->
                TextEncoders.uu(
                        in, "begin 644 a.com", "+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
            case "uu-base64" ->
                join(text("begin-base64 644 a.com\r\n"), Base64.getMimeEncoder().encode(in), text("\r\n====\r\n"));
            case "yenc" -> TextEncoders.yenc(in, "");
            case "yenc-one" -> TextEncoders.yenc(in, " part=1 total=1");
            case "yenc-part" -> TextEncoders.yenc(in, " part=1 total=2");
            case "hqx" -> TextEncoders.binHex(in, new byte[0]);
            case "hqx-rsrc" -> TextEncoders.binHex(new byte[0], in);
            case "tnef" -> WrapEncoders.tnef(in);
            case "tnef-property" -> WrapEncoders.tnefProperty(in, 0x0102);
            case "tnef-object" -> WrapEncoders.tnefProperty(in, 0x000d);
            case "applesingle" -> WrapEncoders.apple(in, 0x00051600, 1);
            case "appledouble" -> WrapEncoders.apple(in, 0x00051607, 2);
            case "macbinary" -> WrapEncoders.macBinary(in, new byte[0]);
            case "macbinary-rsrc" -> WrapEncoders.macBinary(new byte[3], in);
            case "tnef-rtf" -> RtfEncoders.tnef(RtfEncoders.compressed(in));
            case "tnef-rtf-plain" -> RtfEncoders.tnef(RtfEncoders.uncompressed(in));
            case "tnef-rtf-damaged" -> {
                byte[] value = RtfEncoders.compressed(in);
                value[12]++;
                yield RtfEncoders.tnef(value);
            }
            case "rtf" -> RtfEncoders.rtf(in);
            case "rtf-odd" -> RtfEncoders.oddRtf(in);
            case "object" -> RtfEncoders.object("Word.Document.8", in);
            case "package" -> RtfEncoders.object("Package", RtfEncoders.packaged(in));
            case "cms" -> WrapEncoders.signed(WrapEncoders.element(0x04, in));
            case "cms-ber" -> WrapEncoders.signedIndefinite(in, 1 << 20);
            case "cms-octets" -> WrapEncoders.signedIndefinite(in, 1);
            case "cms-zlib" -> WrapEncoders.compressed(deflated(in));
            case "cms-enveloped" -> WrapEncoders.enveloped(in);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static byte[] base64Chunks(byte[] in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < in.length; i += 10) {
            out.writeBytes(Base64.getEncoder().encode(Arrays.copyOfRange(in, i, Math.min(in.length, i + 10))));
            out.writeBytes(CRLF);
        }
        return out.toByteArray();
    }

    private static byte[] quotedPrintable(byte[] in, int all, String soft) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < in.length; i++) {
            boolean plain = all == 0 && in[i] > ' ' && in[i] < 0x7f && in[i] != '=';
            out.append(plain ? String.valueOf((char) in[i]) : String.format("=%02X", in[i] & 0xff));
            out.append(i % 10 == 9 ? soft : "");
        }
        return text(out.append("=\r\n").toString());
    }

    private static byte[] deflated(byte[] in) {
        Deflater deflater = new Deflater();
        deflater.setInput(in);
        deflater.finish();
        byte[] out = new byte[in.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    /** Each character as one octet. */
    static byte[] text(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }
}

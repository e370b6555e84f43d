// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.postern.api.mime.TransferEncoding;

/** How octets become others. Where programs differ there are two or more of a kind (M03, M04). */
enum Coding {
    /** The octets as they are. */
    PLAIN,
    BASE64,
    BASE64_TO_PADDING,
    BASE64_TO_GARBAGE,
    BASE64_PADDING_IS_NOTHING,
    BASE64_PADDING_IS_ZERO,
    BASE64_PADDING_IS_ZERO_IN_PLACE,
    BASE64_PADDING_IS_A_DIGIT,
    BASE64_GARBAGE_IS_ZERO,
    QUOTED_PRINTABLE,
    UUENCODE,
    /** The same with its first line missing. */
    UUENCODE_BARE,
    /** Without lines that contradict themselves, up to the first empty one. */
    UUENCODE_STRICT,
    XXENCODE,
    XXENCODE_STRICT,
    YENC,
    /** A BinHex file becomes its header and forks, one behind the other. */
    BINHEX,
    UTF_16LE,
    UTF_16BE,
    UTF_7,
    /** An ASN.1 OCTET STRING, its pieces joined. */
    OCTET_STRING,
    /** The same, compressed. */
    DEFLATED_OCTET_STRING,
    /** RTF as Outlook keeps it. */
    COMPRESSED_RTF,
    /** What an object in RTF is written in. */
    RTF_DIGITS;

    /** What programs make of base64 that is odd. */
    static final List<Coding> ODD_BASE64 = List.of(
            BASE64_TO_PADDING,
            BASE64_TO_GARBAGE,
            BASE64_PADDING_IS_NOTHING,
            BASE64_PADDING_IS_ZERO,
            BASE64_PADDING_IS_ZERO_IN_PLACE,
            BASE64_PADDING_IS_A_DIGIT,
            BASE64_GARBAGE_IS_ZERO);

    static final List<Coding> ALL_BASE64 =
            Stream.concat(Stream.of(BASE64), ODD_BASE64.stream()).toList();

    /** @return what undoes a transfer encoding */
    static Coding of(TransferEncoding encoding) {
        return switch (encoding) {
            case IDENTITY, UNKNOWN -> PLAIN;
            case QUOTED_PRINTABLE -> QUOTED_PRINTABLE;
            case UUENCODE -> UUENCODE;
            case BASE64 -> BASE64;
        };
    }

    /** @return whether more octets may come out than go in */
    boolean expands() {
        return this == BINHEX || this == DEFLATED_OCTET_STRING || this == COMPRESSED_RTF;
    }

    /**
     * @param size about how many octets will come
     * @return the decoded octets; closing it closes the encoded ones
     */
    InputStream open(InputStream in, long size) throws IOException {
        return switch (this) {
            case PLAIN -> in;
            case BASE64 -> new DecodingInput(in, new Base64Decoder(Stop.NEVER), size);
            case BASE64_TO_PADDING -> new DecodingInput(in, new Base64Decoder(Stop.AT_PADDING), size);
            case BASE64_TO_GARBAGE -> new DecodingInput(in, new Base64Decoder(Stop.AT_GARBAGE), size);
            case BASE64_PADDING_IS_NOTHING -> odd(in, OddBase64Decoder.Rule.PADDING_IS_NOTHING, size);
            case BASE64_PADDING_IS_ZERO -> odd(in, OddBase64Decoder.Rule.PADDING_IS_ZERO, size);
            case BASE64_PADDING_IS_ZERO_IN_PLACE -> odd(in, OddBase64Decoder.Rule.PADDING_IS_ZERO_IN_PLACE, size);
            case BASE64_PADDING_IS_A_DIGIT -> odd(in, OddBase64Decoder.Rule.PADDING_IS_A_DIGIT, size);
            case BASE64_GARBAGE_IS_ZERO -> odd(in, OddBase64Decoder.Rule.GARBAGE_IS_ZERO, size);
            case QUOTED_PRINTABLE -> new DecodingInput(in, new QuotedPrintableDecoder(), size);
            case UUENCODE -> new DecodingInput(in, new UuDecoder(UuAlphabet.UU, UuDecoder.Lines.ALL, false), size);
            case UUENCODE_BARE -> new DecodingInput(in, new UuDecoder(UuAlphabet.UU, UuDecoder.Lines.ALL, true), size);
            case UUENCODE_STRICT ->
                new DecodingInput(in, new UuDecoder(UuAlphabet.UU, UuDecoder.Lines.REGULAR, false), size);
            case XXENCODE -> new DecodingInput(in, new UuDecoder(UuAlphabet.XX, UuDecoder.Lines.ALL, false), size);
            case XXENCODE_STRICT ->
                new DecodingInput(in, new UuDecoder(UuAlphabet.XX, UuDecoder.Lines.REGULAR, false), size);
            case YENC -> new DecodingInput(in, new YencDecoder(), size);
            case BINHEX -> new RunLengthInput(new DecodingInput(in, new BinHexDecoder(), size));
            case UTF_16LE -> new DecodingInput(in, new Utf16Decoder(true), size);
            case UTF_16BE -> new DecodingInput(in, new Utf16Decoder(false), size);
            case UTF_7 -> new DecodingInput(in, new Utf7Decoder(), size);
            case OCTET_STRING -> new OctetStringInput(in);
            case DEFLATED_OCTET_STRING -> new InflatedInput(new OctetStringInput(in));
            case COMPRESSED_RTF -> new CompressedRtfInput(in);
            case RTF_DIGITS -> new RtfDigitsInput(in);
        };
    }

    private static InputStream odd(InputStream in, OddBase64Decoder.Rule rule, long size) {
        return new DecodingInput(in, new OddBase64Decoder(rule), size);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.postern.mime.internal.OddBase64Decoder.Rule;

/** Fuzz target: any octets as an encoded body. The first octet says where it is cut. */
public final class DecoderFuzz {
    private static final int LONGEST_HELD = 2048;

    private record Kind(Supplier<Decoder> decoder, Coding coding) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(() -> new Base64Decoder(Stop.NEVER), Coding.BASE64),
            new Kind(() -> new Base64Decoder(Stop.AT_PADDING), Coding.BASE64_TO_PADDING),
            new Kind(() -> new OddBase64Decoder(Rule.PADDING_IS_NOTHING), Coding.BASE64_PADDING_IS_NOTHING),
            new Kind(() -> new OddBase64Decoder(Rule.PADDING_IS_ZERO), Coding.BASE64_PADDING_IS_ZERO),
            new Kind(() -> new OddBase64Decoder(Rule.PADDING_IS_ZERO_IN_PLACE), Coding.BASE64_PADDING_IS_ZERO_IN_PLACE),
            new Kind(() -> new OddBase64Decoder(Rule.PADDING_IS_A_DIGIT), Coding.BASE64_PADDING_IS_A_DIGIT),
            new Kind(() -> new OddBase64Decoder(Rule.GARBAGE_IS_ZERO), Coding.BASE64_GARBAGE_IS_ZERO),
            new Kind(() -> new Base64Decoder(Stop.AT_GARBAGE), Coding.BASE64_TO_GARBAGE),
            new Kind(QuotedPrintableDecoder::new, Coding.QUOTED_PRINTABLE),
            new Kind(() -> new UuDecoder(UuAlphabet.UU, UuDecoder.Lines.ALL, false), Coding.UUENCODE),
            new Kind(() -> new UuDecoder(UuAlphabet.UU, UuDecoder.Lines.ALL, true), Coding.UUENCODE_BARE),
            new Kind(() -> new UuDecoder(UuAlphabet.UU, UuDecoder.Lines.REGULAR, false), Coding.UUENCODE_STRICT),
            new Kind(() -> new UuDecoder(UuAlphabet.XX, UuDecoder.Lines.ALL, false), Coding.XXENCODE),
            new Kind(() -> new UuDecoder(UuAlphabet.XX, UuDecoder.Lines.REGULAR, false), Coding.XXENCODE_STRICT),
            new Kind(YencDecoder::new, Coding.YENC),
            new Kind(() -> new Utf16Decoder(true), Coding.UTF_16LE),
            new Kind(() -> new Utf16Decoder(false), Coding.UTF_16BE),
            new Kind(Utf7Decoder::new, Coding.UTF_7));

    private DecoderFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int step = 1 + (input[0] & 0xff);
        byte[] encoded = Arrays.copyOfRange(input, 1, input.length);
        for (Kind kind : KINDS) {
            byte[] whole = decode(kind.decoder().get(), encoded, Math.max(1, encoded.length));
            byte[] pieces = decode(kind.decoder().get(), encoded, step);
            try (InputStream stream = kind.coding().open(new ByteArrayInputStream(encoded), encoded.length)) {
                assertThat(stream.readAllBytes()).isEqualTo(whole);
            }
            assertThat(pieces).as("%s cut each %d octets", kind.coding(), step).isEqualTo(whole);
        }
    }

    /** Throws when more comes out than the decoder says. */
    private static byte[] decode(Decoder decoder, byte[] encoded, int step) {
        byte[] decoded = new byte[encoded.length * 2 + LONGEST_HELD];
        int length = 0;
        for (int from = 0; from < encoded.length; from += step) {
            int to = Math.min(encoded.length, from + step);
            byte[] out = new byte[decoder.atMost(to - from)];
            int count = decoder.decode(encoded, from, to, out, 0);
            System.arraycopy(out, 0, decoded, length, count);
            length += count;
        }
        byte[] last = new byte[decoder.atMost(0)];
        int count = decoder.finish(last, 0);
        System.arraycopy(last, 0, decoded, length, count);
        return Arrays.copyOf(decoded, length + count);
    }
}

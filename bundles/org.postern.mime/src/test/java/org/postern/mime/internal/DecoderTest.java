// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.mime.internal.OddBase64Decoder.Rule;

/** M03: the decoders, cut anywhere. */
class DecoderTest {
    @Property
    void base64AgreesWithTheJdkAtEverySplit(@ForAll byte[] content, @ForAll @IntRange(min = 1, max = 80) int width) {
        byte[] encoded = Base64.getMimeEncoder(Math.max(4, width / 4 * 4), new byte[] {'\r', '\n'})
                .encode(content);

        for (int split = 0; split <= encoded.length; split++) {
            assertThat(decode(new Base64Decoder(Stop.NEVER), encoded, split)).isEqualTo(content);
        }
    }

    /** One octet at a time nothing is seen together. */
    @Property
    void quotedPrintableIsTheSameInPiecesAndWhole(
            @ForAll Random random, @ForAll @IntRange(min = 0, max = 3000) int length) {
        byte[] encoded = new byte[length];
        int white = 0;
        for (int i = 0; i < length; i++) {
            white = white > 0 ? white - 1 : random.nextInt(40) == 0 ? random.nextInt(1500) : 0;
            encoded[i] = (byte) (white > 0 ? ' ' : "==\r\n\t 4AFfg".charAt(random.nextInt(11)));
        }
        byte[] expected = octetByOctet(new QuotedPrintableDecoder(), encoded);

        for (int split : new int[] {0, length / 3, length / 2, length}) {
            assertThat(decode(new QuotedPrintableDecoder(), encoded, split)).isEqualTo(expected);
        }
    }

    /** Octet by octet is the straightforward way. */
    @Property(tries = 2000)
    void quotedPrintableIsTheSameInLongPiecesAndOctetByOctet(@ForAll Random random) {
        String[] pieces = {
            "=C3=A4", "=", "=\r\n", "= \t\r\n", " \r\n", "\t\n", " ", "\r", "\n", "=3", "=0D=0A", "=<", "\u000e"
        };
        StringBuilder text = new StringBuilder();
        int rare = 2 + random.nextInt(12);
        while (text.length() < 1500) {
            if (random.nextInt(rare) == 0) {
                text.append(pieces[random.nextInt(random.nextBoolean() ? 3 : pieces.length)]);
            } else if (random.nextInt(400) == 0) {
                text.append(" ".repeat(random.nextInt(3000))).append(random.nextBoolean() ? "\r\n" : "x");
            } else {
                random.ints(random.nextInt(50), 0, 256).forEach(octet -> text.append((char) octet));
            }
        }
        byte[] encoded = text.toString().getBytes(StandardCharsets.ISO_8859_1);

        byte[] expected = octetByOctet(new QuotedPrintableDecoder(), encoded);

        assertThat(decode(new QuotedPrintableDecoder(), encoded, encoded.length))
                .isEqualTo(expected);
        assertThat(decode(new QuotedPrintableDecoder(), encoded, random.nextInt(encoded.length)))
                .isEqualTo(expected);
    }

    @Property
    void base64NeedsNoPaddingAndSkipsWhatIsNoDigit(@ForAll byte[] content, @ForAll Random random) {
        String digits = Base64.getEncoder().withoutPadding().encodeToString(content);
        StringBuilder dirty = new StringBuilder();
        for (char digit : digits.toCharArray()) {
            dirty.append("!\0\r\n \u00e4-_.".charAt(random.nextInt(9))).append(digit);
        }
        byte[] encoded = dirty.toString().getBytes(StandardCharsets.ISO_8859_1);

        assertThat(decode(new Base64Decoder(Stop.NEVER), encoded, encoded.length / 2))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({
        "QUJD, ABC, ABC",
        "QQ==QUJD, AABC, A",
        "QUI=QUJD, ABABC, AB",
        "=QUJD, ABC, ABC",
        "QUJD====QUJD, ABCABC, ABCABC",
        "QUJDQ, ABC, ABC",
        "QQ, A, A",
    })
    void base64GoesOnAfterPaddingOrStops(String encoded, String goesOn, String stops) {
        byte[] octets = encoded.getBytes(StandardCharsets.US_ASCII);

        assertThat(decode(new Base64Decoder(Stop.NEVER), octets, Math.min(3, octets.length)))
                .asString()
                .isEqualTo(goesOn);
        assertThat(decode(new Base64Decoder(Stop.AT_PADDING), octets, Math.min(3, octets.length)))
                .asString()
                .isEqualTo(stops);
    }

    @Property(tries = 200)
    void everyRuleForOddBase64AgreesWithTheJdkWhereItIsNotOdd(@ForAll byte[] content, @ForAll Rule rule) {
        byte[] encoded = Base64.getMimeEncoder(8, new byte[] {'\r', '\n'}).encode(content);

        for (int split = 0; split <= encoded.length; split++) {
            assertThat(decode(new OddBase64Decoder(rule), encoded, split)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PADDING_IS_NOTHING, Q=U=J=D, ABC",
        "PADDING_IS_ZERO, Q===QUJD, @ABC",
        "PADDING_IS_ZERO, Q=I=QUJD, @ABC",
        "PADDING_IS_ZERO_IN_PLACE, QU=5QUJD, A9ABC",
        "PADDING_IS_ZERO_IN_PLACE, Q===QUJD, @ABC",
        "PADDING_IS_A_DIGIT, QU=5QUJD, A@9ABC",
        "PADDING_IS_A_DIGIT, QUJDQQ==, ABCA",
        "GARBAGE_IS_ZERO, QU*5QUJD, A@9ABC",
        "GARBAGE_IS_ZERO, Q U=J\tD, ABC",
    })
    void oddBase64IsWhatItsProgramMakesOfIt(Rule rule, String encoded, String decoded) {
        byte[] octets = encoded.getBytes(StandardCharsets.US_ASCII);

        for (int split = 0; split <= octets.length; split++) {
            assertThat(decode(new OddBase64Decoder(rule), octets, split))
                    .asString()
                    .isEqualTo(decoded);
        }
    }

    @Property
    void quotedPrintableGivesBackWhatWasEncodedAtEverySplit(@ForAll byte[] content, @ForAll Random random) {
        byte[] encoded = quotedPrintable(content, random);

        for (int split = 0; split <= encoded.length; split++) {
            assertThat(decode(new QuotedPrintableDecoder(), encoded, split)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"a=\\r\\nb\", \"ab\"",
                "\"a= \\t\\nb\", \"ab\"",
                "\"a=\\rb\", \"ab\"",
                "\"a \\t\\r\\nb\", \"a\\r\\nb\"",
                "\"a =20\\n\", \"a  \\n\"",
                "\"=c3=A4\", \"\u00e4\"",
                "\"=\", \"\"",
                "\"=4\", \"=4\"",
                "\"==41\", \"=A\"",
                "\"=4=41\", \"=4A\"",
                "\"=zz=\\r\\n\", \"=zz\"",
            })
    void quotedPrintableIsLenient(String encoded, String decoded) {
        byte[] octets = unescaped(encoded);

        for (int split = 0; split <= octets.length; split++) {
            assertThat(new String(decode(new QuotedPrintableDecoder(), octets, split), StandardCharsets.UTF_8))
                    .isEqualTo(new String(unescaped(decoded), StandardCharsets.UTF_8));
        }
    }

    @Test
    void quotedPrintableHoldsNoEndlessWhiteSpaceBack() {
        byte[] octets = new byte[100_000];
        Arrays.fill(octets, (byte) ' ');
        octets[octets.length - 1] = 'x';

        assertThat(decode(new QuotedPrintableDecoder(), octets, 50_000)).hasSize(octets.length);
    }

    @Property
    void uuencodeGivesBackWhatWasEncodedAtEverySplit(@ForAll @Size(max = 100) byte[] content) {
        byte[] encoded = uuencoded(content);

        for (int split = 0; split <= encoded.length; split++) {
            assertThat(decode(uu(), encoded, split)).isEqualTo(content);
        }
    }

    @Property
    void noDecoderWritesMoreThanItSaysWhateverComes(@ForAll @Size(max = 300) byte[] junk, @ForAll Random random) {
        byte[] octets = junk.clone();
        for (int i = 0; i < octets.length; i++) {
            octets[i] = random.nextBoolean() ? (byte) "= \t\r\n_M`begin end4".charAt(random.nextInt(18)) : octets[i];
        }
        int split = random.nextInt(octets.length + 1);

        for (Decoder decoder : new Decoder[] {new Base64Decoder(Stop.NEVER), new QuotedPrintableDecoder(), uu()}) {
            decode(decoder, octets, split);
        }
    }

    @Test
    void aStreamGivesTheSameByOctetsAndByBlocksAndBySkipping() throws IOException {
        byte[] content = new byte[50_000];
        new Random(1).nextBytes(content);
        byte[] encoded = Base64.getMimeEncoder().encode(content);
        Supplier<InputStream> stream =
                () -> new DecodingInput(new ByteArrayInputStream(encoded), new Base64Decoder(Stop.NEVER));
        ByteArrayOutputStream single = new ByteArrayOutputStream();

        try (InputStream all = stream.get();
                InputStream octets = stream.get();
                InputStream tail = stream.get()) {
            for (int octet = octets.read(); octet >= 0; octet = octets.read()) {
                single.write(octet);
            }
            tail.skipNBytes(40_000);

            assertThat(all.readAllBytes()).isEqualTo(content);
            assertThat(single.toByteArray()).isEqualTo(content);
            assertThat(tail.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 40_000, 50_000));
        }
    }

    private static Decoder uu() {
        return new UuDecoder(UuAlphabet.UU, UuDecoder.Lines.ALL, false);
    }

    private static byte[] octetByOctet(Decoder decoder, byte[] encoded) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] out = new byte[decoder.atMost(1)];
        for (byte octet : encoded) {
            decoded.write(out, 0, decoder.decode(new byte[] {octet}, 0, 1, out, 0));
        }
        decoded.write(out, 0, decoder.finish(out, 0));
        return decoded.toByteArray();
    }

    private static byte[] decode(Decoder decoder, byte[] encoded, int split) {
        byte[] first = new byte[decoder.atMost(split)];
        byte[] second = new byte[decoder.atMost(encoded.length - split)];
        byte[] last = new byte[decoder.atMost(0)];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first, 0, decoder.decode(encoded, 0, split, first, 0));
        out.write(second, 0, decoder.decode(encoded, split, encoded.length, second, 0));
        out.write(last, 0, decoder.finish(last, 0));
        return out.toByteArray();
    }

    private static byte[] quotedPrintable(byte[] content, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte octet : content) {
            boolean plain = octet > ' ' && octet != '=' && octet != 0x7f;
            if (plain && random.nextInt(3) > 0) {
                out.write(octet);
            } else {
                String hex = String.format(random.nextBoolean() ? "=%02X" : "=%02x", octet & 0xff);
                out.writeBytes(hex.getBytes(StandardCharsets.US_ASCII));
            }
            if (random.nextInt(10) == 0) {
                out.writeBytes("= \r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return out.toByteArray();
    }

    private static byte[] uuencoded(byte[] content) {
        StringBuilder text = new StringBuilder("junk before\r\nbegin 644 a name\r\n");
        for (int from = 0; from < content.length; from += 45) {
            byte[] line = Arrays.copyOfRange(content, from, Math.min(content.length, from + 45));
            text.append((char) (' ' + line.length));
            byte[] padded = Arrays.copyOf(line, (line.length + 2) / 3 * 3);
            for (int i = 0; i < padded.length; i += 3) {
                int group = (padded[i] & 0xff) << 16 | (padded[i + 1] & 0xff) << 8 | padded[i + 2] & 0xff;
                for (int shift = 18; shift >= 0; shift -= 6) {
                    int value = group >> shift & 0x3f;
                    text.append(value == 0 ? '`' : (char) (' ' + value));
                }
            }
            text.append("\r\n");
        }
        return text.append("`\r\nend\r\njunk after\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] unescaped(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .getBytes(StandardCharsets.UTF_8);
    }
}

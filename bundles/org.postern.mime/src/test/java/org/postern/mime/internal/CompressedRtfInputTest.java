// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** M05: RTF as Outlook keeps it comes out, and all of it that there is when it is damaged. */
class CompressedRtfInputTest {
    /** [MS-OXRTFCP] section 3.1.1. */
    private static final byte[] SIMPLE = HexFormat.of()
            .parseHex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c"
                    + "090020627705b06c647d0a800fa0");

    private static final String SIMPLE_RTF = "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n";

    /** Section 3.1.2: a reference that goes on into what it gives itself. */
    private static final byte[] CROSSING =
            HexFormat.of().parseHex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0");

    private record Read(byte[] octets, boolean broken) {
        String text() {
            return new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    private static Read read(byte[] value, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[step];
        try (CompressedRtfInput in = new CompressedRtfInput(new ByteArrayInputStream(value))) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                out.write(chunk, 0, count);
            }
            return new Read(out.toByteArray(), in.broken());
        }
    }

    private static Read read(byte[] value) throws IOException {
        return read(value, 1 << 12);
    }

    private static byte[] with(byte[] value, int at, int number) {
        byte[] changed = value.clone();
        System.arraycopy(WrapEncoders.little(number, 4), 0, changed, at, 4);
        return changed;
    }

    @Test
    void givesBackTheExamplesOfTheSpecification() throws IOException {
        assertThat(read(SIMPLE).text()).isEqualTo(SIMPLE_RTF);
        assertThat(read(SIMPLE).broken()).isFalse();
        assertThat(read(CROSSING).text()).isEqualTo("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
        assertThat(read(CROSSING).broken()).isFalse();
    }

    @Test
    void theCompressorOfTheseTestsMakesTheExamplesToo() {
        assertThat(RtfEncoders.compressed(Encoders.text(SIMPLE_RTF))).isEqualTo(SIMPLE);
        assertThat(RtfEncoders.compressed(Encoders.text("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}")))
                .isEqualTo(CROSSING);
    }

    @Test
    void givesWhatIsNotCompressedAsItIs() throws IOException {
        Read read = read(RtfEncoders.uncompressed(Encoders.text(SIMPLE_RTF)));

        assertThat(read.text()).isEqualTo(SIMPLE_RTF);
        assertThat(read.broken()).isFalse();
    }

    @Test
    void showsWhatAWrongChecksumIsSaidOf() throws IOException {
        Read read = read(with(SIMPLE, 12, 0));

        assertThat(read.text()).isEqualTo(SIMPLE_RTF);
        assertThat(read.broken()).isTrue();
    }

    @Test
    void showsAllWhateverTheSizesSay() throws IOException {
        for (int size : new int[] {0, 1, 11, 12, 13, 0x2a, 0x2c, 0x2e, 1000, Integer.MAX_VALUE, -1}) {
            for (int at : new int[] {0, 4}) {
                Read read = read(with(SIMPLE, at, size));

                assertThat(read.text()).as("%d at %d", size, at).isEqualTo(SIMPLE_RTF);
                assertThat(read.broken()).as("%d at %d", size, at).isTrue();
            }
        }
    }

    @Test
    void octetsBehindTheStatedSizeAreNoDamage() throws IOException {
        assertThat(read(Arrays.copyOf(SIMPLE, SIMPLE.length + 3)))
                .satisfies(read -> assertThat(read.text()).isEqualTo(SIMPLE_RTF))
                .satisfies(read -> assertThat(read.broken()).isFalse());
    }

    @Test
    void fillingBehindTheEndBelongsToTheChecksum() throws IOException {
        byte[] contents = Arrays.copyOf(Arrays.copyOfRange(SIMPLE, 16, SIMPLE.length), SIMPLE.length);
        byte[] value = RtfEncoders.withHeader(contents, SIMPLE_RTF.length(), 0x75465a4c, RtfEncoders.sum(contents));

        assertThat(read(value).text()).isEqualTo(SIMPLE_RTF);
        assertThat(read(value).broken()).isFalse();
    }

    @Test
    void cutAnywhereItShowsWhatIsThereAndIsDamaged() throws IOException {
        for (byte[] whole : new byte[][] {SIMPLE, CROSSING, RtfEncoders.uncompressed(Encoders.text(SIMPLE_RTF))}) {
            String text = read(whole).text();
            int shown = 0;
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);

                Read read = read(cut);

                assertThat(read.broken()).as("%d octets", length).isTrue();
                if (length < 16) {
                    assertThat(read.octets()).isEqualTo(cut);
                } else {
                    assertThat(text).startsWith(read.text());
                    assertThat(read.octets().length).isGreaterThanOrEqualTo(shown);
                    shown = read.octets().length;
                }
            }
            assertThat(shown).isGreaterThanOrEqualTo(text.length() - 4);
        }
    }

    @Test
    void whatHasNoKnownHeaderIsShownWithIt() throws IOException {
        byte[] value = with(SIMPLE, 8, 0x12345678);

        assertThat(read(value).octets()).isEqualTo(value);
        assertThat(read(value).broken()).isTrue();
    }

    @Test
    void aReferenceToWhereNothingCameYetGivesZeros() throws IOException {
        byte[] contents = {3, (byte) 0xff, (byte) 0xf1, 0x0d, 0x20};

        assertThat(read(RtfEncoders.withHeader(contents, 3, 0x75465a4c, RtfEncoders.sum(contents)))
                        .octets())
                .startsWith(0, '{', '\\');
    }

    @Property(tries = 300)
    void whatIsCompressedComesBack(
            @ForAll @Size(max = 3000) byte[] content, @ForAll @IntRange(min = 1, max = 50) int step)
            throws IOException {
        Read read = read(RtfEncoders.compressed(content), step);

        assertThat(read.octets()).isEqualTo(content);
        assertThat(read.broken()).isFalse();
    }

    @Property(tries = 300)
    void whatRepeatsComesBackFromTheWholeWindow(
            @ForAll @Size(min = 1, max = 40) @ByteRange(min = 'a', max = 'd') byte[] word) throws IOException {
        byte[] content = new byte[9000];
        for (int i = 0; i < content.length; i++) {
            content[i] = word[(i * 7 + i / 300) % word.length];
        }

        Read read = read(RtfEncoders.compressed(content));

        assertThat(read.octets()).isEqualTo(content);
        assertThat(read.broken()).isFalse();
    }

    @Property(tries = 1000)
    void anyOctetsHaveAnEnd(@ForAll @Size(max = 300) byte[] octets, @ForAll boolean headed) throws IOException {
        byte[] value = headed ? RtfEncoders.withHeader(octets, 100, 0x75465a4c, 0) : octets;

        assertThat(read(value).octets().length).isLessThanOrEqualTo(16 + 17 * value.length / 2);
        assertThat(read(value, 1).octets()).isEqualTo(read(value).octets());
    }
}

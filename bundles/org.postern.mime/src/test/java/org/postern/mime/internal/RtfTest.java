// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.postern.api.mime.OctetRange;
import org.postern.api.spool.Octets;

/** M05, M08: objects come out of RTF, however it is written, and its size bounds what that takes. */
class RtfTest {
    private static Finds open(byte[] rtf) throws IOException {
        return Rtf.open(Octets.of(rtf), new OctetRange(0, rtf.length));
    }

    private static byte[] decoded(String digits) throws IOException {
        try (InputStream in = new RtfDigitsInput(new ByteArrayInputStream(Encoders.text(digits)))) {
            return in.readAllBytes();
        }
    }

    private static List<String> objects(String rtf) throws IOException {
        return open(Encoders.text(rtf)).all().stream()
                .map(find -> rtf.substring(
                        (int) find.range().start(), (int) find.range().end()))
                .toList();
    }

    @Test
    void findsTheDigitsOfEachObject() throws IOException {
        assertThat(objects("{\\rtf1{\\object{\\*\\objdata 01{02}03}}x{\\object\\objdata\r\n04}\\par}"))
                .containsExactly("01{02}03", "\r\n04");
    }

    @Test
    void anObjectThatBreaksOffGoesToTheEnd() throws IOException {
        assertThat(objects("{\\rtf1{\\*\\objdata 0102{")).containsExactly("0102{");
    }

    @Test
    void whatIsEscapedOrBinaryIsNoMark() throws IOException {
        assertThat(objects("{\\rtf1 \\\\objdata 01 \\{objdata 02 \\bin9 \\objdata \\objdatas 03}"))
                .isEmpty();
    }

    @Test
    void bracesInBinaryEndNothing() throws IOException {
        assertThat(objects("{\\rtf1{\\objdata 01\\bin3 }}}02}}")).containsExactly("01\\bin3 }}}02");
    }

    @Test
    void leavesOutWhatProgramsLeaveOut() throws IOException {
        assertThat(decoded("0 1\r\nzz{\\*\\other 55{66}77}{\\fs24 02}\\'e4\\par 03{\\*\\objdata 04}\\bin2 0{\\b 05"))
                .containsExactly(1, 2, 3, 4, '0', '{', 5);
    }

    @Test
    void aNumberOfBinaryThatLiesTakesWhatIsThere() throws IOException {
        assertThat(decoded("01\\bin99999999999999999999 ab}")).containsExactly(1, 'a', 'b', '}');
        assertThat(decoded("01\\bin-5 02")).containsExactly(1, 2);
    }

    @Test
    void anObjectWhoseSizesLieGivesWhatIsThere() throws IOException {
        byte[] whole = RtfEncoders.object("Package", RtfEncoders.packaged(Encoders.EICAR));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            OctetRange range = new OctetRange(0, length);

            Finds finds = Rtf.object(Octets.of(cut), range);

            assertThat(finds.all()).hasSizeLessThanOrEqualTo(1).allMatch(find -> range.contains(find.range()));
        }
        for (int at = 0; at + 4 <= whole.length; at++) {
            byte[] lying = whole.clone();
            Arrays.fill(lying, at, at + 4, (byte) 0xff);
            OctetRange range = new OctetRange(0, lying.length);

            assertThat(Rtf.object(Octets.of(lying), range).all()).allMatch(find -> range.contains(find.range()));
        }
    }

    @Test
    void manyObjectsInOneAnotherAreOne() throws IOException {
        byte[] rtf = Encoders.text("{\\rtf1" + "{\\*\\objdata 01".repeat(100_000));

        Finds finds = open(rtf);

        assertThat(finds.all()).hasSize(1);
        assertThat(decoded("{\\*\\objdata 01".repeat(100_000))).hasSize(100_000).containsOnly(1);
    }

    @Property(tries = 500)
    void octetsComeBackWhateverStandsBetweenThem(@ForAll @Size(min = 1, max = 200) byte[] object) throws IOException {
        for (byte[] rtf : List.of(RtfEncoders.rtf(object), RtfEncoders.oddRtf(object))) {
            OctetRange digits = open(rtf).all().get(0).range();
            byte[] inside = Arrays.copyOfRange(rtf, (int) digits.start(), (int) digits.end());

            assertThat(decoded(new String(inside, java.nio.charset.StandardCharsets.ISO_8859_1)))
                    .isEqualTo(object);
        }
    }

    @Property(tries = 2000)
    void anyTextHasAnEnd(
            @ForAll
                    @StringLength(max = 60)
                    @Chars({'{', '}', '\\', '*', ' ', '\'', '-'})
                    @CharRange(from = '0', to = '9')
                    String text)
            throws IOException {
        String marked = "{\\rt" + text.replace("3", "\\objdata").replace("4", "\\bin") + "}";
        OctetRange range = new OctetRange(0, marked.length());

        assertThat(open(Encoders.text(marked)).all()).allMatch(find -> range.contains(find.range()));
        assertThat(decoded(marked).length).isLessThanOrEqualTo(marked.length());
    }
}

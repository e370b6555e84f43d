// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final String MD5 = "44d88612fea8a8f36de82e1278abb02f";

    @Test
    void readsDigestsOfAllThreeKinds() throws Unusable {
        Signature.Hash md5 = Signature.Hash.of(MD5 + ":68:Some.Name");
        Signature.Hash sha1 = Signature.Hash.of("A".repeat(40) + ":*:N:73");
        Signature.Hash sha256 = Signature.Hash.of("0".repeat(64) + ":1:N");

        assertThat(md5.name()).isEqualTo("Some.Name");
        assertThat(md5.algorithm()).isEqualTo(Algorithm.MD5);
        assertThat(HexFormat.of().formatHex(md5.digest())).isEqualTo(MD5);
        assertThat(md5.size()).isEqualTo(68);
        assertThat(sha1.algorithm()).isEqualTo(Algorithm.SHA1);
        assertThat(sha1.digest()).containsOnly(0xaa);
        assertThat(sha1.size()).isEqualTo(Signature.Hash.ANY_SIZE);
        assertThat(sha256.algorithm()).isEqualTo(Algorithm.SHA256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                MD5,
                MD5 + ":68",
                MD5 + ":68:",
                MD5 + ":-1:N",
                MD5 + ":68:a name",
                MD5 + "0:68:N",
                "g" + MD5 + ":68:N",
                MD5 + ":9999999999999999999999:N"
            })
    void refusesOtherDigests(String line) {
        assertThat(kind(() -> Signature.Hash.of(line))).isEqualTo(Unusable.Kind.MALFORMED);
    }

    @Test
    void readsBodies() throws Unusable {
        Signature.Body body = Signature.Body.of("N:10:EOF-10,5:00FFaa11*(22|33)4455{3-5}66a?7788:73:255");

        assertThat(body.name()).isEqualTo("N");
        assertThat(body.target()).isEqualTo(Target.PDF);
        assertThat(body.placement()).isEqualTo(new Placement(Placement.Anchor.END, 10, 5));
        assertThat(body.stages())
                .extracting(Stage::before)
                .containsExactly(Gap.NONE, new Gap(0, Gap.ANY), new Gap(3, 5));
        assertThat(body.stages())
                .extracting(stage -> stage.variants().get(0).length())
                .containsExactly(4, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "N:0:*",
                "N:0:*:",
                "N:0:*:0011aa223",
                "N:0:*:0011zz22",
                "N:0:*:0011 2233",
                "N:0:*:0011\u0662\u06622233",
                "N:0:*:*00112233",
                "N:0:*:00112233*",
                "N:0:*:0011**2233",
                "N:0:*:0011{}2233",
                "N:0:*:0011{-}2233",
                "N:0:*:0011{5-4}2233",
                "N:0:*:0011{5}",
                "N:0:*:0011{52233",
                "N:0:*:0011{5-2233",
                "N:0:*:0011{1234567890}2233",
                "N:0:*:0011[x]2233",
                "N:0:*:0011(2233",
                "N:0:*:0011()2233",
                "N:0:*:0011(22|)2233",
                "N:0:*:0011(22|3)2233",
                "N:0:*:0011!2233",
                "N:0:*:00112233!",
                "N:0:*:0011!(22|3344)2233",
                "N:0:EOF+1:00112233",
                "N:0:-1:00112233",
                "N:0::00112233",
                "N:x:*:00112233",
                "N::*:00112233",
                "N:0:*:00112233:x",
                "N:0:*:00112233:1:2:3",
                ":0:*:00112233",
                "a name:0:*:00112233"
            })
    void refusesBodiesThatAreNone(String line) {
        // What lacks octets is refused for that as well as for its form.
        assertThat(kind(() -> Signature.Body.of(line)))
                .isEqualTo(line.endsWith("{5}") ? Unusable.Kind.UNSUPPORTED : Unusable.Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "N:0:*:0011aa",
                "N:0:*:00??11??22??33",
                "N:0:*:00112233*44",
                "N:0:*:00112233*4?55??66",
                "N:3:*:00112233",
                "N:7:*:00112233",
                "N:99:*:00112233",
                "N:0:EP+0:00112233",
                "N:0:EP-5,3:00112233",
                "N:0:S1+0:00112233",
                "N:0:SL+4,4:00112233",
                "N:0:SE2:00112233",
                "N:0:VI:00112233",
                "N:0:*:0011(B)2233",
                "N:0:*:00112233!(W)",
                "N:0:*:0011(22{3}33|44)5566",
                "N:0:*:0011(22|(33|44))5566",
                "N:0:*:0011[0-33]2233",
                "N:0:*:0011{100000-100001}2233",
                "N:0:*:0011[0-30](22|3344)[0-30]5566"
            })
    void leavesOutWhatItCannotDo(String line) {
        assertThat(kind(() -> Signature.Body.of(line))).isEqualTo(Unusable.Kind.UNSUPPORTED);
    }

    @Test
    void boundsTheLengthOfASegment() {
        assertThat(kind(() -> Signature.Body.of("N:0:*:" + "00".repeat(SegmentBuilder.MOST_OCTETS + 1))))
                .isEqualTo(Unusable.Kind.UNSUPPORTED);
        assertThat(kind(() -> Signature.Body.of("N:0:*:0011" + "{1024}".repeat(10_000) + "2233")))
                .isEqualTo(Unusable.Kind.UNSUPPORTED);
        assertThat(kind(() -> Signature.Body.of("N:0:*:0011" + "(22|3344)".repeat(10_000) + "2233")))
                .isEqualTo(Unusable.Kind.UNSUPPORTED);
    }

    private static Unusable.Kind kind(ThrowingCallable reading) {
        return catchThrowableOfType(Unusable.class, reading).kind();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "*; 0; true",
                "*; 99; true",
                "7; 7; true",
                "7; 6; false",
                "7; 8; false",
                "7,2; 9; true",
                "7,2; 10; false",
                "EOF-10; 90; true",
                "EOF-10; 91; false",
                "EOF-10,3; 93; true",
                "EOF-10,3; 94; false"
            })
    void placesBodiesInContentOfAHundredOctets(String offset, long start, boolean allowed) throws Unusable {
        assertThat(Placement.of(offset).allows(start, 100)).isEqualTo(allowed);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final String MD5 = "44d88612fea8a8f36de82e1278abb02f";

    @Test
    void readsDigestsOfAllThreeKinds() {
        assertThat(Signature.Hash.of(MD5 + ":68:Some.Name"))
                .contains(new Signature.Hash("Some.Name", Algorithm.MD5, MD5, 68));
        assertThat(Signature.Hash.of("A".repeat(40) + ":*:N:73"))
                .contains(new Signature.Hash("N", Algorithm.SHA1, "a".repeat(40), Signature.Hash.ANY_SIZE));
        assertThat(Signature.Hash.of("0".repeat(64) + ":1:N"))
                .contains(new Signature.Hash("N", Algorithm.SHA256, "0".repeat(64), 1));
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
        assertThat(Signature.Hash.of(line)).isEmpty();
    }

    @Test
    void readsBodies() {
        assertThat(Signature.Body.of("N:0:EOF-10,5:00FFaa11:73:255"))
                .contains(new Signature.Body("N", new Placement(Placement.Anchor.END, 10, 5), "00FFaa11"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "N:0:*",
                "N:0:*:",
                "N:0:*:0011aa",
                "N:0:*:0011aa2",
                "N:0:*:0011??22",
                "N:0:*:00112233*44556677",
                "N:0:*:00112233{4-}44556677",
                "N:1:*:00112233",
                "N:0:EP+0:00112233",
                "N:0:EOF+1:00112233",
                "N:0:-1:00112233",
                "a name:0:*:00112233"
            })
    void refusesOtherBodies(String line) {
        assertThat(Signature.Body.of(line)).isEmpty();
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
    void placesBodiesInContentOfAHundredOctets(String offset, long start, boolean allowed) {
        assertThat(Placement.of(offset).orElseThrow().allows(start, 100)).isEqualTo(allowed);
    }
}

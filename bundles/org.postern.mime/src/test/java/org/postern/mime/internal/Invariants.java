// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.postern.api.mime.HeaderField;
import org.postern.api.mime.OctetRange;
import org.postern.api.mime.Part;
import org.postern.api.mime.PartSource;
import org.postern.api.mime.Reading;

/** What holds for the parts of any message whatever. */
final class Invariants {
    private Invariants() {}

    static void check(Reading reading) {
        assertThat(reading.root().path()).isEqualTo("0");
        assertThat(reading.parts()).extracting(Part::path).doesNotHaveDuplicates();
        for (Part part : reading.parts()) {
            ranges(part);
            fields(part);
            children(part);
        }
    }

    private static void ranges(Part part) {
        assertThat(part.whole().end())
                .as(part.path())
                .isLessThanOrEqualTo(part.source().octets().size());
        assertThat(part.header().start()).as(part.path()).isEqualTo(part.whole().start());
        assertThat(part.header().end())
                .as(part.path())
                .isLessThanOrEqualTo(part.body().start());
        assertThat(part.body().end()).as(part.path()).isEqualTo(part.whole().end());
    }

    private static void fields(Part part) {
        long last = part.header().start();
        for (HeaderField field : part.fields()) {
            assertThat(part.header().contains(field.range())).as(field.name()).isTrue();
            assertThat(field.range().start()).as(field.name()).isGreaterThanOrEqualTo(last);
            last = field.range().end();
        }
    }

    private static void children(Part part) {
        long last = part.body().start();
        for (Part child : part.children()) {
            boolean sameOctets = child.source().octets() == part.source().octets();
            if (sameOctets) {
                assertThat(part.body().contains(child.whole())).as(child.path()).isTrue();
                // what is unwrapped may lie in one another, and lies in the whole that stays beside it
                if (child.path().matches("(.*\\.)?([0-9]+|pre|epi[0-9]*)")) {
                    assertThat(child.whole().start()).as(child.path()).isGreaterThanOrEqualTo(last);
                    last = child.whole().end();
                }
            } else {
                OctetRange anchor = ((PartSource.Decoded) child.source()).anchor();
                OctetRange expected = part.source() instanceof PartSource.Decoded outer ? outer.anchor() : part.whole();
                assertThat(anchor).as(child.path()).isEqualTo(expected);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final byte[] STAMP = Stamp.next();
    private final Tally sent = new Tally();
    private final Tally received = new Tally();

    @Test
    void theSameMessagesInAnotherOrderAgree() {
        sent.add(STAMP, mail("one"));
        sent.add(STAMP, mail("two"));
        received.add(STAMP, mail("two"));
        received.add(STAMP, mail("one"));

        assertThat(received.count()).isEqualTo(sent.count());
    }

    @Test
    void oneOctetThatDiffersIsNoticed() {
        sent.add(STAMP, mail("one"));
        received.add(STAMP, mail("onf"));

        assertThat(received.count()).isNotEqualTo(sent.count());
    }

    @Test
    void aMessageTwiceInsteadOfAnotherIsNoticed() {
        sent.add(STAMP, mail("one"));
        sent.add(STAMP, mail("two"));
        received.add(STAMP, mail("one"));
        received.add(STAMP, mail("one"));

        assertThat(received.count()).isNotEqualTo(sent.count());
    }

    @Test
    void countsFromAnEarlierPointOn() {
        sent.add(STAMP, mail("one"));
        var earlier = sent.count();
        sent.add(STAMP, mail("two"));

        var since = sent.count().minus(earlier);

        assertThat(since.messages()).isEqualTo(1);
        assertThat(since.octets()).isEqualTo(STAMP.length + 5L);
    }

    private static Mail mail(String text) {
        return Mail.of((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}

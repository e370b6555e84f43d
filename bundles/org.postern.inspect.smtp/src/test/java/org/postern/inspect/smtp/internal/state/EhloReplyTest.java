// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.inspect.smtp.internal.wire.Reply;

/** T07, T12, T42: what of a server's offer clients see. */
class EhloReplyTest {
    private static final Offering OFFERING = new Offering(
            1000, EnumSet.of(Extension.STARTTLS, Extension.XCLIENT, Extension.XFORWARD), Offering.Mechanisms.ALL);

    @ParameterizedTest
    @ValueSource(
            strings = {"STARTTLS", "starttls", " STARTTLS", "STARTTLS\t", "CHUNKING-X", "XCLIENT NAME", "", "=AUTH"})
    void hidesWhatIsNotUnderstoodHoweverItIsSpelt(String keyword) {
        Reply reply = new Reply(250, List.of("250-mx.example", "250-" + keyword, "250 " + keyword));

        assertThat(EhloReply.filter(reply, OFFERING).reply().lines()).containsExactly("250 mx.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "SIZE 0", "size 99999999999999999999", "SIZE many", "SIZE 1001"})
    void announcesItsOwnLimitWhereTheServerHasNoSmallerOne(String size) {
        Reply reply = new Reply(250, List.of("250-mx.example", "250 " + size));

        assertThat(EhloReply.filter(reply, OFFERING).reply().lines())
                .containsExactly("250-mx.example", "250 SIZE 1000");
    }

    @Test
    void doesNotPromiseASizeThatTheServerDoesNotKnow() {
        Reply reply = new Reply(250, List.of("250-mx.example", "250 PIPELINING"));

        EhloReply filtered = EhloReply.filter(reply, OFFERING);

        assertThat(filtered.reply().lines()).containsExactly("250-mx.example", "250 PIPELINING");
        assertThat(filtered.offers(Extension.PIPELINING)).isTrue();
    }

    @Test
    void offersChunksWhereTheServerDoes() {
        EhloReply filtered =
                EhloReply.filter(new Reply(250, List.of("250-mx.example", "250-BinaryMime", "250 chunking")), OFFERING);

        assertThat(filtered.reply().lines()).containsExactly("250-mx.example", "250-BinaryMime", "250 chunking");
        assertThat(filtered.offers(Extension.CHUNKING)).isTrue();
        assertThat(filtered.offers(Extension.BINARYMIME)).isTrue();
    }

    @Test
    void offersNoBinaryContentWithoutChunks() {
        EhloReply filtered =
                EhloReply.filter(new Reply(250, List.of("250-mx.example", "250-BINARYMIME", "250 8BITMIME")), OFFERING);

        assertThat(filtered.reply().lines()).containsExactly("250-mx.example", "250 8BITMIME");
    }

    @Test
    void takesAGreetingOfOneWord() {
        Reply reply = new Reply(250, List.of("250"));

        assertThat(EhloReply.filter(reply, OFFERING).reply().lines()).containsExactly("250 ");
    }
}

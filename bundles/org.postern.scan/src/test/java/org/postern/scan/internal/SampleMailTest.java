// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleMailTest {
    private static final String CONTENT = "What is hidden is hidden, and then some more of it.";

    private final List<String> mails = SampleMail.all(CONTENT.getBytes(US_ASCII)).stream()
            .map(mail -> new String(mail, US_ASCII))
            .toList();

    /** Or an engine that only looks for patterns would seem to take messages apart. */
    @Test
    void showsNoPieceOfTheContent() {
        assertThat(mails).allSatisfy(mail -> {
            for (int i = 0; i + 12 <= CONTENT.length(); i++) {
                assertThat(mail).doesNotContain(CONTENT.substring(i, i + 12));
            }
        });
    }

    @Test
    void writesUuencodeAsTheProgramDoes() {
        assertThat(mails.get(4))
                .contains("\r\nbegin 644 sample.bin\r\n"
                        + "M5VAA=\"!I<R!H:61D96X@:7,@:&ED9&5N+\"!A;F0@=&AE;B!S;VUE(&UO<F4@\r\n"
                        + "&;V8@:70N\r\n`\r\nend\r\n");
    }

    @Test
    void nestsMessagesWithDelimitersOfTheirOwn() {
        String inner = mails.get(0);
        String delimiter = inner.substring(inner.indexOf("boundary=\"") + 10, inner.indexOf("\"\r\n\r\n--"));

        assertThat(mails.get(3)).contains(inner).doesNotStartWith(inner);
        assertThat(mails.get(3).substring(0, mails.get(3).indexOf("message/rfc822")))
                .doesNotContain(delimiter);
    }
}

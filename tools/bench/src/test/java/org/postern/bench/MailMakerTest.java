// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailMakerTest {
    @ParameterizedTest
    @ValueSource(ints = {4_096, 65_536, 1_048_576})
    void makesMailOfAboutTheSize(int octets) {
        for (var number = 0; number < 4; number++) {
            assertThat((double) new MailMaker(1).mail(number, octets).content().length)
                    .isBetween(octets * 0.7, octets * 1.3);
        }
    }

    @Test
    void theSameSeedMakesTheSameMail() {
        assertThat(new MailMaker(5).mail(3, 4_096).content())
                .isEqualTo(new MailMaker(5).mail(3, 4_096).content());
        assertThat(new MailMaker(5).mail(3, 4_096).content())
                .isNotEqualTo(new MailMaker(6).mail(3, 4_096).content());
    }

    @Test
    void theZipOpens() throws Exception {
        var text = new String(new MailMaker(1).mail(3, 20_000).content(), StandardCharsets.US_ASCII);
        var from = text.indexOf("\r\n\r\n", text.indexOf("application/zip")) + 4;
        var zip = Base64.getMimeDecoder().decode(text.substring(from, text.indexOf("\r\n--", from)));

        try (var archive = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(archive.getNextEntry().getName()).isEqualTo("report.pdf");
            assertThat(archive.readAllBytes()).startsWith("%PDF-1.5".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void dotsAreStuffedOnTheWire() {
        var mail = Mail.of(".\r\na.\r\n..b\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(new String(mail.wire(), StandardCharsets.US_ASCII)).isEqualTo("..\r\na.\r\n...b\r\n.\r\n");
    }
}

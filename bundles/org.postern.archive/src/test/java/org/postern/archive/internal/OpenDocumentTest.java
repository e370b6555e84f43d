// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.archive.internal;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.api.scan.UnscannableReason.ENCRYPTED_ARCHIVE;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** M06: documents of LibreOffice with a password. */
class OpenDocumentTest {
    private static final String ENCRYPTED =
            "<manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data manifest:checksum-type=\"SHA1\">";

    private static Opened opened(String name, byte[] manifest) throws IOException {
        return Opened.of(new ZipBytes()
                .add("mimetype", "application/vnd.oasis.opendocument.text".getBytes(UTF_8))
                .add("content.xml", new byte[] {1, 2, 3})
                .add(name, manifest)
                .bytes());
    }

    @Test
    void isEncryptedWhenItsManifestSaysSo() throws IOException {
        assertThat(opened("META-INF/manifest.xml", ENCRYPTED.getBytes(UTF_8)).reason())
                .contains(ENCRYPTED_ARCHIVE);
        assertThat(opened("META-INF/manifest.xml", ENCRYPTED.getBytes(UTF_16LE)).reason())
                .contains(ENCRYPTED_ARCHIVE);
    }

    @Test
    void isNoneOtherwise() throws IOException {
        byte[] plain = "<manifest:file-entry manifest:full-path=\"content.xml\"/> encryption".getBytes(UTF_8);

        assertThat(opened("META-INF/manifest.xml", plain).problem()).isEmpty();
        assertThat(opened("content2.xml", ENCRYPTED.getBytes(UTF_8)).problem()).isEmpty();
    }
}

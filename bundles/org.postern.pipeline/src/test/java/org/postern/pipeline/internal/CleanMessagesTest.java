// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.pipeline.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.postern.api.policy.Treatment;

/** M10: whatever a message looks like, when nothing is found in it it goes on octet for octet. */
class CleanMessagesTest {
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "\0",
            "\t ",
            "--a\r\n",
            "--a--",
            "--b\r\n",
            "Subject: x\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: multipart/mixed; boundary=a\r\n\r\n",
            "Content-Type: multipart/digest; boundary=b\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n",
            "Content-Type: message/rfc822\r\n\r\n",
            "Content-Type: message/partial\r\n\r\n",
            "Content-Type: multipart/encrypted; boundary=a\r\n\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n",
            "LS1hDQoNCng=",
            "begin 644 x\r\n#0V%T\r\nend\r\n",
            "=41=\r\n",
            "text",
            "\u00e4\u00ff");

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.oneOf(
                Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(octets -> new String(octets, ISO_8859_1)));
    }

    @Property(tries = 1000)
    void passAsTheyCameWhereTheProfileAllowsWhatCannotBeRead(@ForAll("messages") String message) {
        Mill mill = new Mill();
        mill.profile.unscannable = Treatment.ALLOW;
        mill.profile.subjectPrefix = "[changed] ";

        Mill.Result result = mill.process(message);

        assertThat(result.text()).isEqualTo(message);
        assertThat(mill.quarantine.kept()).isEmpty();
    }
}

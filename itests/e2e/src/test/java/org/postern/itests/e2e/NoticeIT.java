// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** M11, M13, T51, T52: what the reader of a mail is told. */
class NoticeIT {
    private static KeepingServer server;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        server = new KeepingServer();
        gateway = RunningGateway.before(server.address());
        gateway.profile("subjectPrefix = [Gef\\u00e4hrlich]");
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        server.close();
    }

    private static String sent(String message) throws Exception {
        try (RawClient client = new RawClient(gateway.port()).envelope()) {
            client.say("DATA").expect("354");
            client.out().write(MailboxServer.stuffed(message).getBytes(ISO_8859_1));
            client.expect("250");
        }
        return server.next();
    }

    private static String infected(String header, String disposition) {
        return header
                + Mail.lines(
                        "MIME-Version: 1.0",
                        "Content-Type: application/octet-stream",
                        disposition,
                        "Content-Transfer-Encoding: base64",
                        "")
                + Mail.base64(Mail.eicar());
    }

    /** @return the body, quoted-printable undone */
    private static String notice(String message) {
        String body = message.substring(message.indexOf("\r\n\r\n") + 4).replace("=\r\n", "");
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < body.length(); i++) {
            if (body.charAt(i) == '=') {
                octets.write(Integer.parseInt(body.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                octets.write(body.charAt(i));
            }
        }
        return octets.toString(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=plain.exe | plain.exe",
                "filename=\"it's \\\"quoted\\\".exe\" | it's \"quoted\".exe",
                "filename*=UTF-8'de'R%C3%BCckruf.exe | R\u00fcckruf.exe",
                "filename*0*=UTF-8''R%C3%BC; filename*1=\"ck\"; filename*2*=%20ruf.exe | R\u00fcck ruf.exe",
                "filename*=UTF-8''O%27Neil.exe | O'Neil.exe",
                "filename=\"=?UTF-8?Q?R=C3=BCckruf?=.exe\" | R\u00fcckruf.exe",
                "filename=\"=?iso-8859-1?B?Uvxja3J1Zg==?=.exe\" | R\u00fcckruf.exe",
                "filename=\"R\u00c3\u00bcckruf.exe\" | R\u00fcckruf.exe",
                "filename*=UTF-8''photo%E2%80%AEgpj.exe | photogpj.exe",
                "filename*=UTF-8''a%0D%0A--b%00%1B[31m.exe | a--b[31m.exe",
                "filename=\"{{gateway}}${jndi:ldap://x}.exe\" | {{gateway}}${jndi:ldap://x}.exe",
            })
    void tellsTheNameAsItsSenderMeantItAndNothingElse(String parameter, String shown) throws Exception {
        String arrived = sent(infected("Subject: x\r\n", "Content-Disposition: attachment; " + parameter));

        assertThat(notice(arrived)).contains("* \"" + shown + "\" (application/octet-stream)\r\n");
        assertThat(arrived).matches("(?s)([ -~]{0,998}\r\n)+");
    }

    @Test
    void tellsWhatWhyWhenWhoAndWhereToAsk() throws Exception {
        byte[] zip = Mail.zip("inner.zip", Mail.zip("deep/e.com", Mail.eicar()));
        String message = Mail.withAttachment(Mail.marker(), "application/zip", "bill.zip", zip);

        String arrived = sent(message);

        String part = arrived.substring(arrived.indexOf("X-Own-Field"), arrived.lastIndexOf("--=_outer 1\r\n"));
        String line = gateway.mailLogLine("action=replaced", "size=" + message.length());
        String kept = line.replaceFirst(".* quarantine=(\\S+) .*", "$1");
        assertThat(notice(part))
                .containsPattern("On \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC the mail gateway \\S+")
                .contains("\"bill.zip\" (application/zip)")
                .contains("Malware was found in it: Eicar-Test-Signature (says signature).")
                .contains("Path inside: inner.zip!/deep/e.com")
                .contains("ask your mail administrator", kept)
                .contains("its signature no longer fits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Subject: hello|Subject: =?UTF-8?B?W0dlZsOkaHJsaWNoXQ==?= hello",
                "Subject: one\\r\\n\\t two|Subject: =?UTF-8?B?W0dlZsOkaHJsaWNoXQ==?= one\\r\\n\\t two",
                "Subject: =?utf-8?Q?=C3=A4?=|Subject: =?UTF-8?B?W0dlZsOkaHJsaWNoXSA=?= =?utf-8?Q?=C3=A4?=",
                "Subject: \u00e4\u00ff raw|Subject: =?UTF-8?B?W0dlZsOkaHJsaWNoXQ==?= \u00e4\u00ff raw",
                "Subject: =?UTF-8?B?W0dlZsOkaHJsaWNoXQ==?= again|Subject: =?UTF-8?B?W0dlZsOkaHJsaWNoXQ==?= again",
                "X-None: 1|Subject: =?UTF-8?B?W0dlZsOkaHJsaWNoXQ==?=\\r\\nX-None: 1",
            })
    void marksTheSubjectAndLeavesTheRestOfItAsItWas(String header, String expected) throws Exception {
        String arrived = sent(infected(lines(header), "Content-Disposition: attachment; filename=e.com"));

        assertThat(arrived).startsWith(lines(expected) + "MIME-Version: 1.0\r\nContent-Type: text/plain");
        assertThat(sent(lines(header) + "\r\nclean\r\n")).isEqualTo(lines(header) + "\r\nclean\r\n");
    }

    private static String lines(String written) {
        return written.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t") + "\r\n";
    }
}

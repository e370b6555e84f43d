// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.itests.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** M06: archives that 7-Zip encrypted are replaced by default, by both protocols, with the embedded engine and with clamd. */
class EncryptedArchivesIT {
    /** Each made of one small file. */
    private static final Map<String, String> ARCHIVES = Map.of(
            // 7zz a -psecret -mhe=on
            "names-too.7z",
            "N3q8ryccAASrKg/AoAAAAAAAAAAvAAAAAAAAAMRAqbaskAsE9554k2fnruCzm2mmCPcypzBnekMqqRgr"
                    + "bC60Ofdr5cNNM9NhvSsqkAFT4mxQQpO1DM+H5aSqGnQpjcyRzryJOXhHNyPPcqJKor/f8WEojq7Vsm91"
                    + "MWanaVzz01MvZoaEsZujpz9+KGiNM7gbkpnFUQKxZzKagt8R+OVbozJOQMzWIyp0/kixeD5NzwMhKKe6"
                    + "EnW/FvpDkFW8F2A0FwYgAQmAgAAHCwEAASQG8QcBElMPkCQsENQUsyuG/hGFUg5+kQxyCgHAf+VYAAA=",
            // 7zz a -psecret
            "content.7z",
            "N3q8ryccAAQHHJwmIAAAAAAAAAByAAAAAAAAALrqzkgH+fWvwrp/i1LIgr/sNlRluo/FTkqn+OWSt1pE"
                    + "bup17gEEBgABCSAABwsBAAIkBvEHARJTD8NwJrcLfWTjYgahWhklsT0hIQEAAQAMHBgACAoBpS+qkAAA"
                    + "BQEZAQARFwBzAGUAYwByAGUAdAAuAHQAeAB0AAAAGQQAAAAAFAoBAKFbkV5zfN0BFQYBACCApIEAAA==",
            // 7zz a -tzip -psecret -mem=AES256
            "aes.zip",
            "UEsDBDMAAQBjABcDeV0AAAAANAAAABgAAAAKAAsAc2VjcmV0LnR4dAGZBwACAEFFAwAAKzNnXVs/q0Mi"
                    + "9TkGoMsftt0kOeAKKVoPpECZuYVc1B1pcn/bdPYOpCTA0by3weCK3mgHe1BLAQI/AzMAAQBjABcDeV0A"
                    + "AAAANAAAABgAAAAKAC8AAAAAAAAAIICkgQAAAABzZWNyZXQudHh0CgAgAAAAAAABABgAoVuRXnN83QEA"
                    + "AAAAAAAAAAAAAAAAAAAAAZkHAAIAQUUDAABQSwUGAAAAAAEAAQBnAAAAZwAAAAAA");

    private static PrivatePostfix postfix;
    private static PrivateDovecot dovecot;
    private static PrivateClamd clamd;
    private static Way embedded;
    private static Way byClamd;

    /** A gateway for both protocols. */
    private record Way(RunningGateway gateway, int pop3Port) {
        static Way with(String... options) throws Exception {
            int port = Ports.free();
            RunningGateway gateway = RunningGateway.before(postfix.address())
                    .with("--pop3", "127.0.0.1:" + port + "=" + dovecot.address())
                    .with(options);
            return new Way(gateway.start(), port);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        postfix = PrivatePostfix.start();
        dovecot = PrivateDovecot.start();
        clamd = PrivateClamd.start("AlertEncrypted yes", "AlertExceedsMax yes");
        embedded = Way.with();
        byClamd = Way.with("--clamd", clamd.address());
    }

    @AfterAll
    static void stop() throws Exception {
        embedded.gateway().close();
        byClamd.gateway().close();
        clamd.close();
        dovecot.close();
        postfix.close();
    }

    @TestFactory
    List<DynamicTest> areReplacedByDefault() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : ARCHIVES.keySet()) {
            tests.add(DynamicTest.dynamicTest(name + ", embedded, SMTP", () -> sent(embedded, name)));
            tests.add(DynamicTest.dynamicTest(name + ", embedded, POP3", () -> fetched(embedded, name)));
            tests.add(DynamicTest.dynamicTest(name + ", clamd, SMTP", () -> sent(byClamd, name)));
            tests.add(DynamicTest.dynamicTest(name + ", clamd, POP3", () -> fetched(byClamd, name)));
        }
        return tests;
    }

    private static void sent(Way way, String name) throws Exception {
        String marker = Mail.marker();
        String message = message(marker, name);

        Command sent = Swaks.send(way.gateway().port(), message);

        assertThat(sent.exit()).as(sent.output()).isZero();
        isReplaced(way, name, new String(postfix.await(marker), ISO_8859_1), Mail.stored(message), message);
        assertThat(way.gateway().mailLogLine("size=" + message.length(), "to=recipient@example.org"))
                .contains("action=replaced", "encryptedArchive");
    }

    private static void fetched(Way way, String name) throws Exception {
        String message = message(Mail.marker(), name);
        dovecot.deliver("bob", message);
        try (Pop3Login through = new Pop3Login(way.pop3Port(), "bob")) {
            String arrived = through.message("RETR " + dovecot.count("bob"));
            isReplaced(way, name, arrived, message.getBytes(ISO_8859_1), message);
        }
        assertThat(way.gateway().mailLogLine("size=" + message.length(), "to=bob"))
                .contains("action=replaced", "encryptedArchive");
    }

    private static String message(String marker, String name) {
        byte[] archive = Base64.getDecoder().decode(ARCHIVES.get(name));
        return Mail.withAttachment(marker, "application/x-archive", name, archive);
    }

    private static void isReplaced(Way way, String name, String arrived, byte[] stored, String original)
            throws Exception {
        String expected = new String(stored, ISO_8859_1);
        assertThat(arrived)
                .startsWith(expected.substring(0, expected.indexOf("Content-Type: application/x-archive")))
                .contains("postern-notice")
                .doesNotContain(ARCHIVES.get(name).substring(0, 40));
        byte[] sent = original.getBytes(ISO_8859_1);
        assertThat(Quarantined.in(way.gateway().base()))
                .anySatisfy(kept -> assertThat(Arrays.equals(kept, sent)).isTrue());
    }
}

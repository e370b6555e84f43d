// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.postern.api.scan.Verdict.CLEAN;
import static org.postern.api.scan.Verdict.FAILED;
import static org.postern.api.scan.Verdict.INFECTED;
import static org.postern.api.scan.Verdict.UNSCANNABLE;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postern.api.spool.Octets;

/** What a scanner says of content: harmless, infected, packed, damaged, large or unreadable. */
abstract class ContentContract extends ScannerTrial {
    private static final long LARGE = 200_000_000;
    private static final int TRIES = 3;

    protected abstract Set<Ability> abilities();

    @Test
    final void callsHarmlessTextClean() throws Exception {
        scan("a harmless line", Samples.harmless()).is(CLEAN, "an engine that doubts it takes everyday mail away");
    }

    @Test
    final void findsTheEicarTestFileAndNamesIt() throws Exception {
        Answer answer = scan("the EICAR test file", Samples.eicar(0));

        answer.is(INFECTED, "the gateway uses no engine that does not find it");
        String threat = answer.result().orElseThrow().text();
        assertFalse(
                threat.isBlank(),
                "The contract wants a name of what was found, since notices and the mail log show it. It is blank.");
    }

    @TestFactory
    final Stream<DynamicTest> findsTheEicarTestFileInZipArchives() {
        if (!abilities().contains(Ability.UNPACKS_ZIP)) {
            return Stream.empty();
        }
        byte[] zip = Samples.zip("eicar.com", Samples.eicar(0));
        return Stream.of(
                findsPacked("the EICAR test file in a zip archive", zip),
                findsPacked("the EICAR test file in a zip archive in another", Samples.zip("inner.zip", zip)),
                findsPacked(
                        "the EICAR test file in a zip archive behind a large entry",
                        Samples.zipBehindNoise("eicar.com", Samples.eicar(0))));
    }

    private DynamicTest findsPacked(String what, byte[] content) {
        return DynamicTest.dynamicTest(
                what,
                () -> alone(
                        () -> scan(what, content).is(INFECTED, "the test says that the engine unpacks zip archives")));
    }

    @Test
    final void hasAnAnswerToAnArchiveWithAPassword() throws Exception {
        Answer answer = lasting("a zip archive with a password", Samples.encryptedZip());

        answer.hasThrownNothing("such archives are everyday mail and nothing went wrong: say"
                + " unscannable(ENCRYPTED_ARCHIVE, ...), or clean if the engine does not look into archives");
        answer.isOneOf(
                Set.of(CLEAN, UNSCANNABLE),
                "a password is no malware, and a failure makes clients try again for ever: say"
                        + " unscannable(ENCRYPTED_ARCHIVE, ...)");
    }

    @Test
    final void hasAnAnswerToDamagedArchives() throws Exception {
        for (byte[] damaged : List.of(Samples.cutZip(), Samples.alteredZip())) {
            Answer answer = lasting("a damaged zip archive", damaged);

            answer.isOneOf(
                    Set.of(CLEAN, UNSCANNABLE),
                    "damage is no malware, and a failure makes clients try again for ever: say unscannable(DAMAGED,"
                            + " ...)");
        }
    }

    /** Failures may pass, so one that stays is what counts. */
    private Answer lasting(String what, byte[] content) throws Exception {
        Answer answer = scan(what, content);
        for (int i = 1; i < TRIES && answer.verdict() == FAILED; i++) {
            answer = scan(what + ", for the " + (i + 1) + ". time", content);
        }
        return answer;
    }

    @Test
    final void callsEmptyContentClean() throws Exception {
        scan("content of no octet", new byte[0]).is(CLEAN, "empty parts are everyday mail");
    }

    @Test
    final void callsOneOctetClean() throws Exception {
        scan("content of one octet", new byte[] {'x'}).is(CLEAN, "short parts are everyday mail");
    }

    @Test
    final void answersToLargeContentInTime() throws Exception {
        scan("200 MB of harmless text", new LongText(LARGE))
                .isOneOf(
                        Set.of(CLEAN, UNSCANNABLE, FAILED),
                        "size is no malware: what is too large is unscannable(TOO_LARGE, ...)");
    }

    @Test
    final void callsNothingCleanThatItCannotRead() throws Exception {
        Octets gone = new Octets() {
            @Override
            public long size() {
                return LARGE;
            }

            @Override
            public InputStream open(long from, long length) throws IOException {
                throw new IOException("the disk fails");
            }
        };
        Call.beginUnreadable(given(), "content that cannot be read", gone, patience())
                .await()
                .isOneOf(Set.of(UNSCANNABLE, FAILED), "nobody has looked at it: fail, or let the exception through");
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.api.scan.Verdict.CLEAN;
import static org.postern.api.scan.Verdict.FAILED;
import static org.postern.api.scan.Verdict.INFECTED;
import static org.postern.api.scan.Verdict.UNSCANNABLE;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.postern.api.scan.Scanner;
import org.postern.api.spool.Octets;

/**
 * What the gateway relies on, as tests. A vendor extends this class and says how to make the scanner:
 *
 * <pre>{@code
 * class MyScannerContractTest extends ScannerContract {
 *     @Override
 *     protected Scanner scanner() {
 *         return new MyScanner("127.0.0.1", 4711);
 *     }
 * }
 * }</pre>
 *
 * <p>The other methods that can be overridden tell what the engine can do, and how a test makes it fail; what is not told is
 * not tested. Each test works with a scanner of its own, which is closed after it. Scans run as the gateway runs them: each
 * on a thread that is interrupted when the scan is given up, at its deadline at the latest, and the action given to
 * {@code onCancel} runs too; one of both is enough for a scanner to notice. An exception counts as
 * {@linkplain org.postern.api.scan.Verdict#FAILED failed}, as it does in the gateway.
 */
@Timeout(300)
public abstract class ScannerContract {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration INFO = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(15);
    private static final Duration END_OF_THREADS = Duration.ofSeconds(5);
    private static final Duration TOO_SHORT = Duration.ofSeconds(1);
    private static final int SCANS = 100;
    private static final int TRIES = 3;

    private static final long LARGE = 200_000_000;

    private Optional<Scanner> scanner = Optional.empty();

    /**
     * Makes the scanner under test, ready for use, once for each test.
     *
     * @throws Exception fails the test
     */
    protected abstract Scanner scanner() throws Exception;

    /**
     * Stops the scanner cleanly, as its component does when it is deactivated; called once for each one that was made. By
     * default closes what is {@link AutoCloseable}.
     *
     * @throws Exception fails the test
     */
    protected void close(Scanner made) throws Exception {
        if (made instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /** @return what the engine can do; by default no more than to look at what lies open before it */
    protected Set<Ability> abilities() {
        return Set.of();
    }

    /** @return how long a scan of content of everyday size may take; also of 200 MB, whatever the answer is then */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    /**
     * @return how many of a hundred scans may run at once; by default all of them. Less only if the scanner is registered
     *     with {@link Scanner#MAX_CONCURRENT} of that number
     */
    protected int concurrency() {
        return SCANS;
    }

    /**
     * @return how the engine is stopped and started while the scanner stays; by default empty: it cannot be, as an engine in
     *     the same process cannot
     */
    protected Optional<Fault> outage() {
        return Optional.empty();
    }

    /** @return how the engine is made to answer what is no answer, in each way in which it may; by default none */
    protected List<Fault> garbage() {
        return List.of();
    }

    /**
     * @param thread one that came while the scanner was used
     * @return whether it is the scanner's, and not of what the test has set up beside it; by default it is
     */
    protected boolean belongsToScanner(Thread thread) {
        return true;
    }

    @AfterEach
    final void closeScanner() throws Exception {
        if (scanner.isPresent()) {
            Scanner made = scanner.get();
            scanner = Optional.empty();
            close(made);
        }
    }

    private Scanner given() throws Exception {
        if (scanner.isEmpty()) {
            scanner = Optional.of(scanner());
        }
        return scanner.get();
    }

    private Answer scan(String what, Octets content) throws Exception {
        Call call = Call.begin(given(), what, content, patience());
        Answer answer = call.await();
        call.leftNothingOpen();
        return answer;
    }

    private Answer scan(String what, byte[] content) throws Exception {
        return scan(what, Octets.of(content));
    }

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

    @Test
    final void endsSoonWhenItIsGivenUpAtTheBeginning() throws Exception {
        SlowText slow = new SlowText();
        try {
            Call call = Call.beginGivenUp(given(), "content that comes slowly", slow, patience());

            wasNotClean(call.within(SOON, "being given up"));
        } finally {
            slow.end();
        }
        worksAsBefore("a scan was given up at its beginning");
    }

    @Test
    final void endsSoonWhenItIsGivenUpInTheMiddle() throws Exception {
        SlowText slow = new SlowText();
        try {
            Call call = Call.begin(given(), "content that comes slowly", slow, patience());
            if (slow.awaitMiddle(SOON)) {
                call.giveUp();
            }

            wasNotClean(call.within(SOON, "being given up"));
        } finally {
            slow.end();
        }
        worksAsBefore("a scan was given up in its middle");
    }

    @Test
    final void endsSoonWhenTheDeadlineHasPassed() throws Exception {
        SlowText slow = new SlowText();
        try {
            wasNotClean(Call.begin(given(), "content whose deadline has passed", slow, Duration.ZERO.minus(SOON))
                    .await());
        } finally {
            slow.end();
        }
        worksAsBefore("a scan began after its deadline");
    }

    @Test
    final void endsSoonWhenTheDeadlinePasses() throws Exception {
        SlowText slow = new SlowText();
        try {
            wasNotClean(Call.begin(given(), "content that comes too slowly for its deadline", slow, TOO_SHORT)
                    .await());
        } finally {
            slow.end();
        }
        worksAsBefore("a scan was given up at its deadline");
    }

    @Test
    final void survivesAnInterrupt() throws Exception {
        SlowText slow = new SlowText();
        try {
            Call call = Call.begin(given(), "content that comes slowly", slow, Duration.ofSeconds(3));
            if (slow.awaitMiddle(SOON)) {
                call.interrupt();
            }

            wasNotClean(call.await());
        } finally {
            slow.end();
        }
        worksAsBefore("the thread of a scan was interrupted");
    }

    private static void wasNotClean(Answer answer) {
        answer.isOneOf(
                Set.of(UNSCANNABLE, FAILED),
                "not all of it can have been read by then, and what was not looked at wholly is never clean");
    }

    private void worksAsBefore(String since) throws Exception {
        scan("a harmless line, after " + since, Samples.harmless()).is(CLEAN, "one scan must not spoil the next");
        scan("the EICAR test file, after " + since, Samples.eicar(0)).is(INFECTED, "one scan must not spoil the next");
    }

    @Test
    final void answersAHundredScansAtOnceEachWithItsOwnVerdict() throws Exception {
        Scanner one = given();
        for (int first = 0; first < SCANS; first += concurrency()) {
            List<Call> calls = new ArrayList<>();
            for (int i = first; i < Math.min(SCANS, first + concurrency()); i++) {
                calls.add(
                        i % 2 == 0
                                ? Call.begin(one, "clean content " + i, new LongText(1000L * i), patience())
                                : Call.begin(one, "EICAR " + i, Octets.of(Samples.eicar(i / 2)), patience()));
            }
            for (int i = 0; i < calls.size(); i++) {
                Answer answer = calls.get(i).await();
                answer.is(
                        (first + i) % 2 == 0 ? CLEAN : INFECTED,
                        "many threads call the scanner at once, and each gets the verdict on its own content");
                calls.get(i).leftNothingOpen();
            }
        }
    }

    @TestFactory
    final Stream<DynamicTest> callsNothingCleanWhileTheEngineFailsAndRecovers() {
        List<Fault> faults = new ArrayList<>(garbage());
        outage().ifPresent(faults::add);
        return faults.stream().map(fault -> DynamicTest.dynamicTest(fault.name(), () -> alone(() -> outlives(fault))));
    }

    private void outlives(Fault fault) throws Exception {
        worksAsBefore("the start");
        fault.begin().run();
        try {
            scan("a harmless line, while the engine's fault is: " + fault.name(), Samples.harmless())
                    .is(FAILED, "whatever is no answer of an engine is none, and another try may succeed");
            scan("the EICAR test file, while the engine's fault is: " + fault.name(), Samples.eicar(0))
                    .is(FAILED, "whatever is no answer of an engine is none, and another try may succeed");
        } finally {
            fault.end().run();
        }
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (scan("a harmless line", Samples.harmless()).verdict() != CLEAN && end - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
        worksAsBefore("the engine recovered from: " + fault.name());
    }

    @Test
    final void saysWhatItIsAndSaysTheSameUntilItsDataChange() throws Exception {
        Scanner one = given();
        long began = System.nanoTime();
        EngineInfo info = one.info();
        EngineInfo again = one.info();

        assertTrue(
                System.nanoTime() - began < INFO.multipliedBy(2).toNanos(),
                "The contract wants info() to take a second or two, since the start of the gateway waits for it.");
        assertFalse(
                info.product().isBlank(),
                "The contract wants info() to name the product, since administrators see it. It is blank.");
        Assertions.assertEquals(
                info.dataVersion(),
                again.dataVersion(),
                "The contract wants the same dataVersion until the signatures change, since verdicts are used again"
                        + " only as long as it is the same; it is empty if it cannot be told.");
    }

    @Test
    final void hasOneLineOfAdviceOrNoneForEveryGap() throws Exception {
        for (Gap gap : Gap.values()) {
            String advice = given().advice(gap);

            assertTrue(
                    advice != null && advice.lines().count() <= 1,
                    "The contract wants one line of advice on " + gap
                            + ", or an empty text, since it becomes part of a line" + " of the log. It is: " + advice);
        }
    }

    @Test
    final void leavesNoThreadBehindWhenItIsClosed() throws Exception {
        Newcomers threads = new Newcomers();
        Scanner one = given();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < Math.min(8, concurrency()); i++) {
            calls.add(Call.begin(one, "clean content " + i, new LongText(1000), patience()));
        }
        for (Call call : calls) {
            call.await().is(CLEAN, "there is nothing in it");
        }

        closeScanner();

        threads.areGoneWithin(END_OF_THREADS, this::belongsToScanner);
    }

    /** Tests made while others run share what surrounds a test, so each closes its own scanner. */
    private void alone(Fault.Step test) throws Exception {
        try {
            test.run();
        } finally {
            closeScanner();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.Gap;
import org.postern.api.scan.ScanRequest;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Scanner;
import org.postern.api.scan.UnscannableReason;

/** The contract lets a good scanner pass, and catches each bad one by the test that is there for it. */
class ScannerContractTest {
    private static final String EICAR = new String(Samples.eicar(0), StandardCharsets.ISO_8859_1);

    /** What the tests of the contract run with; set before each run. */
    private static Scanner underTest;

    private static List<Fault> faults = List.of();

    /** Not named as a test, so only this class runs it. */
    static final class Contract extends ScannerContract {
        @Override
        protected Scanner scanner() {
            return underTest;
        }

        @Override
        protected List<Fault> garbage() {
            return faults;
        }
    }

    /** Reads all, and looks for the test file at the beginning of each block. */
    private static class Good implements Scanner {
        @Override
        public ScanResult scan(ScanRequest request) throws Exception {
            boolean infected = false;
            byte[] block = new byte[64 * 1024];
            try (InputStream in = request.open()) {
                for (int count = in.read(block); count >= 0; count = in.read(block)) {
                    infected |= new String(block, 0, count, StandardCharsets.ISO_8859_1).startsWith(EICAR);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            }
            return infected ? ScanResult.infected("Eicar") : ScanResult.clean();
        }

        @Override
        public EngineInfo info() {
            return new EngineInfo("Good", "1", Optional.empty(), "");
        }
    }

    @Test
    void letsAGoodScannerPass() {
        assertThat(failuresOf(new Good())).isEmpty();
    }

    @Test
    void letsAGoodScannerPassWhoseEngineFailsAtTimes() {
        Object[] broken = {null};
        Scanner scanner = new Good() {
            @Override
            public ScanResult scan(ScanRequest request) throws Exception {
                return broken[0] == null ? super.scan(request) : ScanResult.failed("no answer");
            }
        };
        faults = List.of(new Fault("silence", () -> broken[0] = "", () -> broken[0] = null));
        try {
            assertThat(failuresOf(scanner)).isEmpty();
        } finally {
            faults = List.of();
        }
    }

    @Test
    void catchesGarbageThatIsTakenForClean() {
        faults = List.of(new Fault("silence", () -> {}, () -> {}));
        try {
            assertThat(failuresOf(new Good())).containsOnlyKeys("silence");
        } finally {
            faults = List.of();
        }
    }

    @TestFactory
    List<DynamicTest> catches() {
        return List.of(
                caught("one that finds nothing", "findsTheEicarTestFileAndNamesIt", request -> ScanResult.clean()),
                caught("one that finds everything", "callsHarmlessTextClean", request -> ScanResult.infected("All")),
                caught(
                        "one that gives no name",
                        "findsTheEicarTestFileAndNamesIt",
                        request -> ScanResult.infected(" ")),
                caught("one that answers nothing", "callsHarmlessTextClean", request -> null),
                caught("one that chokes on zip", "hasAnAnswerToAnArchiveWithAPassword", request -> {
                    try (InputStream in = request.open()) {
                        if (in.read() == 'P') {
                            throw new IOException("zip");
                        }
                    }
                    return new Good().scan(request);
                }),
                caught("one that fails on zip", "hasAnAnswerToDamagedArchives", request -> {
                    try (InputStream in = request.open()) {
                        return in.read() == 'P' ? ScanResult.failed("zip") : new Good().scan(request);
                    }
                }),
                caught(
                        "one that needs two octets",
                        "callsOneOctetClean",
                        request -> request.content().size() < 2
                                ? ScanResult.unscannable(UnscannableReason.LIMITS, "short")
                                : new Good().scan(request)),
                caught("one that throws at nothing", "callsEmptyContentClean", request -> {
                    byte[] first = request.content().open(0, 1).readAllBytes();
                    return first.length == 0 ? ScanResult.clean() : new Good().scan(request);
                }),
                caught(
                        "one that calls the large infected",
                        "answersToLargeContentInTime",
                        request -> request.content().size() > 100_000_000
                                ? ScanResult.infected("Large")
                                : new Good().scan(request)),
                caught("one that hides faults of the disk", "callsNothingCleanThatItCannotRead", request -> {
                    try {
                        return new Good().scan(request);
                    } catch (IOException hidden) {
                        return ScanResult.clean();
                    }
                }),
                caught("one that never looks up", "endsSoonWhenItIsGivenUpInTheMiddle", request -> {
                    try (InputStream in = request.open()) {
                        String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                        return all.startsWith(EICAR) ? ScanResult.infected("Eicar") : ScanResult.clean();
                    }
                }),
                caught("one that calls clean what was given up", "endsSoonWhenTheDeadlinePasses", request -> {
                    try {
                        return new Good().scan(request);
                    } catch (InterruptedException givenUp) {
                        return ScanResult.clean();
                    }
                }),
                caught("one that leaves streams open", "callsHarmlessTextClean", request -> {
                    var unused = request.open().read();
                    return new Good().scan(request);
                }));
    }

    private interface Scan {
        ScanResult of(ScanRequest request) throws Exception;
    }

    private static DynamicTest caught(String who, String test, Scan scan) {
        return DynamicTest.dynamicTest(who, () -> {
            Scanner scanner = new Good() {
                @Override
                public ScanResult scan(ScanRequest request) throws Exception {
                    return scan.of(request);
                }
            };

            Map<String, String> failures = failuresOf(scanner, test);

            assertThat(failures).containsKey(test);
            assertThat(failures.get(test)).contains("The contract wants", "since");
        });
    }

    @Test
    void catchesOneThatMixesUpItsCallers() {
        Scanner mixing = new Good() {
            private ScanRequest last;

            @Override
            public ScanResult scan(ScanRequest request) throws Exception {
                last = request;
                Thread.yield();
                return super.scan(last);
            }
        };

        assertThat(failuresOf(mixing, "answersAHundredScansAtOnceEachWithItsOwnVerdict"))
                .containsKey("answersAHundredScansAtOnceEachWithItsOwnVerdict");
    }

    @Test
    void catchesOneThatIsSpoiltByAnInterrupt() {
        Scanner spoilt = new Good() {
            private volatile boolean closed;

            @Override
            public ScanResult scan(ScanRequest request) throws Exception {
                if (closed) {
                    return ScanResult.failed("closed by an interrupt");
                }
                try {
                    return super.scan(request);
                } catch (InterruptedException given) {
                    closed = true;
                    throw given;
                }
            }
        };

        assertThat(failuresOf(spoilt, "survivesAnInterrupt")).containsKey("survivesAnInterrupt");
    }

    @Test
    void catchesOneThatLeavesAThread() {
        CountDownLatch end = new CountDownLatch(1);
        Scanner leaving = new Good() {
            @Override
            public ScanResult scan(ScanRequest request) throws Exception {
                Thread thread = new Thread(() -> awaitUninterruptibly(end), "left-behind");
                thread.setDaemon(true);
                thread.start();
                return super.scan(request);
            }
        };
        try {
            assertThat(failuresOf(leaving, "leavesNoThreadBehindWhenItIsClosed")
                            .get("leavesNoThreadBehindWhenItIsClosed"))
                    .contains("left-behind");
        } finally {
            end.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException again) {
                done = false;
            }
        }
    }

    @Test
    void catchesOneThatDoesNotKnowItself() {
        Scanner nameless = new Good() {
            private int asked;

            @Override
            public EngineInfo info() {
                return new EngineInfo("Counting", Integer.toString(++asked), Optional.empty(), "");
            }

            @Override
            public String advice(Gap gap) {
                return "one line\nand another";
            }
        };

        assertThat(failuresOf(nameless))
                .containsOnlyKeys(
                        "saysWhatItIsAndSaysTheSameUntilItsDataChange", "hasOneLineOfAdviceOrNoneForEveryGap");
    }

    /** Runs the contract, or one test of it, and gives the messages of the tests that failed by their names. */
    private static Map<String, String> failuresOf(Scanner scanner, String... tests) {
        underTest = scanner;
        Map<String, String> failures = new TreeMap<>();
        List<String> run = new ArrayList<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(
                                        tests.length == 0
                                                ? List.of(selectClass(Contract.class))
                                                : Stream.of(tests)
                                                        .map(test -> selectMethod(Contract.class, test))
                                                        .toList())
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                String name = test.getDisplayName().replace("()", "");
                                result.getThrowable().ifPresent(thrown -> failures.put(name, "" + thrown.getMessage()));
                                if (test.isTest()) {
                                    run.add(name);
                                }
                            }
                        });
        assertThat(run).as("tests of the contract").hasSizeGreaterThanOrEqualTo(tests.length == 0 ? 15 : tests.length);
        return failures;
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.api.scan.EngineInfo;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;
import org.postern.scan.peer.Address;
import org.postern.scan.peer.PeerSettings;

/** The engine against clamds that do what they should. */
@Timeout(60)
class ClamdScannerTest {
    private static final ScanResult EVIL = ScanResult.infected("Evil.Test");

    @TempDir
    private Path folder;

    @Test
    void tellsCleanFromInfectedOverTcpAndOverAUnixSocket() throws Exception {
        try (FakeClamd tcp = FakeClamd.onAPort(FakeClamd::honest);
                FakeClamd unix = FakeClamd.onASocket(folder.resolve("clamd.ctl"), FakeClamd::honest)) {
            for (FakeClamd clamd : List.of(tcp, unix)) {
                try (ClamdScanner scanner = Clamds.scanner(clamd)) {
                    assertThat(scanner.scan(Request.of("good"))).isEqualTo(ScanResult.clean());
                    assertThat(scanner.scan(Request.of("an evil thing"))).isEqualTo(EVIL);
                    assertThat(scanner.scan(Request.of(""))).isEqualTo(ScanResult.clean());
                    assertThat(clamd.clients()).as("connections").hasSize(1);
                    assertThat(clamd.clients().get(0).number()).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void looksUpNames() throws Exception {
        try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest)) {
            Address.Tcp numeric = (Address.Tcp) clamd.address();
            try (ClamdScanner scanner = Clamds.scanner(new Address.Tcp("localhost", numeric.port()))) {
                assertThat(scanner.scan(Request.of("good"))).isEqualTo(ScanResult.clean());
            }
        }
    }

    @Test
    void handsOverContentOfEverySizeOctetForOctet() throws Exception {
        String[] seen = {""};
        try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                    while (true) {
                        client.scanCommand();
                        seen[0] = digest(client.content());
                        client.answer("stream: OK");
                    }
                });
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            for (int size : new int[] {0, 1, 65535, 65536, 65537, 131072, 20_000_000}) {
                byte[] content = new byte[size];
                new Random(size).nextBytes(content);

                assertThat(scanner.scan(Request.of(Octets.of(content)))).isEqualTo(ScanResult.clean());
                assertThat(seen[0]).as("of %s octets", size).isEqualTo(digest(content));
            }
        }
    }

    @Test
    void readsAnAnswerAtEverySplitOfItsOctets() throws Exception {
        String text = ": stream: Evil.Test FOUND\0";
        int[] split = {0};
        try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                    while (true) {
                        client.scanCommand();
                        client.content();
                        String answer = client.number() + text;
                        client.say(answer.substring(0, split[0]));
                        Thread.yield();
                        client.say(answer.substring(split[0]));
                    }
                });
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            for (int i = 0; i <= text.length(); i++) {
                split[0] = i;
                assertThat(scanner.scan(Request.of("x"))).as("split at %s", i).isEqualTo(EVIL);
            }
            assertThat(clamd.clients()).hasSize(1);
        }
    }

    @Test
    void servesAHundredScansAtOnceAndKeepsFewConnections() throws Exception {
        try (FakeClamd clamd = FakeClamd.onASocket(folder.resolve("clamd.ctl"), FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            ExecutorService threads = Executors.newFixedThreadPool(100);
            try {
                List<Future<ScanResult>> results = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    String content = i % 2 == 0 ? "good " + "x".repeat(i * 50) : "evil " + i;
                    Callable<ScanResult> scan = () -> scanner.scan(Request.of(content));
                    results.add(threads.submit(scan));
                }
                for (int i = 0; i < results.size(); i++) {
                    assertThat(results.get(i).get()).as("of %s", i).isEqualTo(i % 2 == 0 ? ScanResult.clean() : EVIL);
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(scanner.idle()).isBetween(1, 4);
        }
    }

    @Test
    void leavesFaultsOfTheContentToTheCallerAndKeepsNoHalfSentConnection() throws Exception {
        Octets shorter = new Octets() {
            @Override
            public long size() {
                return 10;
            }

            @Override
            public InputStream open(long from, long length) {
                return new ByteArrayInputStream(new byte[9]);
            }
        };
        try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            assertThatThrownBy(() -> scanner.scan(Request.of(shorter)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1 octets early");
            assertThat(scanner.idle()).isZero();
            assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
        }
    }

    @Test
    void closesTheConnectionOfACancelledScan() throws Exception {
        CountDownLatch scanning = new CountDownLatch(1);
        try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                    client.scanCommand();
                    client.content();
                    scanning.countDown();
                    client.awaitEnd();
                });
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            Request request = Request.of("x");
            Future<ScanResult> result = begin(() -> scanner.scan(request));
            assertThat(scanning.await(10, TimeUnit.SECONDS)).isTrue();

            request.cancellation().cancel();

            assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo(ScanResult.failed("cancelled"));
            assertThat(clamd.clients().get(0).awaitEnded()).isTrue();
            assertThat(scanner.idle()).isZero();
        }
    }

    @Test
    void doesNotBeginWhatIsCancelledAlready() throws Exception {
        try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            Request request = Request.of(Octets.of(new byte[1_000_000]));
            request.cancellation().cancel();

            assertThat(scanner.scan(request).verdict()).isEqualTo(Verdict.FAILED);
        }
    }

    @Test
    void cancellingLateDoesNotTouchTheConnectionThatIsKept() throws Exception {
        try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            Request first = Request.of("good");
            scanner.scan(first);

            first.cancellation().cancel();

            assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
            assertThat(clamd.clients()).hasSize(1);
        }
    }

    @Test
    void usesOtherSettingsForTheNextScan() throws Exception {
        try (FakeClamd first = FakeClamd.onAPort(FakeClamd::honest);
                FakeClamd second = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(first)) {
            scanner.scan(Request.of("good"));

            scanner.use(Clamds.settings(Duration.ofSeconds(10), second.address()));

            assertThat(first.clients().get(0).awaitEnded()).isTrue();
            assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
            assertThat(second.clients()).hasSize(1);
        }
    }

    @Test
    void closesConnectionsThatWereKeptForTooLong() throws Exception {
        try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = new ClamdScanner(new Settings(
                        new PeerSettings(List.of(clamd.address()), Duration.ofSeconds(2), Duration.ofNanos(1), 4),
                        Duration.ofSeconds(2)))) {
            scanner.scan(Request.of("good"));
            assertThat(scanner.idle()).isEqualTo(1);

            scanner.closeOverdue();

            assertThat(scanner.idle()).isZero();
            assertThat(clamd.clients().get(0).awaitEnded()).isTrue();
        }
    }

    @Test
    void saysWhatClamdIs() throws Exception {
        try (FakeClamd clamd = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            EngineInfo info = scanner.info();

            assertThat(info.product()).isEqualTo("ClamAV 1.4.3");
            assertThat(info.dataVersion()).isEqualTo("27000/Tue Nov 24 08:00:00 2026");
            assertThat(info.dataTime()).contains(Instant.parse("2026-11-24T08:00:00Z"));
            assertThat(info.remark()).isEqualTo("at " + clamd.address());
        }
    }

    /** T47: its verdicts are not used again, since a change of such a database does not show. */
    @Test
    void tellsNoVersionOfADatabaseThatIsNotClamAvs() throws Exception {
        try (FakeClamd clamd = FakeClamd.onAPort(client -> {
                    client.command();
                    client.command();
                    client.answer("ClamAV 1.4.3");
                });
                ClamdScanner scanner = Clamds.scanner(clamd)) {
            EngineInfo info = scanner.info();

            assertThat(info.dataVersion()).isEmpty();
            assertThat(info.remark()).contains("without ClamAV's own database");
        }
    }

    /** T47: they may have different databases, and one of them speaks for none of the others. */
    @Test
    void tellsNoVersionOfSeveralClamds() throws Exception {
        try (FakeClamd one = FakeClamd.onAPort(FakeClamd::honest);
                FakeClamd other = FakeClamd.onAPort(FakeClamd::honest);
                ClamdScanner scanner = Clamds.scanner(one, other)) {
            assertThat(scanner.info().dataVersion()).isEmpty();
        }
    }

    private static Future<ScanResult> begin(Callable<ScanResult> scan) {
        CompletableFuture<ScanResult> result = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                result.complete(scan.call());
                            } catch (Exception failed) {
                                result.completeExceptionally(failed);
                            }
                        },
                        "scan")
                .start();
        return result;
    }

    private static String digest(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}

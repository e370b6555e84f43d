// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
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
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;
import org.postern.api.spool.Octets;

/** The engine against servers that do what they should. */
@Timeout(60)
class IcapScannerTest {
    private static final ScanResult EVIL = ScanResult.infected("Evil.Test");

    @Test
    void tellsCleanFromInfectedOnOneConnectionUntilThereIsAThreat() throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of("good"))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of(""))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of("an evil thing"))).isEqualTo(EVIL);
            assertThat(server.clients()).as("connections").hasSize(1);
            assertThat(server.asked().stream().filter(asked -> asked.first().startsWith("OPTIONS")))
                    .as("it is asked once what it offers")
                    .hasSize(1);

            assertThat(scanner.scan(Request.of("good"))).isEqualTo(ScanResult.clean());
            assertThat(server.clients()).as("after a threat").hasSize(2);
        }
    }

    @Test
    void asksByTheBookAndTellsNothingOfTheMail() throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(server)) {
            Request request = Request.of("good");
            scanner.scan(request);

            FakeIcap.Asked options = server.asked().get(0);
            assertThat(options.first()).isEqualTo("OPTIONS icap://" + server.address() + "/avscan ICAP/1.0");
            assertThat(options.fields())
                    .containsExactlyInAnyOrder(
                            "Host: " + server.address(), "User-Agent: Postern", "Encapsulated: null-body=0");
            FakeIcap.Asked content = server.asked().get(1);
            assertThat(content.first()).isEqualTo("RESPMOD icap://" + server.address() + "/avscan ICAP/1.0");
            assertThat(content.fields()).hasSize(4).contains("Allow: 204");
            assertThat(content.encapsulated())
                    .isEqualTo("GET http://postern/" + request.sha256() + " HTTP/1.1\r\nHost: postern\r\n\r\n"
                            + "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 4\r\n\r\n");
        }
    }

    @Test
    void putsNothingIntoAHeaderThatIsNoDigest() throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(server)) {
            scanner.scan(Request.of(Octets.of(new byte[1]), "x HTTP/1.1\r\nX-Evil: 1"));

            assertThat(server.asked().get(1).encapsulated()).startsWith("GET http://postern/content HTTP/1.1\r\nHost:");
        }
    }

    @Test
    void asksByRequestWhereThatIsAllThatIsOfferedOrWanted() throws Exception {
        String only = FakeIcap.PLAIN.replace("RESPMOD", "REQMOD");
        for (String offered : List.of(only, FakeIcap.PLAIN.replace("RESPMOD", "RESPMOD, REQMOD"))) {
            Method method = offered.equals(only) ? Method.AUTO : Method.REQMOD;
            Service service = new Service("a/b?c=d", method, Preview.CHECK, Allow204.OFFERED, BlockPage.FAILED);
            try (FakeIcap server = FakeIcap.with(client -> client.answer(client.next(offered)));
                    IcapScanner scanner = Icaps.scanner(service, server)) {
                assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);

                FakeIcap.Asked content = server.asked().get(1);
                assertThat(content.first()).isEqualTo("REQMOD icap://" + server.address() + "/a/b?c=d ICAP/1.0");
                assertThat(content.encapsulated())
                        .startsWith("POST http://postern/")
                        .contains("Content-Length: 4\r\n");
            }
        }
    }

    @Test
    void failsWhereTheMethodIsNotOffered() throws Exception {
        Service service = new Service("avscan", Method.REQMOD, Preview.CHECK, Allow204.OFFERED, BlockPage.FAILED);
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(service, server)) {
            assertThat(scanner.scan(Request.of("x")).text()).contains("does not offer REQMOD there, but respmod");
        }
        try (FakeIcap server = FakeIcap.with(FakeIcap.saying("Methods: FILEMOD\r\n", FakeIcap.CLEAN));
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of("x")).text()).contains("does not offer RESPMOD or REQMOD there");
        }
    }

    @Test
    void handsOverContentOfEverySizeOctetForOctet() throws Exception {
        String[] seen = {""};
        try (FakeIcap server = FakeIcap.with(client -> {
                    while (true) {
                        seen[0] = Request.digest(
                                Octets.of(client.next(FakeIcap.PLAIN).content()));
                        client.say(FakeIcap.CLEAN);
                    }
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            for (int size : new int[] {0, 1, 65535, 65536, 65537, 131072, 20_000_000}) {
                byte[] content = new byte[size];
                new Random(size).nextBytes(content);
                Request request = Request.of(content);

                assertThat(scanner.scan(request)).isEqualTo(ScanResult.clean());
                assertThat(seen[0]).as("of %s octets", size).isEqualTo(request.sha256());
            }
            assertThat(server.clients()).hasSize(1);
        }
    }

    @Test
    void readsAnAnswerAtEverySplitOfItsOctets() throws Exception {
        String answer = Icaps.back("X-A: b\r\n", "HTTP/1.1 200 OK\r\nX-Virus-ID: Evil.Test\r\n\r\n", "a page");
        int[] split = {0};
        try (FakeIcap server = FakeIcap.with(client -> {
                    client.next(FakeIcap.PLAIN);
                    client.say(answer.substring(0, split[0]));
                    Thread.yield();
                    client.say(answer.substring(split[0]));
                    client.awaitEnd();
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            for (int i = 0; i <= answer.length(); i++) {
                split[0] = i;
                assertThat(scanner.scan(Request.of("x"))).as("split at %s", i).isEqualTo(EVIL);
            }
        }
    }

    @Test
    void takesWhatComesBackUnchangedForCleanWhereTheServerHasNo204() throws Exception {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        String text = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1);
        try (FakeIcap server = FakeIcap.with(client -> {
                    while (true) {
                        FakeIcap.Asked asked = client.next("Methods: RESPMOD\r\n");
                        assertThat(asked.field("Allow")).isEmpty();
                        client.say(Icaps.back("", "HTTP/1.1 200 OK\r\nVia: x\r\n\r\n", asked.text()));
                    }
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of(text))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of(""))).isEqualTo(ScanResult.clean());
            assertThat(server.clients()).as("the connection is kept").hasSize(1);
        }
    }

    @Test
    void takesARequestThatComesBackUnchangedForCleanToo() throws Exception {
        try (FakeIcap server = FakeIcap.with(client -> {
                    FakeIcap.Asked asked = client.next("Methods: REQMOD\r\n");
                    client.say(
                            Icaps.back("", asked.encapsulated(), asked.text()).replace("res-", "req-"));
                    client.awaitEnd();
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of("good"))).isEqualTo(ScanResult.clean());
        }
    }

    @Test
    void asksAgainWhatIsOfferedWhenItsTimeIsOverOrTheTagChanges() throws Exception {
        String[] tag = {"a"};
        try (FakeIcap server = FakeIcap.with(client -> {
                    while (true) {
                        client.next("Methods: RESPMOD\r\nAllow: 204\r\nISTag: \"" + tag[0] + "\"\r\n");
                        client.say("ICAP/1.0 204 x\r\nISTag: \"" + tag[0] + "\"\r\n\r\n");
                    }
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            scanner.scan(Request.of("x"));
            scanner.scan(Request.of("x"));
            assertThat(options(server)).isEqualTo(1);

            tag[0] = "b";
            scanner.scan(Request.of("x")); // says so
            scanner.scan(Request.of("x")); // asks
            scanner.scan(Request.of("x"));
            assertThat(options(server)).isEqualTo(2);
        }
        try (FakeIcap server = FakeIcap.with(client -> {
                    while (true) {
                        client.next(FakeIcap.PLAIN + "Options-TTL: 0\r\n");
                        client.say(FakeIcap.CLEAN);
                    }
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            scanner.scan(Request.of("x"));
            scanner.scan(Request.of("x"));
            assertThat(options(server)).isEqualTo(2);
        }
    }

    private static long options(FakeIcap server) {
        return server.asked().stream()
                .filter(asked -> asked.first().startsWith("OPTIONS"))
                .count();
    }

    @Test
    void readsABodyOfOptionsAndAConnectionThatIsNotKept() throws Exception {
        try (FakeIcap server = FakeIcap.with(client -> {
                    FakeIcap.Asked asked = client.question();
                    if (asked.first().startsWith("OPTIONS")) {
                        client.say("ICAP/1.0 200 OK\r\n" + FakeIcap.PLAIN
                                + "Connection: Close\r\nEncapsulated: opt-body=0\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
                    } else {
                        client.say("ICAP/1.0 204 OK\r\nConnection: close\r\n\r\n");
                    }
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of("x"))).isEqualTo(ScanResult.clean());
            assertThat(server.clients()).hasSize(3);
            assertThat(scanner.idle()).isZero();
        }
    }

    @Test
    void servesAHundredScansAtOnceAndKeepsFewConnections() throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(server)) {
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
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThatThrownBy(() -> scanner.scan(Request.of(shorter, "0".repeat(64))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1 octets early");
            assertThat(scanner.idle()).isZero();
            assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
        }
    }

    @Test
    void closesTheConnectionOfACancelledScan() throws Exception {
        CountDownLatch scanning = new CountDownLatch(1);
        try (FakeIcap server = FakeIcap.with(client -> {
                    client.next(FakeIcap.PLAIN);
                    scanning.countDown();
                    client.awaitEnd();
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            Request request = Request.of("x");
            Future<ScanResult> result = begin(() -> scanner.scan(request));
            assertThat(scanning.await(10, TimeUnit.SECONDS)).isTrue();

            request.cancellation().cancel();

            assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo(ScanResult.failed("cancelled"));
            assertThat(server.clients().get(0).awaitEnded()).isTrue();
            assertThat(scanner.idle()).isZero();
        }
    }

    @Test
    void doesNotBeginWhatIsCancelledAlready() throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(server)) {
            Request request = Request.of(new byte[1_000_000]);
            request.cancellation().cancel();

            assertThat(scanner.scan(request).verdict()).isEqualTo(Verdict.FAILED);
        }
    }

    @Test
    void usesOtherSettingsForTheNextScan() throws Exception {
        try (FakeIcap first = FakeIcap.with(FakeIcap::honest);
                FakeIcap second = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(first)) {
            scanner.scan(Request.of("good"));

            scanner.use(Icaps.settings(Icaps.SERVICE, second.address()));

            assertThat(first.clients().get(0).awaitEnded()).isTrue();
            assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
            assertThat(second.clients()).hasSize(1);
        }
    }

    @Test
    void closesConnectionsThatWereKeptForTooLong() throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(
                        Icaps.settings(Icaps.SERVICE, Duration.ofSeconds(2), Duration.ofNanos(1), server.address()))) {
            scanner.scan(Request.of("good"));
            assertThat(scanner.idle()).isEqualTo(1);

            scanner.closeOverdue();

            assertThat(scanner.idle()).isZero();
        }
    }

    @Test
    void asksTheNextServerWhenOneFailsAndTheFirstAgainSoonAfterItIsBack() throws Exception {
        try (FakeIcap first = FakeIcap.with(FakeIcap::honest);
                FakeIcap second = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(first, second)) {
            scanner.scan(Request.of("x"));
            first.stop();
            assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
            assertThat(second.clients()).hasSize(1);

            first.startAgain();
            long back = System.nanoTime();
            int before = first.clients().size();
            while (first.clients().size() == before) {
                assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(3));
                assertThat(scanner.scan(Request.of("evil"))).isEqualTo(EVIL);
            }
        }
    }

    @Test
    void saysWhatTheServerIs() throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.info().product()).isEqualTo("Fake ICAP 1.0");
            assertThat(scanner.info().dataVersion()).isEqualTo("tag-1");
            assertThat(scanner.info().remark()).isEqualTo("at " + server.address() + "/avscan");
            assertThat(server.asked().stream().filter(asked -> asked.first().startsWith("RESPMOD")))
                    .as("the sample is shown once")
                    .hasSize(1);
            assertThat(options(server)).as("the tag is read each time").isEqualTo(3);
        }
    }

    @Test
    void saysWhatIsNotAsItShouldBe() throws Exception {
        try (FakeIcap server = FakeIcap.with(client -> {
                    while (true) {
                        FakeIcap.Asked asked = client.next("Methods: RESPMOD\r\nPreview: 30\r\nMax-Connections: 2\r\n");
                        assertThat(asked.content()).hasSize(30).startsWith(0x89, 'P', 'N', 'G');
                        client.say(FakeIcap.CLEAN);
                    }
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.info().product()).isEqualTo("an ICAP server");
            assertThat(scanner.info().dataVersion()).isEmpty();
            assertThat(scanner.info().remark())
                    .contains("does not look at pictures")
                    .contains("does not offer 204")
                    .contains("takes 2 connections, fewer than maxConcurrent = 4");
        }
    }

    /** T47: they may have different signatures, and one of them speaks for none of the others. */
    @Test
    void tellsNoVersionOfSeveralServers() throws Exception {
        try (FakeIcap one = FakeIcap.with(FakeIcap::honest);
                FakeIcap other = FakeIcap.with(FakeIcap::honest);
                IcapScanner scanner = Icaps.scanner(one, other)) {
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
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/** RFC 3507 section 4.5. */
@Timeout(60)
class PreviewTest {
    private static final String WANTED = FakeIcap.PLAIN + "Preview: 10\r\nTransfer-Preview: *\r\n";
    private static final String GO_ON = "ICAP/1.0 100 Continue\r\n\r\n";

    private static final Service TRUSTING =
            new Service("a", Method.AUTO, Preview.TRUST, Allow204.OFFERED, BlockPage.FAILED);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 11, 70_000})
    void givesAsMuchAsIsWantedAndTheRestAfterwards(int size) throws Exception {
        gives(TRUSTING, size, 10, Math.min(size, 10));
    }

    /** So that it shows when the server does not look further than that, be the content small. */
    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 11, 12, 70_000})
    void keepsSomethingBackUnlessItTrustsTheServer(int size) throws Exception {
        int first = Math.min(size - 1, 10);
        gives(Icaps.SERVICE, size, first, first);
    }

    @Test
    void nothingIsGivenWhole() throws Exception {
        gives(Icaps.SERVICE, 0, 10, 0);
    }

    private static void gives(Service service, int size, int preview, int first) throws Exception {
        List<String> came = new ArrayList<>();
        try (FakeIcap server = FakeIcap.with(client -> {
                    while (true) {
                        FakeIcap.Asked asked = client.next(WANTED);
                        came.add(asked.field("Preview") + " " + asked.content().length + " " + asked.ieof());
                        int rest = 0;
                        if (!asked.ieof()) {
                            client.say(GO_ON);
                            rest = client.rest().length;
                        }
                        came.add("" + rest);
                        client.say(FakeIcap.CLEAN);
                    }
                });
                IcapScanner scanner = Icaps.scanner(service, server)) {
            for (int i = 0; i < 2; i++) {
                came.clear();
                assertThat(scanner.scan(Request.of("x".repeat(size)))).isEqualTo(ScanResult.clean());

                assertThat(came).containsExactly(preview + " " + first + " " + (size == first), "" + (size - first));
            }
            assertThat(server.clients()).hasSize(1);
        }
    }

    @Test
    void ofNothingIsGivenWhenTheServerWantsOnlyTheHeader() throws Exception {
        try (FakeIcap server = FakeIcap.with(client -> {
                    FakeIcap.Asked asked = client.next(FakeIcap.PLAIN + "Preview: 0\r\n");
                    assertThat(asked.content()).isEmpty();
                    assertThat(asked.ieof()).isFalse();
                    client.say(GO_ON);
                    client.say(
                            new String(client.rest(), ISO_8859_1).equals("an evil thing")
                                    ? FakeIcap.EVIL
                                    : FakeIcap.CLEAN);
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of("an evil thing"))).isEqualTo(ScanResult.infected("Evil.Test"));
        }
    }

    @Test
    void isNotGivenWhereItIsNotWantedOfThisOrNotToBeGiven() throws Exception {
        Service never = new Service("a", Method.AUTO, Preview.NEVER, Allow204.OFFERED, BlockPage.FAILED);
        for (String options : List.of(
                FakeIcap.PLAIN + "Preview: 10\r\nTransfer-Preview: exe, zip\r\n",
                FakeIcap.PLAIN + "Preview: 10\r\nTransfer-Complete: *\r\n",
                FakeIcap.PLAIN + "Preview: many\r\n",
                WANTED)) {
            try (FakeIcap server = FakeIcap.with(client -> {
                        FakeIcap.Asked asked = client.next(options);
                        client.say(
                                asked.field("Preview").isEmpty() && asked.text().length() == 20
                                        ? FakeIcap.CLEAN
                                        : FakeIcap.EVIL);
                        client.awaitEnd();
                    });
                    IcapScanner scanner = Icaps.scanner(options.equals(WANTED) ? never : Icaps.SERVICE, server)) {
                assertThat(scanner.scan(Request.of("x".repeat(20)))).as(options).isEqualTo(ScanResult.clean());
            }
        }
    }

    /** What c-icap says of a type that it is not told to scan. */
    @Test
    void isNoReasonToCallTheRestCleanUnlessOneTrustsIt() throws Exception {
        try (FakeIcap server = FakeIcap.with(client -> {
            while (true) {
                client.next(WANTED);
                client.say(FakeIcap.CLEAN);
            }
        })) {
            try (IcapScanner scanner = Icaps.scanner(server)) {
                for (int size : new int[] {1, 9, 10, 11}) {
                    ScanResult result = scanner.scan(Request.of("x".repeat(size)));

                    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
                    assertThat(result.text())
                            .contains("content of " + size + " octets clean that it had seen " + Math.min(size - 1, 10)
                                    + " of");
                    assertThat(scanner.idle()).isZero();
                }
            }
            try (IcapScanner scanner = Icaps.scanner(TRUSTING, server)) {
                assertThat(scanner.scan(Request.of("x".repeat(11)))).isEqualTo(ScanResult.clean());
                assertThat(scanner.idle()).isEqualTo(1);
            }
        }
    }

    @Test
    void isEnoughToFindAThreat() throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap.saying(WANTED, FakeIcap.EVIL));
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of("x".repeat(11)))).isEqualTo(ScanResult.infected("Evil.Test"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GO_ON + GO_ON,
                GO_ON + FakeIcap.CLEAN,
                GO_ON + "x",
                "ICAP/1.0 100 Continue\r\nContinue\r\n\r\n",
                "ICAP/1.0 200 OK\r\n\r\n",
                "ICAP/1.0 206 Partial\r\nEncapsulated: null-body=0\r\n\r\n"
            })
    void isAnsweredOnce(String answer) throws Exception {
        try (FakeIcap server = FakeIcap.with(FakeIcap.saying(WANTED, answer));
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of("x".repeat(11))).verdict()).isEqualTo(Verdict.FAILED);
            assertThat(scanner.idle()).isZero();
        }
    }

    @Test
    void nobodyGoesOnWhereNothingIsLeft() throws Exception {
        for (int size : new int[] {0, 10}) {
            try (FakeIcap server = FakeIcap.with(FakeIcap.saying(WANTED, GO_ON + FakeIcap.CLEAN));
                    IcapScanner scanner = Icaps.scanner(TRUSTING, server)) {
                assertThat(scanner.scan(Request.of("x".repeat(size))).text()).contains("100 Continue");
            }
        }
    }

    @Test
    void goingOnTwiceIsNoAnswer() throws Exception {
        try (FakeIcap server = FakeIcap.with(client -> {
                    client.next(WANTED);
                    client.say(GO_ON);
                    client.rest();
                    client.say(GO_ON + FakeIcap.CLEAN);
                    client.awaitEnd();
                });
                IcapScanner scanner = Icaps.scanner(server)) {
            assertThat(scanner.scan(Request.of("x".repeat(11))).text()).contains("100 Continue");
        }
    }

    @Test
    void doesNotAllow204ForTheRest() throws Exception {
        String without = WANTED.replace("Allow: 204\r\n", "");
        try (FakeIcap server = FakeIcap.with(client -> {
                    while (true) {
                        FakeIcap.Asked asked = client.next(without);
                        if (!asked.ieof()) {
                            client.say(GO_ON);
                            client.rest();
                        }
                        client.say(FakeIcap.CLEAN);
                    }
                });
                IcapScanner scanner = Icaps.scanner(TRUSTING, server)) {
            assertThat(scanner.scan(Request.of("x".repeat(10)))).isEqualTo(ScanResult.clean());
            assertThat(scanner.scan(Request.of("x".repeat(11))).text()).contains("204, which it was not allowed to");
        }
    }
}

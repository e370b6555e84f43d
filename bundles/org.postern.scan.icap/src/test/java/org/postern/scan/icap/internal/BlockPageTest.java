// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/** Content that comes back other than it was, or as it was. */
@Timeout(60)
class BlockPageTest {
    private static final String FORBIDDEN = "HTTP/1.1 403 VirusFound\r\nContent-Type: text/html\r\n\r\n";

    private static ScanResult scan(BlockPage blockPage, String options, String answer) throws Exception {
        Service service = new Service("a", Method.AUTO, Preview.CHECK, Allow204.OFFERED, blockPage);
        try (FakeIcap server = FakeIcap.with(FakeIcap.saying(options, answer));
                IcapScanner scanner = Icaps.scanner(service, server)) {
            return scanner.scan(Request.of("hello"));
        }
    }

    @Test
    void isNotScannedUnlessItIsSaidThatThisIsHowTheServerBlocks() throws Exception {
        String answer = Icaps.back("", FORBIDDEN, "<html>a virus");

        ScanResult result = scan(BlockPage.FAILED, FakeIcap.PLAIN, answer);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.text()).contains("HTTP 403").contains("blockPage");
        assertThat(scan(BlockPage.INFECTED, FakeIcap.PLAIN, answer))
                .isEqualTo(ScanResult.infected("blocked by the ICAP server (HTTP 403)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad Request", "401 Unauthorized", "500 Internal Server Error", "503 Busy"})
    void errorsAreNoBlockPage(String status) throws Exception {
        String answer = Icaps.back("", "HTTP/1.1 " + status + "\r\n\r\n", "<html>");

        assertThat(scan(BlockPage.INFECTED, FakeIcap.PLAIN, answer).verdict()).isEqualTo(Verdict.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hell", "hellp", "hello ", "", "helloo"})
    void aChangedBodyIsNeverClean(String body) throws Exception {
        for (BlockPage blockPage : BlockPage.values()) {
            String answer = Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", body);

            assertThat(scan(blockPage, "Methods: RESPMOD\r\n", answer).verdict())
                    .isEqualTo(blockPage == BlockPage.FAILED ? Verdict.FAILED : Verdict.INFECTED);
        }
    }

    @Test
    void noBodyForContentIsAChangeToo() throws Exception {
        String answer = "ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, null-body=19\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";

        assertThat(scan(BlockPage.FAILED, "Methods: RESPMOD\r\n", answer).verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void theSameBodyUnderAnErrorIsNotClean() throws Exception {
        assertThat(scan(BlockPage.FAILED, "Methods: RESPMOD\r\n", Icaps.back("", FORBIDDEN, "hello"))
                        .verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void createdIsNotClean() throws Exception {
        String answer =
                Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", "repaired").replace("200 OK\r\nEnc", "201 Created\r\nEnc");

        assertThat(scan(BlockPage.FAILED, FakeIcap.PLAIN, answer).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(scan(BlockPage.INFECTED, FakeIcap.PLAIN, answer).verdict()).isEqualTo(Verdict.INFECTED);
    }

    /** What c-icap does with content that is larger than it scans. */
    @Test
    void unchangedIsNotScannedWhere204WouldHaveSaidIt() throws Exception {
        String answer = Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", "hello");

        assertThat(scan(BlockPage.FAILED, FakeIcap.PLAIN, answer).text())
                .contains("gave the content back unchanged and did not say 204");
    }

    @Test
    void unchangedIsCleanWhere204IsNotAllowedToTheServer() throws Exception {
        Service service = new Service("a", Method.AUTO, Preview.CHECK, Allow204.NEVER, BlockPage.FAILED);
        String answer = Icaps.back("", "HTTP/1.1 200 OK\r\n\r\n", "hello");
        try (FakeIcap server = FakeIcap.with(FakeIcap.saying(answer));
                IcapScanner scanner = Icaps.scanner(service, server)) {
            assertThat(scanner.scan(Request.of("hello"))).isEqualTo(ScanResult.clean());
            assertThat(server.asked().get(1).field("Allow")).isEmpty();
        }
    }

    @Test
    void namesInTheEncapsulatedHeaderCount() throws Exception {
        String answer = Icaps.back("", FORBIDDEN.replace("Content", "X-Virus-Name: Evil\r\nContent"), "<html>");

        assertThat(scan(BlockPage.FAILED, FakeIcap.PLAIN, answer)).isEqualTo(ScanResult.infected("Evil"));
    }

    @Test
    void aPageMayBeLongerThanTheContentButNotEndless() throws Exception {
        String page = "x".repeat(1024 * 1024);

        assertThat(scan(BlockPage.INFECTED, FakeIcap.PLAIN, Icaps.back("", FORBIDDEN, page))
                        .verdict())
                .isEqualTo(Verdict.INFECTED);
        assertThat(scan(BlockPage.FAILED, FakeIcap.PLAIN, Icaps.back("", FORBIDDEN, page + "x"))
                        .verdict())
                .isEqualTo(Verdict.FAILED);
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.icap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.UnscannableReason;

/** What products say, as their manuals and captures of them have it; names of threats are made up. */
@Timeout(60)
class ThreatsTest {
    private static Optional<ScanResult> in(String... lines) throws Exception {
        List<String> all = new ArrayList<>(List.of("ICAP/1.0 200 OK"));
        all.addAll(List.of(lines));
        return Threats.in(Head.parse(all));
    }

    @Test
    void cIcap() throws Exception {
        assertThat(in(
                        "X-Infection-Found: Type=0; Resolution=2; Threat=Evil.UNOFFICIAL;",
                        "X-Violations-Found: 1",
                        "\t-",
                        "\tEvil.UNOFFICIAL",
                        "\t0",
                        "\t0"))
                .contains(ScanResult.infected("Evil.UNOFFICIAL"));
        assertThat(in("X-Violations-Found: -")).isEmpty();
    }

    @Test
    void sophosSavdi() throws Exception {
        assertThat(in(
                        "X-HRESULT: 12345678",
                        "X-Virus-ID: Evil-A",
                        "X-Infection-Found: Type=0; Resolution=2; Threat=Evil-A;",
                        "X-Violations-Found: 1",
                        "      -",
                        "      Evil-A",
                        "      -",
                        "      0"))
                .contains(ScanResult.infected("Evil-A"));
    }

    @Test
    void fSecure() throws Exception {
        assertThat(in("X-FSecure-Scan-Result: infected", "X-FSecure-Infection-Name: \"Evil/A.b\""))
                .contains(ScanResult.infected("Evil/A.b"));
        assertThat(in("X-FSecure-Scan-Result: infected")).contains(ScanResult.infected("a threat without a name"));
        assertThat(in("X-FSecure-Scan-Result: clean")).isEmpty();
    }

    @Test
    void eset() throws Exception {
        assertThat(in(
                        "X-Infection-Found: Type=0; Resolution=0; Threat=Evil.A;",
                        "X-Virus-ID: Virus",
                        "X-Response-Info: Blocked"))
                .contains(ScanResult.infected("Evil.A"));
    }

    @Test
    void kaspersky() throws Exception {
        assertThat(in("X-Infection-Found: Type=0; Resolution=0; Threat=Trojan,Virware;"))
                .contains(ScanResult.infected("Trojan,Virware"));
        assertThat(in("X-Virus-ID: Evil.a, Evil.b")).contains(ScanResult.infected("Evil.a, Evil.b"));
    }

    @Test
    void mcAfeeWebGateway() throws Exception {
        assertThat(in("X-Virus-Name: Evil test file", "X-Block-Reason: Malware found", "X-WWBlockResult: 80"))
                .contains(ScanResult.infected("Evil test file"));
        assertThat(in("X-Block-Reason: Malware found")).contains(ScanResult.infected("Malware found"));
    }

    @Test
    void metaDefender() throws Exception {
        assertThat(in(
                        "X-Blocked-Reason: Infected",
                        "X-Response-Info: Blocked",
                        "X-Virus-ID: Evil",
                        "X-Infection-Found: Type=0; Resolution=0; Threat=Evil;"))
                .contains(ScanResult.infected("Evil"));
        assertThat(in(
                        "X-Response-Info: Blocked",
                        "X-Blocked-Reason: Encrypted Archive",
                        "X-Virus-ID: Encrypted Archive",
                        "X-Infection-Found: Type=2; Resolution=0; Threat=Encrypted Archive;"))
                .contains(ScanResult.unscannable(UnscannableReason.ENCRYPTED_ARCHIVE, "Encrypted Archive"));
        assertThat(in("X-Response-Info: Allowed")).isEmpty();
        assertThat(in("X-Response-Info: Blocked", "X-Response-Desc: Failed")).contains(ScanResult.infected("Failed"));
        assertThat(in("X-Response-Info: Blocked")).contains(ScanResult.infected("a threat without a name"));
    }

    @Test
    void clearswiftListsFilesOfAnArchive() throws Exception {
        assertThat(in(
                        "X-Virus-ID: Encrypted Archive",
                        "X-Infection-Found: Type=1; Resolution=0; Threat=Encrypted Archive;",
                        "X-Violations-Found: 2",
                        " test.zip",
                        " Encrypted Archive",
                        " 0",
                        " 0",
                        " \\evil.txt",
                        " Evil Test",
                        " 0",
                        " 0"))
                .as("infected is stronger")
                .contains(ScanResult.infected("Evil Test"));
    }

    @ParameterizedTest
    @CsvSource({
        "Encrypted container violation, ENCRYPTED_ARCHIVE",
        "Container size violation, LIMITS",
        "Exceeded Archive Depth, LIMITS",
        "Heuristics.Encrypted.Zip, ENCRYPTED_ARCHIVE",
        "Heuristics.Limits.Exceeded.MaxRecursion.UNOFFICIAL, LIMITS"
    })
    void cannotScanWhatTheServerDidNotLookInto(String name, UnscannableReason reason) throws Exception {
        assertThat(in("X-Infection-Found: Type=2; Resolution=2; Threat=" + name + ";"))
                .contains(ScanResult.unscannable(reason, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Infection-Found: Type=2; Resolution=2; Threat=Something else;",
                "X-Infection-Found: Something else",
                "X-Virus-ID: Something else",
                "X-Virus-Name: \"Something else\"",
                "X-Blocked: Something else",
                "x-infection-found: type = 0; threat = Something else",
                "X-Violations-Found: Something else"
            })
    void everythingElseThatIsNamedIsInfected(String line) throws Exception {
        assertThat(in(line)).contains(ScanResult.infected("Something else"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Infection-Found: Type=0; Resolution=2; Threat=;",
                "X-Violations-Found: 1",
                "X-Violations-Found: 3\n file\n -"
            })
    void hasAThreatThoughItHasNoName(String lines) throws Exception {
        assertThat(in(lines.split("\n"))).contains(ScanResult.infected("a threat without a name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Infection-Found:", "X-Infection-Found: -", "X-Violations-Found: 0", "X-Virus-ID: "})
    void hasNoneWhereNothingIsNamed(String line) throws Exception {
        assertThat(in(line)).isEmpty();
    }

    @Test
    void severalAreAllNamed() throws Exception {
        assertThat(in(
                        "X-Infection-Found: Type=0; Resolution=2; Threat=A;",
                        "X-Infection-Found: Type=0; Resolution=2; Threat=B; Type=0; Threat=A"))
                .contains(ScanResult.infected("A, B"));
    }

    @Test
    void cleansAndCutsNames() throws Exception {
        assertThat(in("X-Virus-ID: a\u001b[31mb\u202e\u0085")).contains(ScanResult.infected("a?[31mb??"));
        assertThat(in("X-Virus-ID: " + "x".repeat(3000)).orElseThrow().text()).hasSize(200);
    }
}

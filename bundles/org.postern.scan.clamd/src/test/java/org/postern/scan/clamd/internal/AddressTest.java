// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.api.config.ConfigurationSet;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "/run/clamav/clamd.ctl, /run/clamav/clamd.ctl",
        "unix:/run/clamd, /run/clamd",
        "127.0.0.1:3310, 127.0.0.1:3310",
        "clamd.example.org:3310, clamd.example.org:3310",
        "[::1]:3310, [::1]:3310"
    })
    void reads(String text, String shown) {
        assertThat(Address.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:",
                "unix:clamd",
                "clamd.ctl",
                "host",
                "host:",
                ":3310",
                "host:0",
                "host:65536",
                "host:99999",
                "::1:3310",
                "[host]:3310",
                "[1.2.3.4]:3310",
                "1.2.3:3310",
                "1.2.3.400:1",
                "a b:1",
                "host:3310 ",
                "*:1"
            })
    void refuses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse(text))
                .withMessage(Address.ALLOWED);
    }

    @Test
    void theDoorIsToldWhichFileAndKey() {
        var set = new ConfigurationSet(List.of(
                new ConfigurationSet.Entry(
                        ClamdEngine.PID,
                        Optional.of("x"),
                        Map.of("name", "a b", "addresses", new String[] {"/run/a", "nonsense"})),
                new ConfigurationSet.Entry(ClamdEngine.PID, Optional.of("y"), Map.of("addresses", new String[0])),
                new ConfigurationSet.Entry(
                        ClamdEngine.PID, Optional.of("z"), Map.of("name", "b", "addresses", new String[] {"a:1"}))));

        assertThat(new ClamdCheck().check(set))
                .extracting(problem -> problem.file() + " " + problem.key() + " " + problem.value())
                .containsExactly(
                        "org.postern.scan.clamd~x.cfg name a b",
                        "org.postern.scan.clamd~x.cfg addresses nonsense",
                        "org.postern.scan.clamd~y.cfg addresses ");
    }
}

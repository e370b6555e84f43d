// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.clamd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.api.config.ConfigurationSet;

class ClamdCheckTest {
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

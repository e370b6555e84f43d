// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.testkit;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.postern.api.scan.ScanResult;
import org.postern.api.scan.Verdict;

/**
 * How a scan ended.
 *
 * @param what was scanned, in the words of a failure's message
 */
record Answer(String what, Optional<ScanResult> result, Optional<Throwable> thrown) {
    /** As the platform takes it: whatever is thrown counts as failed. */
    Verdict verdict() {
        return result.map(ScanResult::verdict).orElse(Verdict.FAILED);
    }

    /** @param why the contract wants that, as an end of a sentence that begins with "since" */
    void isOneOf(Set<Verdict> allowed, String why) {
        if (!allowed.contains(verdict())) {
            String wanted = allowed.stream().sorted().map(Verdict::toString).collect(Collectors.joining(" or "));
            broken("to be " + wanted, why);
        }
    }

    void is(Verdict only, String why) {
        isOneOf(Set.of(only), why);
    }

    void hasThrownNothing(String why) {
        if (thrown.isPresent()) {
            broken("to end without an exception", why);
        }
    }

    private void broken(String wanted, String why) {
        Assertions.fail(
                "The contract wants the scan of " + what + " " + wanted + ", since " + why + ". It ended with "
                        + ending(),
                thrown.orElse(null));
    }

    private String ending() {
        return result.map(ScanResult::toString)
                .orElseGet(() -> "an exception, which counts as FAILED: "
                        + thrown.map(Throwable::toString).orElse(""));
    }
}

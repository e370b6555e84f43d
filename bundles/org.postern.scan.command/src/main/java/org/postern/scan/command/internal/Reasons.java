// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postern.api.scan.UnscannableReason;

/** Reads what is written as {@code reason=something}. */
final class Reasons {
    static final String ALLOWED = Arrays.stream(UnscannableReason.values())
            .map(UnscannableReason::key)
            .collect(Collectors.joining(", "));

    /** A reason and what leads to it. */
    record Assigned<T>(UnscannableReason reason, T value) {}

    private Reasons() {}

    /** @throws IllegalArgumentException if there is no such reason, or the rest is wrong */
    static <T> Assigned<T> parse(String written, Function<String, T> value) {
        String[] parts = written.split("=", 2);
        if (parts.length < 2 || parts[1].isBlank()) {
            throw new IllegalArgumentException("reason=value; reasons: " + ALLOWED);
        }
        UnscannableReason reason = Arrays.stream(UnscannableReason.values())
                .filter(each -> each.key().equals(parts[0].strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("reason=value; reasons: " + ALLOWED));
        return new Assigned<>(reason, value.apply(parts[1].strip()));
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.scan.command.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.api.scan.UnscannableReason;

/**
 * What exit codes mean; all others mean that the scan failed.
 *
 * @param clean nothing was found
 * @param infected something was found
 * @param unscannable something was not looked at, and why
 */
record ExitCodes(Set<Integer> clean, Set<Integer> infected, Map<Integer, UnscannableReason> unscannable) {
    static final String ALLOWED = "exit codes from 0 to 127, each with one meaning";
    static final String ALLOWED_UNSCANNABLE = "exit codes from 0 to 127 with their reasons, such as encryptedArchive=3,"
            + " each code with one meaning; reasons: " + Reasons.ALLOWED;

    /** @throws IllegalArgumentException if a code is none, stands twice, or there is none for clean or infected */
    ExitCodes {
        clean = Set.copyOf(clean);
        infected = Set.copyOf(infected);
        unscannable = Map.copyOf(unscannable);
        Set<Integer> all = new HashSet<>();
        for (Set<Integer> codes : List.of(clean, infected, unscannable.keySet())) {
            for (int code : codes) {
                if (code < 0 || code >= Ended.SIGNAL || !all.add(code)) {
                    throw new IllegalArgumentException(ALLOWED);
                }
            }
        }
        if (clean.isEmpty() || infected.isEmpty()) {
            throw new IllegalArgumentException("at least one exit code for clean and one for infected");
        }
    }

    /** @param unscannable as written: {@code reason=code} */
    static ExitCodes of(int[] clean, int[] infected, String[] unscannable) {
        return new ExitCodes(set(clean), set(infected), reasons(unscannable));
    }

    /** @throws IllegalArgumentException if they are none */
    static Map<Integer, UnscannableReason> reasons(String[] written) {
        Map<Integer, UnscannableReason> codes = new HashMap<>();
        for (String each : written) {
            Reasons.Assigned<String> assigned = Reasons.parse(each, code -> code);
            if (!assigned.value().matches("[0-9]{1,3}")
                    || codes.put(Integer.parseInt(assigned.value()), assigned.reason()) != null) {
                throw new IllegalArgumentException(ALLOWED_UNSCANNABLE);
            }
        }
        return codes;
    }

    private static Set<Integer> set(int[] codes) {
        return Arrays.stream(codes).boxed().collect(Collectors.toSet());
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import java.util.ArrayList;
import java.util.List;

/** Fuzz target: two octets of input are one choice of a {@link FuzzRun}, whose server answers as a server does. */
public final class SessionFuzz {
    private static final int MOST_CHOICES = 400;

    private SessionFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<Integer> choices = new ArrayList<>();
        for (int i = 0; i + 1 < input.length && choices.size() < MOST_CHOICES; i += 2) {
            choices.add((input[i] & 31) + 32 * (input[i + 1] & 0xff));
        }
        if (!choices.isEmpty()) {
            new FuzzRun(choices).play();
        }
    }
}

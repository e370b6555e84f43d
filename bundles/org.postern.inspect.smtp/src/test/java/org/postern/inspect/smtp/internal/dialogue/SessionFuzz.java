// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.util.List;
import org.postern.dialogue.Script;

/** Fuzz target: two octets of input are one choice of a {@link FuzzRun}, whose server answers as a server does. */
public final class SessionFuzz {
    private SessionFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<Integer> choices = Script.choices(input);
        if (!choices.isEmpty()) {
            new FuzzRun(choices).play();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.mime.internal;

import java.io.IOException;

/** Fuzz target: any octets as a message. */
public final class MessageFuzz {
    private MessageFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] message) throws IOException {
        AnyMessageTest.check(message);
    }
}

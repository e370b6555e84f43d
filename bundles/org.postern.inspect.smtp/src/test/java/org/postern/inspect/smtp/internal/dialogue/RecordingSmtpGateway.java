// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.dialogue;

import java.time.Duration;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.session.Side;
import org.postern.dialogue.RecordingGateway;

/** A gateway whose messages go to the server. */
final class RecordingSmtpGateway extends RecordingGateway {
    RecordingSmtpGateway() {
        super(Side.SERVER);
    }

    /** No server's 354 is passed on: it is the gateway's own that stands in what was sent to the client. */
    static boolean asksForData(String toClient) {
        return ("\r\n" + toClient).contains("\r\n354 ");
    }

    @Override
    protected String admission(Envelope of, Extent extent, long octets) {
        return "admit " + octets;
    }

    @Override
    protected String submission(Envelope of, Duration within) {
        return "submit <" + of.sender() + "> -> " + of.recipients();
    }
}

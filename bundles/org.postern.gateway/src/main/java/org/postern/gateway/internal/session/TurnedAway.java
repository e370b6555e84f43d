// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.postern.api.session.Protocol;

/**
 * Why a connection does not become a session, and what it is told.
 *
 * @param codes of SMTP: reply code and enhanced status
 * @param text behind the gateway's name
 * @param pop3 the whole status line of POP3
 * @param reason for the event
 */
record TurnedAway(String codes, String text, String pop3, String reason) {
    static final TurnedAway BUSY = new TurnedAway(
            "421 4.7.0",
            "too many connections, come again later",
            "-ERR [SYS/TEMP] too many connections",
            "too many sessions");
    static final TurnedAway DENIED = new TurnedAway("554 5.7.1", "access denied", "-ERR access denied", "denied");
    static final TurnedAway NO_INSPECTOR = new TurnedAway(
            "421 4.3.2",
            "service not available, come again later",
            "-ERR [SYS/TEMP] service not available",
            "its inspector is not there");
    static final TurnedAway TLS =
            new TurnedAway("554 5.7.1", "access denied", "-ERR access denied", "TLS from the first octet is disabled");

    /** @param footer a line of its own with the same codes in SMTP, unless empty */
    ByteBuffer reply(Protocol protocol, String hostName, String footer) {
        String first = codes + " " + hostName + " " + text;
        String smtp = footer.isEmpty() ? first : first.replaceFirst(" ", "-") + "\r\n" + codes + " " + footer;
        return ByteBuffer.wrap(((protocol == Protocol.SMTP ? smtp : pop3) + "\r\n").getBytes(US_ASCII));
    }
}

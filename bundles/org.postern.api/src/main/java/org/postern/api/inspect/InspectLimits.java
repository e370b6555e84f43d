// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

import java.time.Duration;

/**
 * The bounds of an inspector's input.
 *
 * @param commandOctets the longest command line, its end included
 * @param authOctets the longest line of an authentication exchange
 * @param replyOctets the longest reply of a server, all its lines
 * @param recipients the most recipients of a message
 * @param errors after so many wrong commands the client is shown out
 * @param heldOctets how much input may wait while a command or message is under way
 * @param idle how long a client may be silent
 * @param serverReply how long a server may take for a reply
 * @param serverFinalReply how long a server may take for the reply after the end of data
 */
public record InspectLimits(
        int commandOctets,
        int authOctets,
        int replyOctets,
        int recipients,
        int errors,
        int heldOctets,
        Duration idle,
        Duration serverReply,
        Duration serverFinalReply) {
    /** RFC 5321 section 4.5.3, RFC 4954 section 4, and practice. */
    public static final InspectLimits DEFAULT = new InspectLimits(
            2048, 12288, 65536, 1000, 20, 65536, Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(10));

    public InspectLimits {
        if (commandOctets < 512
                || authOctets < commandOctets
                || replyOctets < 512
                || recipients < 1
                || errors < 1
                || heldOctets < authOctets) {
            throw new IllegalArgumentException("a limit is too small");
        }
    }

    /** @return the same with another time for silent clients */
    public InspectLimits withIdle(Duration time) {
        return new InspectLimits(
                commandOctets,
                authOctets,
                replyOctets,
                recipients,
                errors,
                heldOctets,
                time,
                serverReply,
                serverFinalReply);
    }
}

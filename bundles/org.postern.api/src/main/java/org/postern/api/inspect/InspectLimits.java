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
 * @param idle how long a client may be silent, and take for a line
 * @param transaction how long a client may take for all that precedes the content of a message
 * @param octetsPerSecond the least that a client must send of the content of a message, over the whole of it and beyond
 *     {@code idle}; 0: as slowly as it likes
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
        Duration transaction,
        int octetsPerSecond,
        Duration serverReply,
        Duration serverFinalReply) {
    /** RFC 5321 section 4.5.3, RFC 4954 section 4, and practice. */
    public static final InspectLimits DEFAULT = new InspectLimits(
            2048,
            12288,
            65536,
            1000,
            20,
            65536,
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            500,
            Duration.ofMinutes(5),
            Duration.ofMinutes(10));

    public InspectLimits {
        if (commandOctets < 512
                || authOctets < commandOctets
                || replyOctets < 512
                || recipients < 1
                || errors < 1
                || heldOctets < authOctets
                || octetsPerSecond < 0) {
            throw new IllegalArgumentException("a limit is too small");
        }
    }

    /**
     * @param silent how long a client may be silent
     * @param before how long it may take for all that precedes the content of a message
     * @param rate the least it must send of it, in octets a second
     * @return the same with other patience for clients
     */
    public InspectLimits withPatience(Duration silent, Duration before, int rate) {
        return new InspectLimits(
                commandOctets,
                authOctets,
                replyOctets,
                recipients,
                errors,
                heldOctets,
                silent,
                before,
                rate,
                serverReply,
                serverFinalReply);
    }
}

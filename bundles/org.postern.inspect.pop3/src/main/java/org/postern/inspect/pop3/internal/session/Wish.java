// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.session;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import org.postern.api.inspect.OctetTransform;
import org.postern.inspect.pop3.internal.state.OwnAnswers;
import org.postern.inspect.pop3.internal.wire.Command;
import org.postern.inspect.pop3.internal.wire.FirstLines;
import org.postern.inspect.pop3.internal.wire.StatusLine;
import org.postern.inspect.pop3.internal.wire.Verb;

/**
 * What the client wants.
 *
 * @param number of the message
 * @param lines of TOP; empty for RETR
 */
record Wish(long number, OptionalLong lines) {
    /** T14: of that many lines and less, only these are fetched. */
    private static final long FEW_LINES = 50;
    /** T14: a whole message, but not by RETR, which marks, archives or deletes at many servers. */
    private static final long ALL_LINES = 99_999_999;

    Wish {
        requireNonNull(lines);
    }

    boolean isRetr() {
        return lines.isEmpty();
    }

    boolean isFewLines() {
        return lines.isPresent() && lines.getAsLong() <= FEW_LINES;
    }

    /** Whether only a part of what is fetched is for the client. */
    boolean isCut() {
        return lines.isPresent() && !isFewLines();
    }

    byte[] command() {
        return isRetr()
                ? Command.octets(Verb.RETR, number)
                : Command.octets(Verb.TOP, number, isCut() ? ALL_LINES : lines.getAsLong());
    }

    /** @return the gateway's own status line, which tells no size */
    StatusLine follows() {
        return isRetr() ? OwnAnswers.MESSAGE_FOLLOWS : OwnAnswers.TOP_FOLLOWS;
    }

    /** @return lets through to the next one what the client wants of all that was fetched */
    OctetTransform cut(OctetTransform next) {
        return isCut() ? new FirstLines(lines.getAsLong(), next) : next;
    }
}

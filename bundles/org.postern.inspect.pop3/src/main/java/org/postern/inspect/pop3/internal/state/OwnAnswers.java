// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.state;

import org.postern.api.policy.Refusal;
import org.postern.inspect.pop3.internal.wire.StatusLine;

/**
 * What the gateway says itself. What is temporary says so (RFC 3206); none tells details of the gateway or of a verdict.
 * {@code docs/pop3.md} lists them.
 */
public final class OwnAnswers {
    public static final StatusLine UNKNOWN_COMMAND = error("Command not recognized");
    public static final StatusLine NOT_OFFERED = error("Command not offered");
    /** RFC 2595 section 4. */
    public static final StatusLine BEGIN_TLS = new StatusLine("+OK Begin TLS negotiation");
    /** T05. */
    public static final StatusLine TLS_BROKEN = error("Nothing may follow STLS");

    public static final StatusLine BAD_ARGUMENT = error("Syntax error in arguments");
    public static final StatusLine LINE_TOO_LONG = error("Line too long");
    public static final StatusLine BAD_OCTETS = error("Command lines end in CRLF and hold no CR, LF or NUL");
    public static final StatusLine TOO_MANY_ERRORS = error("Too many errors");
    /** T22. */
    public static final StatusLine NOT_DELETED = error("The message was not handed out as it is, so it is not deleted");
    /** T22: the server is not told. */
    public static final StatusLine BYE = new StatusLine("+OK Bye, nothing was deleted");

    public static final StatusLine SERVER_UNREACHABLE = temporary("The server cannot be reached, try again later");
    public static final StatusLine SERVER_LOST = temporary("The connection to the server was lost, try again later");
    public static final StatusLine TLS_FAILED = temporary("TLS with the server failed, try again later");
    public static final StatusLine TOO_LATE = temporary("The message took too long, try again later");
    public static final StatusLine SHUTTING_DOWN = temporary("Service restarting, try again later");
    /** Of a message whose size is not what the server's own line may say. */
    public static final StatusLine MESSAGE_FOLLOWS = new StatusLine("+OK message follows");

    public static final StatusLine TOP_FOLLOWS = new StatusLine("+OK top of message follows");

    private OwnAnswers() {}

    /** @return the answer for a message that the gateway does not hand out */
    public static StatusLine to(Refusal refusal) {
        return switch (refusal) {
            case BUSY -> temporary("Too busy, try again later");
            case NO_SPACE -> temporary("Insufficient system storage, try again later");
            case QUARANTINE_FAILED -> temporary("Insufficient system resources, try again later");
            case SCAN_FAILED -> temporary("The message could not be checked, try again later");
            case INTERNAL -> temporary("Local error, try again later");
            case TOO_LARGE -> error("[SYS/PERM] The message is too large");
            case NOT_REPLACEABLE -> error("[SYS/PERM] The message is withheld: harmful content");
        };
    }

    private static StatusLine temporary(String text) {
        return error("[SYS/TEMP] " + text);
    }

    private static StatusLine error(String text) {
        return new StatusLine("-ERR " + text);
    }
}

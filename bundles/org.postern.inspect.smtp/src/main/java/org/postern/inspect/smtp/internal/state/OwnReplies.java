// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.postern.api.policy.Refusal;
import org.postern.inspect.smtp.internal.wire.Reply;

/**
 * What the gateway says itself. Each with an enhanced status code (RFC 2034, 3463) but 354; none tells details of the
 * gateway or of a verdict. {@code docs/smtp.md} lists them.
 *
 * @param hostName the gateway's name
 */
public record OwnReplies(String hostName) {
    /** RFC 5321 section 4.1.1.4. */
    public static final Reply START_MAIL_INPUT = new Reply(354, List.of("354 End data with <CR><LF>.<CR><LF>"));

    /** RFC 3207 section 4. */
    public static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");

    public static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.2", "Command not recognized");
    public static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
    public static final Reply AUTH_LINE_TOO_LONG = Reply.of(500, "5.5.6", "Authentication exchange line is too long");
    public static final Reply BAD_OCTETS =
            Reply.of(500, "5.5.2", "Command lines end in CRLF and hold no CR, LF or NUL");
    public static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
    public static final Reply BAD_ARGUMENT = Reply.of(501, "5.5.4", "Syntax error in arguments");
    public static final Reply NO_MAIL = Reply.of(503, "5.5.1", "MAIL first");
    public static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
    public static final Reply CHUNKS_UNDER_WAY = Reply.of(503, "5.5.1", "BDAT or RSET first");
    public static final Reply BINARY_NEEDS_CHUNKS = Reply.of(503, "5.5.1", "BODY=BINARYMIME needs BDAT");
    public static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients");
    public static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "Message too large");
    public static final Reply BINARY_NOT_OFFERED = Reply.of(555, "5.5.4", "BODY=BINARYMIME is not offered");
    public static final Reply PARAMETER_NOT_OFFERED = Reply.of(555, "5.5.4", "A parameter is not offered");
    public static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "EHLO or HELO first");
    public static final Reply TLS_FIRST = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    public static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
    public static final Reply AFTER_STARTTLS = Reply.of(503, "5.5.1", "Nothing may follow STARTTLS before its reply");
    public static final Reply MECHANISM_NOT_OFFERED = Reply.of(504, "5.5.4", "Authentication mechanism is not offered");
    /**
     * RFC 3207 section 4 has the code. Of RFC 3463, 4.7.5 is the one that says that cryptography failed, here the check of
     * the server or the handshake; and that it may pass, since certificates are renewed and a client must not bounce.
     */
    public static final Reply TLS_FAILED =
            Reply.of(454, "4.7.5", "TLS with the server is not available, try again later");

    public static final Reply BARE_NEWLINE = Reply.of(550, "5.6.0", "Message refused: CR or LF without the other");
    public static final Reply HIDDEN_END =
            Reply.of(550, "5.6.0", "Message refused: a dot alone on a line that does not begin and end in CRLF");
    public static final Reply MESSAGE_NOT_TAKEN =
            Reply.of(451, "4.4.2", "The connection to the server was lost, try again later");

    public OwnReplies {
        requireNonNull(hostName);
    }

    /**
     * @param size of the chunk
     * @return a chunk is there, and is not the last one
     */
    public static Reply chunkTaken(long size) {
        return Reply.of(250, "2.0.0", size + " octets received");
    }

    /** @return the server could not be reached, or gave no greeting */
    public Reply serverUnreachable() {
        return closing("4.4.1", "The server cannot be reached, try again later");
    }

    /** @return TLS, in which the client speaks, cannot be had with the server */
    public Reply serverNotSecured() {
        return closing("4.7.5", "TLS with the server is not available, try again later");
    }

    /** @return the server is gone, or cannot be understood */
    public Reply serverLost() {
        return closing("4.4.2", "The connection to the server was lost, try again later");
    }

    /** @return the server was not told who the client is, so that it would take it for the gateway (T57) */
    public Reply notIntroduced() {
        return closing("4.7.0", "The server does not take the connection, try again later");
    }

    /** @return the client was silent for too long */
    public Reply idle() {
        return closing("4.4.2", "Timeout");
    }

    /** @return this inspector or the gateway stops */
    public Reply shuttingDown() {
        return closing("4.3.2", "Service restarting, try again later");
    }

    /** @return the client sent too many wrong commands */
    public Reply tooManyErrors() {
        return closing("4.7.0", "Too many errors");
    }

    /** @return the reply for a message that the gateway does not let go on */
    public static Reply to(Refusal refusal) {
        return switch (refusal) {
            case BUSY -> Reply.of(451, "4.3.2", "Too busy, try again later");
            case NO_SPACE -> Reply.of(452, "4.3.1", "Insufficient system storage, try again later");
            case QUARANTINE_FAILED -> Reply.of(452, "4.3.1", "Insufficient system resources, try again later");
            case SCAN_FAILED -> Reply.of(451, "4.7.1", "The message could not be checked, try again later");
            case INTERNAL -> Reply.of(451, "4.3.0", "Local error, try again later");
            case TOO_LARGE -> TOO_LARGE;
            case NOT_REPLACEABLE -> Reply.of(554, "5.7.1", "Message refused: harmful content");
        };
    }

    private Reply closing(String enhancedStatus, String text) {
        return Reply.of(421, enhancedStatus, hostName + " " + text);
    }
}

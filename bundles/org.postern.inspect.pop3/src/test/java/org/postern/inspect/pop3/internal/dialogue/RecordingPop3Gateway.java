// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.session.Side;
import org.postern.dialogue.RecordingGateway;

/** A gateway whose messages go to the client, and that dials once. */
final class RecordingPop3Gateway extends RecordingGateway {
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();

    RecordingPop3Gateway() {
        super(Side.CLIENT);
    }

    @Override
    protected String admission(Envelope of, Extent extent, long octets) {
        check(of.sender().isEmpty(), "a sender");
        early.reset();
        return "admit " + extent + " " + octets + " for " + of.recipients();
    }

    @Override
    protected String submission(Envelope of, Duration within) {
        return within.toSeconds() < 55 ? "submit within " + within.toSeconds() : "submit";
    }

    @Override
    public void send(Side to, ByteBuffer octets) {
        if (to == Side.CLIENT && isAdmitted()) {
            byte[] sent = new byte[octets.remaining()];
            octets.duplicate().get(sent);
            early.writeBytes(sent);
            check(isHeaderOnly(early.toString(ISO_8859_1)), "of a message not yet processed: " + early);
        }
        super.send(to, octets);
    }

    /** T46: an answer, or +OK and lines that the message begins with, and no empty line. */
    private boolean isHeaderOnly(String text) {
        String lines = text.substring(text.indexOf("\r\n") + 2).replaceAll("X-Postern-Wait: [^\r\n]*\r\n", "");
        String begun = ("\r\n" + lines).replace("\r\n.", "\r\n");
        return text.startsWith("-ERR") && lines.isEmpty()
                || text.startsWith("+OK")
                        && !begun.contains("\r\n\r\n")
                        && new String(spooled(), ISO_8859_1).startsWith(begun.substring(2));
    }

    @Override
    public void finished(String reply, boolean delivered) {
        check(!isRelaying() || !delivered, "finished");
        super.finished(reply, delivered);
    }

    @Override
    public void startTls(Side side) {
        check(!isAdmitted(), "startTls");
        super.startTls(side);
    }

    @Override
    public void tunnel() {
        check(!isClientPaused(), "tunnel");
        super.tunnel();
    }

    @Override
    public void dial() {
        check(false, "dial");
    }
}

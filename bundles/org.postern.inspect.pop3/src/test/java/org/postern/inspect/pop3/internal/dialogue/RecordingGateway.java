// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.pop3.internal.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.api.event.ServerRemark;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.OctetTransform;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;

/**
 * A gateway in memory that writes down what an inspector has it do, and holds the inspector to the contract of
 * {@link Actions}. It is a bad one where it may be: a relay that is cut off is still driven to its end.
 */
public final class RecordingGateway implements Actions {
    private final Map<Side, ByteArrayOutputStream> sent = new EnumMap<>(Side.class);
    private final List<String> told = new ArrayList<>();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private final ByteArrayOutputStream spooled = new ByteArrayOutputStream();
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private byte[] lastSubmitted = {};
    private boolean admitted;
    private boolean submitted;
    private boolean ended;
    private boolean serverClosed;
    private boolean clientPaused;
    private byte[] relaying = {};
    private int relayed;
    private Optional<OctetTransform> transform = Optional.empty();

    public RecordingGateway() {
        for (Side side : Side.values()) {
            sent.put(side, new ByteArrayOutputStream());
        }
    }

    public void refuseNext(Refusal refusal) {
        refusals.add(refusal);
    }

    /** @return what was sent to that side since the last call */
    public String takeSent(Side side) {
        String taken = sent.get(side).toString(ISO_8859_1);
        sent.get(side).reset();
        return taken;
    }

    /** @return everything else since the last call, one a line */
    public List<String> takeTold() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    public byte[] lastSubmitted() {
        return lastSubmitted.clone();
    }

    public boolean isAdmitted() {
        return admitted;
    }

    public boolean isSubmitted() {
        return submitted;
    }

    public boolean isEnded() {
        return ended;
    }

    public boolean isServerClosed() {
        return serverClosed;
    }

    public boolean isClientPaused() {
        return clientPaused;
    }

    public boolean isRelaying() {
        return transform.isPresent();
    }

    /** Relays at most so many octets more of the message. */
    public void relaySome(int octets) {
        int end = Math.min(relaying.length, relayed + octets);
        for (; relayed < end; relayed = Math.min(end, relayed + 7)) {
            int next = Math.min(end, relayed + 7);
            write(transform.orElseThrow().apply(ByteBuffer.wrap(relaying, relayed, next - relayed)));
        }
    }

    /** Relays the rest and the end marker. */
    public void relayRest() {
        relaySome(relaying.length);
        write(transform.orElseThrow().end());
        transform = Optional.empty();
    }

    private void write(ByteBuffer octets) {
        append(sent.get(Side.CLIENT), octets);
    }

    private void check(boolean allowed, String what) {
        if (!allowed) {
            throw new AssertionError("not allowed now: " + what);
        }
    }

    private static void append(ByteArrayOutputStream to, ByteBuffer octets) {
        byte[] array = new byte[octets.remaining()];
        octets.get(array);
        to.writeBytes(array);
    }

    @Override
    public void send(Side to, ByteBuffer octets) {
        check(!ended, "send after end");
        check(to == Side.CLIENT ? transform.isEmpty() : !serverClosed, "send to the " + to);
        if (to == Side.CLIENT && admitted) {
            append(early, octets.duplicate());
            check(isHeaderOnly(early.toString(ISO_8859_1)), "of a message not yet processed: " + early);
        }
        append(sent.get(to), octets);
    }

    /** T46: an answer, or +OK and lines that the message begins with, and no empty line. */
    private boolean isHeaderOnly(String text) {
        String lines = text.substring(text.indexOf("\r\n") + 2).replaceAll("X-Postern-Wait: [^\r\n]*\r\n", "");
        String begun = ("\r\n" + lines).replace("\r\n.", "\r\n");
        return text.startsWith("-ERR") && lines.isEmpty()
                || text.startsWith("+OK")
                        && !begun.contains("\r\n\r\n")
                        && spooled.toString(ISO_8859_1).startsWith(begun.substring(2));
    }

    @Override
    public Optional<Refusal> admit(Envelope of, Extent extent, long octets) {
        check(!admitted && !ended, "admit");
        told.add("admit " + extent + " " + octets + " for " + of.recipients());
        check(of.sender().isEmpty(), "a sender");
        Optional<Refusal> refusal = Optional.ofNullable(refusals.poll());
        admitted = refusal.isEmpty();
        spooled.reset();
        early.reset();
        return refusal;
    }

    @Override
    public void spool(ByteBuffer octets) {
        check(admitted && !submitted, "spool");
        append(spooled, octets);
    }

    @Override
    public void submit() {
        submit(Duration.ofSeconds(90));
    }

    @Override
    public void submit(Duration within) {
        check(!within.isNegative() && !within.isZero(), "submit within " + within);
        check(admitted && !submitted && !ended, "submit");
        submitted = true;
        lastSubmitted = spooled.toByteArray();
        told.add(within.toSeconds() < 55 ? "submit within " + within.toSeconds() : "submit");
    }

    @Override
    public void discard() {
        check(admitted, "discard");
        told.add("discard");
        free();
    }

    @Override
    public void relay(Side to, Octets octets, OctetTransform how) {
        check(to == Side.CLIENT && submitted && transform.isEmpty(), "relay");
        try (var in = octets.open()) {
            relaying = in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        relayed = 0;
        transform = Optional.of(how);
    }

    @Override
    public void finished(String reply, boolean delivered) {
        check(admitted && (transform.isEmpty() || !delivered), "finished");
        told.add("finished " + (delivered ? "delivered: " : "refused: ") + reply);
        free();
    }

    private void free() {
        admitted = false;
        submitted = false;
    }

    @Override
    public void dial() {
        check(false, "dial");
    }

    @Override
    public void startTls(Side side) {
        check(!ended && !admitted && (side == Side.CLIENT || !serverClosed), "startTls");
        told.add("startTls " + side);
    }

    @Override
    public void remark(ServerRemark.Kind kind, String advice) {
        told.add("remark " + kind);
    }

    @Override
    public void tunnel() {
        check(!ended && !admitted && !clientPaused, "tunnel");
        ended = true;
        told.add("tunnel");
    }

    @Override
    public void pause(Side side) {
        check(side == Side.CLIENT && !clientPaused, "pause");
        clientPaused = true;
        told.add("pause " + side);
    }

    @Override
    public void resume(Side side) {
        check(side == Side.CLIENT && clientPaused, "resume");
        clientPaused = false;
        told.add("resume " + side);
    }

    @Override
    public void shutdownOutput(Side side) {
        check(false, "shutdownOutput");
    }

    @Override
    public void close(Side side) {
        check(side == Side.SERVER && !serverClosed, "close");
        told.add("close " + side);
        serverClosed = true;
    }

    @Override
    public void end(String reason) {
        check(!ended, "end twice");
        check(!admitted, "end with a message neither finished nor discarded");
        if (isRelaying()) {
            relayRest();
        }
        ended = true;
        told.add("end: " + reason);
    }
}

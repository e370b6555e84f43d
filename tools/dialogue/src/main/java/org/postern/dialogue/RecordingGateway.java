// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.api.event.ServerRemark;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.OctetTransform;
import org.postern.api.policy.Action;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;

/**
 * A gateway in memory that writes down what an inspector has it do, and holds the inspector to the contract of
 * {@link Actions}. It is a bad one where it may be: a relay that is cut off is still driven to its end.
 */
public abstract class RecordingGateway implements Actions {
    private final Side receiver;
    private final Map<Side, ByteArrayOutputStream> sent = new EnumMap<>(Side.class);
    private final List<String> told = new ArrayList<>();
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private final ByteArrayOutputStream spooled = new ByteArrayOutputStream();
    private byte[] lastSubmitted = {};
    private Envelope envelope = new Envelope("", List.of());
    private boolean admitted;
    private boolean submitted;
    private boolean ended;
    private boolean serverClosed;
    private boolean clientPaused;
    private final Set<Side> securing = EnumSet.noneOf(Side.class);
    private boolean tunnel;
    private String lastAdvice = "";
    private byte[] relaying = {};
    private int relayed;
    private Optional<OctetTransform> transform = Optional.empty();
    private boolean relaysAtOnce;

    /** @param receiver the side to which messages go */
    protected RecordingGateway(Side receiver) {
        this.receiver = receiver;
        for (Side side : Side.values()) {
            sent.put(side, new ByteArrayOutputStream());
        }
    }

    /** @return that a message was processed so, with nothing else to tell of it */
    public static Processing processed(Outcome outcome, Action action) {
        return new Processing(outcome, action, List.of(), List.of(), Optional.empty(), Duration.ZERO);
    }

    /** The next message is not admitted, for that reason. */
    public void refuseNext(Refusal refusal) {
        refusals.add(refusal);
    }

    /** @return what was sent to that side since the last call */
    public String takeSent(Side side) {
        String taken = sent.get(side).toString(ISO_8859_1);
        sent.get(side).reset();
        return taken;
    }

    /** @return what is written down of a message that comes in */
    protected abstract String admission(Envelope of, Extent extent, long octets);

    /** @return what is written down of the message that came last, once it is whole */
    protected abstract String submission(Envelope of, Duration within);

    /** @return everything else since the last call, one a line */
    public List<String> takeTold() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    /** @return the message that was submitted last */
    public byte[] lastSubmitted() {
        return lastSubmitted.clone();
    }

    /** @return what was spooled of the message that was admitted last */
    public byte[] spooled() {
        return spooled.toByteArray();
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

    public boolean isClientPaused() {
        return clientPaused;
    }

    /** @return whether a handshake is under way there */
    public boolean isSecuring(Side side) {
        return securing.contains(side);
    }

    /** A handshake came to its end, good or bad. */
    public void handshakeEnds(Side side) {
        check(securing.remove(side), "the end of a handshake");
    }

    public String lastAdvice() {
        return lastAdvice;
    }

    /** @return whether octets pass unread */
    public boolean isTunnel() {
        return tunnel;
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

    /** From now on a message is with the connection, its end too, before {@link #relay} returns: small ones are. */
    public void relayAtOnce() {
        relaysAtOnce = true;
    }

    /** Relays the rest and the end marker. */
    public void relayRest() {
        relaySome(relaying.length);
        write(transform.orElseThrow().end());
        transform = Optional.empty();
    }

    private void write(ByteBuffer octets) {
        append(sent.get(receiver), octets);
    }

    protected static void check(boolean allowed, String what) {
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
        check(to == Side.CLIENT || !serverClosed, "send to the server");
        check(to != receiver || transform.isEmpty(), "send in the middle of a message");
        check(!securing.contains(to), "send in the middle of a handshake");
        append(sent.get(to), octets);
    }

    @Override
    public Optional<Refusal> admit(Envelope of, Extent extent, long octets) {
        check(!admitted && !ended, "admit");
        envelope = of;
        told.add(admission(of, extent, octets));
        Optional<Refusal> refusal = Optional.ofNullable(refusals.poll());
        admitted = refusal.isEmpty();
        spooled.reset();
        return refusal;
    }

    @Override
    public void spool(ByteBuffer octets) {
        check(admitted && !submitted, "spool");
        append(spooled, octets);
    }

    @Override
    public final void submit() {
        submit(Duration.ofSeconds(90));
    }

    @Override
    public final void submit(Duration within) {
        check(!within.isNegative() && !within.isZero(), "submit within " + within);
        check(admitted && !submitted && !ended, "submit");
        submitted = true;
        lastSubmitted = spooled.toByteArray();
        told.add(submission(envelope, within));
    }

    @Override
    public void discard() {
        check(admitted, "discard");
        told.add("discard");
        free();
    }

    @Override
    public void relay(Side to, Octets octets, OctetTransform how) {
        check(to == receiver && submitted && transform.isEmpty(), "relay");
        check(to == Side.CLIENT || !serverClosed, "relay to the server");
        try (var in = octets.open()) {
            relaying = in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        relayed = 0;
        transform = Optional.of(how);
        if (relaysAtOnce) {
            relayRest();
        }
    }

    @Override
    public void finished(String reply, boolean delivered) {
        check(admitted, "finished");
        told.add("finished " + (delivered ? "delivered: " : "refused: ") + reply);
        free();
    }

    private void free() {
        admitted = false;
        submitted = false;
    }

    @Override
    public void dial() {
        check(serverClosed && !ended, "dial");
        serverClosed = false;
        told.add("dial");
    }

    @Override
    public void startTls(Side side) {
        check(!ended && securing.add(side), "startTls");
        told.add("startTls " + side);
    }

    @Override
    public void remark(ServerRemark.Kind kind, String advice) {
        told.add("remark " + kind);
        lastAdvice = advice;
    }

    @Override
    public void tunnel() {
        check(!ended && !admitted && securing.isEmpty(), "tunnel");
        ended = true; // for the inspector
        tunnel = true;
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
        closeServer();
    }

    private void closeServer() {
        if (isRelaying() && receiver == Side.SERVER) {
            relayRest();
        }
        serverClosed = true;
        securing.remove(Side.SERVER);
    }

    @Override
    public void end(String reason) {
        check(!ended, "end twice");
        check(!admitted, "end with a message neither finished nor discarded");
        closeServer();
        if (isRelaying()) {
            relayRest();
        }
        ended = true;
        told.add("end: " + reason);
    }
}

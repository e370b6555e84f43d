// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.api.inspect;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.postern.api.event.ServerRemark;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;
import org.postern.api.spool.Octets;

/**
 * What an inspector can have done. To be used during a call of the inspector only; returns at once. Actions on a side that
 * is gone have no effect.
 */
@ProviderType
public interface Actions {
    /** Sends octets; the buffer is given away. In order with what was sent before. */
    void send(Side to, ByteBuffer octets);

    /**
     * Asks whether a message may be taken in now: there is room in the spool, and a free place in the pipeline, which is
     * then held until the message is {@linkplain #finished finished} or {@linkplain #discard discarded}.
     *
     * @param envelope whom it is from and for
     * @param extent how much of it will come
     * @param octets how large it will be, 0 if unknown
     * @return why not; empty: begin
     */
    Optional<Refusal> admit(Envelope envelope, Extent extent, long octets);

    /** Appends octets to the message that was admitted; the buffer is given away. */
    void spool(ByteBuffer octets);

    /**
     * The message is whole: process it. Its deadline starts now. {@link Inspector#processed} comes later, exactly once,
     * unless the message is discarded first.
     */
    void submit();

    /**
     * The same, with a deadline that is no later than so far from now, however late the profile's is.
     *
     * @param within the time left; positive
     */
    void submit(Duration within);

    /** Throws away the message that was admitted, at any time; its processing is cancelled and its relay stopped. */
    void discard();

    /**
     * Sends a processed message, with back-pressure. {@link Inspector#relayed} comes once the last octet is on its way.
     * Nothing else may be sent to that side until then.
     *
     * @param octets from {@link org.postern.api.policy.Outcome.Deliver}
     * @param transform how the protocol wraps it
     */
    void relay(Side to, Octets octets, OctetTransform transform);

    /**
     * The message came to its end: it is recorded, its octets are freed, and a relay that is under way is stopped.
     *
     * @param reply the final reply as sent to the client, without line ends, or why there was none
     * @param delivered whether the server took it, or the client got it whole
     */
    void finished(String reply, boolean delivered);

    /** Dials the server again, after it was lost or closed. Nothing more comes from the connection before. */
    void dial();

    /**
     * Begins TLS with that side, after all that was sent to it: towards the client as its server, towards the server as its
     * client. What comes from that side from here on is TLS; clear text that came before and was not used yet is the
     * inspector's, who must not act on it any more (T05, T06). {@link Inspector#secured} or
     * {@link Inspector#notSecured} comes later, unless the session ends. What is sent meanwhile waits for the handshake.
     */
    void startTls(Side side);

    /**
     * Tells the administrator of a peculiarity of the server.
     *
     * @param kind the first of its kind in a session is told, others are not
     * @param advice what shows it, what it means and what to do; of untrusted text only what was cleaned
     */
    void remark(ServerRemark.Kind kind, String advice);

    /** From now on octets are passed unread, both ways; the inspector is called no more. Recorded as not scanned. */
    void tunnel();

    /** Stops reading from a side. While paused, that side's close is not noticed. */
    void pause(Side side);

    /** Reads from a side again. */
    void resume(Side side);

    /** Sends no more to that side: a half-close, after all that was sent. */
    void shutdownOutput(Side side);

    /** Closes the connection to that side after all that was sent. {@link Inspector#lost} comes when it is closed. */
    void close(Side side);

    /**
     * Ends the session: closes both sides after all that was sent.
     *
     * @param reason one line for the journal
     */
    void end(String reason);
}

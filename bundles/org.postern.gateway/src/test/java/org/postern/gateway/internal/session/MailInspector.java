// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.OctetTransform;
import org.postern.api.policy.Envelope;
import org.postern.api.policy.Extent;
import org.postern.api.policy.Outcome;
import org.postern.api.policy.Processing;
import org.postern.api.policy.Refusal;
import org.postern.api.session.Side;

/**
 * A small mail protocol. The client says {@code DATA <n>;} and sends n octets; the server gets them, an end marker after
 * them, and its answer is passed on. {@code ASK <n>;} is the same, but the server is asked before. {@code DROP} throws the
 * message away.
 */
class MailInspector extends NotingInspector {
    static final Envelope ENVELOPE = new Envelope("a@example.org", List.of("b@example.org"));

    static final String END = "<END>";

    /** How long a message may take; empty: as the profile says. */
    volatile Optional<Duration> within = Optional.empty();

    private boolean receiving;
    private boolean asking;
    private long missing;

    @Override
    public void received(Side from, ByteBuffer octets, Actions actions) {
        if (receiving) {
            if (from == Side.CLIENT) {
                data(octets, actions);
            }
        } else if (from == Side.SERVER) {
            fromServer(text(octets), actions);
        } else {
            command(text(octets), actions);
        }
    }

    private void command(String text, Actions actions) {
        note("command " + text);
        if (text.equals("DROP")) {
            actions.discard();
            actions.send(Side.CLIENT, octets("DROPPED;"));
            return;
        }
        missing = Long.parseLong(text.substring(text.indexOf(' ') + 1, text.indexOf(';')));
        asking = text.startsWith("ASK");
        if (asking) {
            actions.send(Side.SERVER, octets("MAY I?"));
        } else {
            admit(actions);
        }
    }

    private void fromServer(String text, Actions actions) {
        note("server " + text);
        if (asking) {
            asking = false;
            admit(actions);
        } else {
            actions.send(Side.CLIENT, octets(text));
            actions.finished(text, true);
        }
    }

    private void admit(Actions actions) {
        Optional<Refusal> refusal = actions.admit(ENVELOPE, Extent.WHOLE, missing);
        receiving = refusal.isEmpty();
        actions.send(Side.CLIENT, octets(refusal.map(why -> "NO " + why + ";").orElse("GO;")));
    }

    private void data(ByteBuffer octets, Actions actions) {
        missing -= octets.remaining();
        actions.spool(octets);
        if (missing == 0) {
            receiving = false;
            note("submitted");
            within.ifPresentOrElse(actions::submit, actions::submit);
        }
    }

    @Override
    public void processed(Processing processing, Actions actions) {
        super.processed(processing, actions);
        if (processing.outcome() instanceof Outcome.Deliver deliver) {
            actions.relay(Side.SERVER, deliver.octets(), transform());
        } else if (processing.outcome() instanceof Outcome.Refuse refuse) {
            actions.send(Side.CLIENT, octets("REFUSED " + refuse.refusal() + ";"));
            actions.finished("REFUSED", false);
        }
    }

    OctetTransform transform() {
        return new OctetTransform() {
            @Override
            public ByteBuffer apply(ByteBuffer octets) {
                return octets;
            }

            @Override
            public ByteBuffer end() {
                return octets(END);
            }
        };
    }

    @Override
    public void inputEnded(Side from, Actions actions) {
        super.inputEnded(from, actions);
        gone(from, actions);
    }

    @Override
    public void lost(Side side, Actions actions) {
        super.lost(side, actions);
        gone(side, actions);
    }

    private static void gone(Side side, Actions actions) {
        if (side == Side.SERVER) {
            actions.send(Side.CLIENT, octets("LOST;"));
        }
        actions.end(side + " is gone");
    }

    @Override
    public void drain(Actions actions) {
        super.drain(actions);
        actions.send(Side.CLIENT, octets("BYE;"));
        actions.end("drained");
    }
}

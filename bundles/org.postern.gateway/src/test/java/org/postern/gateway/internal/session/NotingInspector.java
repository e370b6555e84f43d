// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.gateway.internal.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.postern.api.inspect.Actions;
import org.postern.api.inspect.Inspector;
import org.postern.api.policy.Processing;
import org.postern.api.session.Side;

/** Notes what it is told, and does nothing; tests say what it does. */
class NotingInspector implements Inspector {
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

    /** Waits for the next note. */
    String next() throws InterruptedException {
        String note = notes.poll(5, TimeUnit.SECONDS);
        assertThat(note).as("the next thing that happens").isNotNull();
        return note;
    }

    /** Waits until this happens, whatever comes before. */
    void await(String note) throws InterruptedException {
        String next = next();
        while (!next.equals(note)) {
            next = next();
        }
    }

    boolean hasNotes() {
        return !notes.isEmpty();
    }

    void note(String note) {
        notes.add(note);
    }

    static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    static String text(ByteBuffer octets) {
        return ISO_8859_1.decode(octets.duplicate()).toString();
    }

    @Override
    public void opened(Actions actions) {
        note("opened");
    }

    @Override
    public void serverConnected(Actions actions) {
        note("serverConnected");
    }

    @Override
    public void received(Side from, ByteBuffer octets, Actions actions) {
        note("received " + from + " " + text(octets));
    }

    @Override
    public void inputEnded(Side from, Actions actions) {
        note("inputEnded " + from);
    }

    @Override
    public void lost(Side side, Actions actions) {
        note("lost " + side);
    }

    @Override
    public void secured(Side side, Actions actions) {
        note("secured " + side);
    }

    @Override
    public void notSecured(Side side, String reason, Actions actions) {
        note("notSecured " + side + " " + reason);
    }

    @Override
    public void tick(Actions actions) {
        // once a second
    }

    @Override
    public void processed(Processing processing, Actions actions) {
        note("processed");
    }

    @Override
    public void relayed(Actions actions) {
        note("relayed");
    }

    @Override
    public void drain(Actions actions) {
        note("drain");
    }
}

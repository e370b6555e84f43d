// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.postern.inspect.smtp.internal.wire.Reply;
import org.postern.inspect.smtp.internal.wire.ReplyException;

/**
 * The one ordered queue of replies (T10). Each command sent to the server has its place in it; a reply of our own to a
 * later command waits behind those.
 */
public final class PendingReplies {
    private static final class Place {
        final Expected expected;
        final List<Reply> behind = new ArrayList<>();

        Place(Expected expected) {
            this.expected = expected;
        }
    }

    private final Deque<Place> places = new ArrayDeque<>();
    private final Consumer<Reply> client;
    private int size;

    /** @param client where replies of our own go when it is their turn */
    public PendingReplies(Consumer<Reply> client) {
        this.client = client;
    }

    /** The server was sent a command. */
    public void expect(Expected expected) {
        places.add(new Place(expected));
        size++;
    }

    /** A command is answered by us. */
    public void answer(Reply own) {
        if (places.isEmpty()) {
            client.accept(own);
        } else {
            places.getLast().behind.add(own);
            size++;
        }
    }

    /** The server's next reply came. */
    public void replied(Reply reply) throws ReplyException {
        if (places.isEmpty()) {
            throw new ReplyException("the server replied to nothing");
        }
        Place place = places.remove();
        size -= 1 + place.behind.size();
        place.expected.handle(reply);
        place.behind.forEach(client);
    }

    /** @return what the server owes next; not to be called when nothing is owed */
    public Expected next() {
        return places.element().expected;
    }

    /** @return whether the server owes nothing */
    public boolean isEmpty() {
        return places.isEmpty();
    }

    /** @return how many replies wait, our own too */
    public int size() {
        return size;
    }

    /** The server is gone: nothing is owed any more. */
    public void clear() {
        places.clear();
        size = 0;
    }
}

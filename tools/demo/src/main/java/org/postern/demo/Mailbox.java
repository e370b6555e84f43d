// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The one mailbox of all recipients. Holds the newest {@value #LIMIT} messages. */
final class Mailbox {
    static final int LIMIT = 200;

    private final Deque<StoredMessage> messages = new ArrayDeque<>();
    private int last;

    synchronized StoredMessage add(String sender, List<String> recipients, byte[] octets) {
        var message = new StoredMessage(++last, sender, recipients, octets);
        messages.addLast(message);
        if (messages.size() > LIMIT) {
            messages.removeFirst();
        }
        return message;
    }

    synchronized List<StoredMessage> all() {
        return List.copyOf(messages);
    }

    synchronized void remove(StoredMessage message) {
        messages.removeIf(stored -> stored.number() == message.number());
    }
}

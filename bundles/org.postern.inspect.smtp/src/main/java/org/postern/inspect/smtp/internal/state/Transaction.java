// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Postern authors
package org.postern.inspect.smtp.internal.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.api.policy.Envelope;
import org.postern.inspect.smtp.internal.wire.Command;

/**
 * The mail transaction, as the server confirmed it: it changes with the server's replies, never with the client's
 * commands (T10), so that both ends of the gateway agree on it however commands are pipelined.
 */
public final class Transaction {
    /** Who needs more XFORWARD than this for one message is not heard again on another connection. */
    private static final int MOST_INTRODUCTIONS = 8;

    private Optional<MailFrom> mail = Optional.empty();
    private final List<RcptTo> recipients = new ArrayList<>();
    private final List<Command> introductions = new ArrayList<>();
    private boolean mixed;
    private boolean stale;
    private Runnable over = () -> {};

    /** @param then what is done whenever the transaction is over, in whatever way */
    public void whenOver(Runnable then) {
        over = then;
    }

    /** XFORWARD was accepted, and holds up to the end of the next transaction. */
    public void introducedBy(Command accepted) {
        if (introductions.size() <= MOST_INTRODUCTIONS) {
            introductions.add(accepted);
        }
    }

    /** MAIL was accepted. */
    public void begin(MailFrom accepted) {
        // a server that takes a second MAIL may or may not have kept the first one's recipients: such a transaction is
        // not replayed
        mixed |= mail.isPresent();
        mail = Optional.of(accepted);
    }

    /** RCPT was accepted. */
    public void add(RcptTo accepted) {
        recipients.add(accepted);
    }

    /** The server holds no transaction (T33). */
    public void reset() {
        mail = Optional.empty();
        recipients.clear();
        introductions.clear();
        mixed = false;
        stale = false;
        over.run();
    }

    /** It is over for the client, and not for the server, which must be told so before it gets anything else (T48). */
    public void abandon() {
        reset();
        stale = true;
    }

    /** @return whether the server must be sent RSET */
    public boolean isStale() {
        return stale;
    }

    /** @return whether MAIL was accepted */
    public boolean isOpen() {
        return mail.isPresent();
    }

    /** @return how many recipients were accepted */
    public int recipients() {
        return recipients.size();
    }

    /** @return whether the content need not be lines (RFC 3030 section 3) */
    public boolean isBinary() {
        return mail.isPresent() && mail.get().binaryMime();
    }

    /** @return the size that was declared; 0 if none */
    public long declaredSize() {
        return mail.map(MailFrom::size).orElse(0L);
    }

    /** @return whom the message is from and for */
    public Envelope envelope() {
        return new Envelope(
                mail.map(MailFrom::reversePath).orElse(""),
                recipients.stream().map(RcptTo::forwardPath).toList());
    }

    /** @return whether {@link #commands} bring another server to the same state */
    public boolean isReplayable() {
        return mail.isPresent() && !mixed && introductions.size() <= MOST_INTRODUCTIONS;
    }

    /** @return XFORWARD, MAIL and RCPT, as far as they were accepted */
    public List<Command> commands() {
        return Stream.of(
                        introductions.stream(),
                        mail.stream().map(MailFrom::command),
                        recipients.stream().map(RcptTo::command))
                .flatMap(commands -> commands)
                .toList();
    }
}
